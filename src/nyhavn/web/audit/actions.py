"""Writing the record of what was done, inside the transaction that does it, and sealing it afterwards."""

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord, Seal

Fact = str | int | bool | None | list[str]
LARGEST_SEAL = 5_000  # records in one seal; a longer backlog gets several


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


def seal() -> Seal | None:
    """Seal the records since the last seal; None if there are none. One sealer at a time (a scheduled job)."""
    with transaction.atomic():
        before = Seal.objects.order_by("-id").first()
        records = list(AuditRecord.objects.filter(id__gt=before.last if before else 0)[:LARGEST_SEAL])
        if not records:
            return None
        previous = before.digest if before else ""
        return Seal.objects.create(
            first=records[0].id, last=records[-1].id, previous=previous, digest=digest_of(previous, records)
        )


def digest_of(previous: str, records: list[AuditRecord]) -> str:
    """SHA-256 over the digest before and each record as one line of JSON with sorted keys, lower-case hex."""
    digest = hashlib.sha256(previous.encode())
    for entry in records:
        digest.update(_line(entry))
    return digest.hexdigest()


def _line(entry: AuditRecord) -> bytes:
    content = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "by": str(entry.by or ""),
        "scope": str(entry.scope or ""),
        "kind": entry.kind,
        "on": str(entry.on or ""),
        "facts": entry.facts,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def broken_seals() -> tuple[int, ...]:
    """Ids of seals that do not match the records they cover or the seal before: something was changed afterwards."""
    broken, previous, next_first = [], "", 0
    for sealed in Seal.objects.order_by("id"):
        records = list(AuditRecord.objects.filter(id__gte=max(next_first, 0), id__lte=sealed.last))
        is_whole = records and records[0].id == sealed.first and sealed.previous == previous
        if not is_whole or digest_of(previous, records) != sealed.digest:
            broken.append(sealed.id)
        previous, next_first = sealed.digest, sealed.last + 1
    return tuple(broken)
