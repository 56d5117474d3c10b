"""What waits for the bodies of a community about releases: results to be shown to them, and one that is to go out."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.community.waiting_for_board import ForBoard, add_for_board
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from nyhavn.web.releases.subjects import home_home, release_home
from nyhavn.web.releases.validation import key_of


def releases_for_board(initiative: Initiative) -> Iterator[ForBoard]:
    """Releases whose results wait to be shown, and those that are not public yet."""
    waiting = (ReleaseState.APPROVED, ReleaseState.RETURNED, ReleaseState.SCHEDULED)
    found = PublicRelease.objects.filter(initiative=initiative, state__in=waiting).order_by("id")
    for release in found:
        names = {"name": release.name, "version": release.version}
        since = timezone.localdate(release.approved_at) if release.approved_at else None
        if release.state == ReleaseState.APPROVED:
            title = gettext("Results wait to be shown to us: {name}, version {version}").format(**names)
            words = gettext("Nothing is published before the community has seen its results.")
            yield ForBoard(title, words, "", release_home(release), since)
        title = gettext("Does this describe us? {name}, version {version}").format(**names)
        words = gettext("Look at the results first, or have them read aloud. Whoever sees it otherwise says why.")
        if release.issued_at is None:
            key = key_of(release, tables_sha256(content_of(release)))
            yield ForBoard(title, words, key, home_home(release), since)
        title = gettext("Shall the results be published: {name}, version {version}?").format(**names)
        words = gettext("Once they are published, everybody can read and copy them.")
        key = f"release:{release.name}:{release.version}"
        yield ForBoard(title, words, key, release_home(release), since)


add_for_board("releases", releases_for_board)
