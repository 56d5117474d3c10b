"""Finding a release from an address: the right first, then the release within the initiative."""

from uuid import UUID

from django.utils.translation import get_language_bidi, gettext

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject
from nyhavn.web.releases.models import PublicRelease


def releases_home(initiative: Initiative) -> str:
    """The address of the list of releases."""
    return f"/work/initiatives/{initiative.slug}/releases/"


def release_home(release: PublicRelease) -> str:
    """The address of one release, for those who work on it."""
    return f"{releases_home(release.initiative)}{release.uuid}/"


def home_home(release: PublicRelease) -> str:
    """The address of the one-page results, and of what the community says of them."""
    return f"{release_home(release)}home/"


def public_home(release: PublicRelease) -> str:
    """The address of one published version, for everybody."""
    return f"/data/{release.name}/{release.version}/"


def called(release: PublicRelease) -> str:
    """What one version is called, in the language of the moment."""
    # From right to left, both are kept apart from the sentence (U+2068, U+2069), or their words change places.
    parts = {"title": release.title, "version": release.version}
    held = {name: f"\u2068{text}\u2069" for name, text in parts.items()} if get_language_bidi() else parts
    return gettext("{title}, version {version}").format(**held)


def enter_release(user: User, right: Right, *, initiative: str, release: UUID) -> PublicRelease:
    """The release, for somebody with that right in its initiative. Raises Refusal."""
    return release_in(enter_initiative(user, right, initiative=initiative), release)


def release_in(initiative: Initiative, uuid: UUID) -> PublicRelease:
    """The release of that initiative. Raises Refusal "not-found"."""
    found = initiative.releases.select_related("initiative", "run__started_by", "approved_by", "replaced_by")
    release = found.filter(uuid=uuid).first()
    if release is None:
        raise not_found("release")
    return release


RELEASE = Subject("release", "initiatives/<slug:initiative>/releases/<uuid:release>", enter_release, home=release_home)
