"""Who is at the door of what is not open: an account, a program with its key, or a link that was given."""

from django.http import HttpRequest

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.web.accounts.access_keys import key_behind
from nyhavn.web.accounts.models import User
from nyhavn.web.openness.queries import levels_of
from nyhavn.web.openness.reading import Reader, let_read
from nyhavn.web.releases.models import PublicRelease

REQUESTS = "access requests"  # where a session holds the uuids of requests whose links were opened
MOST_REQUESTS = 20
BEARER = "Bearer "


def reader_of(request: HttpRequest) -> Reader:
    """Who reads; a key in the header counts like its owner."""
    user = request.user if isinstance(request.user, User) else _behind_key(request)
    return Reader(user, tuple(request.session.get(REQUESTS, ())))


def _behind_key(request: HttpRequest) -> User | None:
    header = request.headers.get("Authorization", "")
    key = key_behind(header.removeprefix(BEARER)) if header.startswith(BEARER) else None
    return key.user if key else None


def let_in(request: HttpRequest, stored: PublicRelease, *materials: Material) -> bool:
    """Call it before anything of a release is shown; whether it is open to everybody, so that caches may keep it.

    Raises Refusal "access-not-open".
    """
    wanted = materials or (Material.RESULTS,)
    levels = levels_of(stored.initiative)
    if all(levels[one] is AccessLevel.OPEN for one in wanted):
        return True
    let_read(reader_of(request), stored.initiative, wanted)
    return False
