"""What happens to a release after it was published: it is corrected, or taken back. Nothing is ever made undone."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.publication import check_wrong_since
from nyhavn.framework.release_states import ReleaseStep
from nyhavn.web.accounts.models import User
from nyhavn.web.releases.asks import Erratum
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.releases.recipients import tell_recipients
from nyhavn.web.releases.standing import moved, tell_everybody, trace


@transaction.atomic
def correct(*, by: User, on: PublicRelease, said: Erratum) -> None:
    """Lay an erratum beside what was signed; the files stay as they are. Raises Refusal."""
    release = moved(on, ReleaseStep.CORRECT)
    check_wrong_since(said.since, timezone.localdate())
    event = tell_everybody(release, EventKind.CORRECTED, day=said.since, words=said.wrong, figures=said.figures)
    tell_recipients(event)
    trace("release-corrected", by=by, on=release, since=said.since.isoformat())


@transaction.atomic
def withdraw(*, by: User, on: PublicRelease, reason: str) -> None:
    """Take it back for an error: its page stays with the reason, its files are shown to nobody. Raises Refusal."""
    release = moved(on, ReleaseStep.WITHDRAW)
    release.withdrawn_because = reason
    release.save(update_fields=["state", "withdrawn_because"])
    tell_recipients(tell_everybody(release, EventKind.WITHDRAWN, words=reason))
    trace("release-withdrawn", by=by, on=release)
