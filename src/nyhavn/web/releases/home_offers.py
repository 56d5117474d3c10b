"""Which steps somebody can take now about results that go home."""

from collections.abc import Collection

from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right
from nyhavn.web.releases.home_operations import OPERATIONS
from nyhavn.web.releases.home_showing import home_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.offers import QUIET, Offer
from nyhavn.web.releases.validation import SPOKEN_OF

WRITE, WAIVE, ANSWER = "write-home-page", "waive-validation", "answer-community"
UNANSWERED = "validation-unanswered"


def home_steps(release: PublicRelease, rights: Collection[Right]) -> tuple[Offer, ...]:
    """The operations that this person may do on the release as it stands."""
    may_speak = release.state in SPOKEN_OF and release.issued_at is None
    may_write = may_speak or release.state == ReleaseState.CANDIDATE
    has_no = may_speak and UNANSWERED in {reason.code for reason in home_shown(release).reasons}
    possible = {WRITE: may_write, ANSWER: has_no}
    return tuple(
        Offer(one.name, one.title, QUIET if one.name == WAIVE else "")
        for one in OPERATIONS
        if one.right in rights and possible.get(one.name, may_speak)
    )
