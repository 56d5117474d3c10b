"""Writing the record of what was done, inside the transaction that does it, and erasing people from it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.exchange.audit_log.leaves import Fact as Fact  # every app takes it from here
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.facts import told
from nyhavn.web.audit.leaves import written
from nyhavn.web.audit.models import AuditRecord

CONTRIBUTION, LOOKED = "contribution", "looked"
ERASED_AT_ONCE = 500  # below the number of values that SQLite takes in one question


def record(
    action: str,
    *,
    by: User | None,
    kind: str,
    on: UUID | None,
    scope: UUID | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Add one record. Call it inside the transaction of the action.

    action: stable code, past tense ("notice-published"). by: None for the system. scope: uuid of the initiative or
    organisation. facts: states, numbers and codes; never a name, an answer, a reason in somebody's words, or a hash.

    Raises ValueError for an act of nobody's on one contribution: what a person does alone is not recorded here, because
    readers of the record, who sit in the community, would see when each of them came.
    """
    if by is None and kind == CONTRIBUTION:
        raise ValueError("What a person does with an own contribution is not recorded: it would tell when they came.")
    written(
        action=action,
        at=timezone.now(),
        by=by.uuid if by is not None else None,
        scope=scope,
        kind=kind,
        on=on,
        facts=told(facts or {}),
    ).save(force_insert=True)


def record_once_a_day(
    action: str, *, by: User, kind: str, on: UUID, scope: UUID, facts: Mapping[str, Fact] | None = None
) -> None:
    """Add one record unless there is one of this act by this account on this day.

    For work that goes on with each contribution: one line per contribution would count them, and say when each came.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    known = AuditRecord.objects.filter(scope=scope, action=action, at__gte=today, by=by.uuid, on=on)
    if not known.exists():
        record(action, by=by, kind=kind, on=on, scope=scope, facts=facts)


def record_look(
    *, by: User, kind: str, on: UUID, scope: UUID | None, what: str, roles: Iterable[str], through: str = "page"
) -> None:
    """Add that somebody looked at something that is not for everybody. Once per request, never per row.

    kind, on: what was looked at. what: the right that opened it, as a code. roles: the roles of the person then.
    through: "page" or "interface".
    """
    facts: dict[str, Fact] = {"what": what, "as": sorted(roles), "through": through}
    record(LOOKED, by=by, kind=kind, on=on, scope=scope, facts=facts)


def erase_account(uuid: UUID, *, by: User | None) -> int:
    """Erase an account from the record: as the one who acted, and as the one it was about. How many lines.

    The chain holds: its leaves cover commitments, whose salts are gone with the person. That somebody was erased is
    recorded, so that nobody hides their acts that way unseen.
    """
    with transaction.atomic():
        acted = AuditRecord.objects.filter(by=uuid).update(by=None, by_salt=None)
        about = AuditRecord.objects.filter(on=uuid).update(on=None, on_salt=None)
        record("account-erased", by=by, kind="log", on=None, facts={"records": acted + about})
    return acted + about


def erase_contributions(uuids: Iterable[UUID]) -> int:
    """Erase contributions from the record: afterwards nothing says which ones a line was about. How many lines.

    By the uuid alone, whatever the line calls the thing: nothing else has the same one.
    """
    wanted, erased = list(uuids), 0
    with transaction.atomic():
        for start in range(0, len(wanted), ERASED_AT_ONCE):
            about = AuditRecord.objects.filter(on__in=wanted[start : start + ERASED_AT_ONCE])
            erased += about.update(on=None, on_salt=None)
    return erased
