"""A release as strangers see it. The site, which knows whose names are withheld, fills this when it starts."""

from collections.abc import Callable

from nyhavn.framework.release import Release
from nyhavn.web.releases.models import PublicRelease

AsShown = Callable[[PublicRelease], Release]
_AS_SHOWN: list[AsShown] = []


def read_releases_with(as_shown: AsShown) -> None:
    """How a release is read for others than its makers. Call it in AppConfig.ready."""
    _AS_SHOWN[:] = [as_shown]


def release_as_shown(stored: PublicRelease) -> Release:
    """What is in it, without withheld names. Raises LookupError where nobody said how: never with the names."""
    if not _AS_SHOWN:
        raise LookupError("nobody said how a release is shown to others")
    return _AS_SHOWN[0](stored)
