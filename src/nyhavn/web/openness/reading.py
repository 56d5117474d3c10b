"""Who may read what is not open, and the trace that everybody from outside leaves.

The answer to whoever may not is the same for every file, there or not, so that nobody learns what there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.roles import Right, Role, rights_of
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import LOOKED, Fact, record
from nyhavn.web.community.models import Member
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.looks_queries import OUTSIDE
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.queries import granted_now, level_of


@dataclass(frozen=True)
class Reader:
    """Somebody at the door. user: None without an account. requests: whose links this browser opened."""

    user: User | None = None
    requests: tuple[str, ...] = ()


STRANGER = Reader()


def may_read(reader: Reader, initiative: Initiative, material: Material) -> bool:
    """Whether this reader may read it now."""
    return _lets(reader, initiative, material)[0]


def let_read(reader: Reader, initiative: Initiative, materials: Iterable[Material]) -> None:
    """Call it before anything that is not open is shown; readers from outside leave a trace. Raises Refusal."""
    traces = set()
    for material in materials:
        may, trace = _lets(reader, initiative, material)
        if not may:
            raise closed_to_you()
        traces.add(trace)
    for on in traces - {None}:
        facts: dict[str, Fact] = {"what": OUTSIDE, "as": ["from outside"], "through": "page"}
        record(LOOKED, by=reader.user, kind="openness", on=on, scope=initiative.uuid, facts=facts)


def closed_to_you() -> Refusal:
    """The one answer to whoever may not read."""
    what = "This is not open to you. The page of the release says who may read it, and why."
    return refusal("access-not-open", what, do="Sign in, open the link that you were given, or ask to read it.")


def _lets(reader: Reader, initiative: Initiative, material: Material) -> tuple[bool, UUID | None]:
    """Whether it is allowed, and what the trace of somebody from outside is about; None where none is left."""
    level = level_of(initiative, material)
    if level is AccessLevel.OPEN or _is_inside(reader.user, initiative, level):
        return True, None
    if level is AccessLevel.REGISTERED and reader.user is not None:
        return True, initiative.uuid
    granted = granted_now(initiative, reader.requests, material) if level is not AccessLevel.CLOSED else None
    return (granted is not None), (granted.uuid if granted else None)


def _is_inside(user: User | None, initiative: Initiative, level: AccessLevel) -> bool:
    """Team and bodies; of what is closed, only whoever sees results before they are published."""
    if user is None:
        return False
    roles = roles_in(user, initiative)
    if level is AccessLevel.CLOSED:
        return Right.SEE_CANDIDATE in rights_of(roles)
    return bool(roles - {Role.OUTSIDE_BODY}) or _sits_in_a_body(user, initiative)  # it hears complaints, and no data


def _sits_in_a_body(user: User, initiative: Initiative) -> bool:
    today = timezone.localdate()
    seats = Member.objects.filter(body__initiative=initiative, body__ended_on=None, account=user)
    return seats.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today).exists()
