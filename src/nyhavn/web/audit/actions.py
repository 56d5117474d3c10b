"""Writing the record of what was done, inside the transaction that does it."""

from collections.abc import Mapping
from uuid import UUID

from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord

Fact = str | int | bool | None | list[str]


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
    """
    who = by.uuid if by is not None else None
    AuditRecord.objects.create(action=action, by=who, scope=scope, kind=kind, on=on, facts=dict(facts or {}))
