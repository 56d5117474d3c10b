"""Sealing the record of what was done, and checking seals."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.db import transaction

from nyhavn.web.audit.models import AuditRecord, Seal

LARGEST_SEAL = 5_000  # records in one seal; a longer backlog gets several


class SealStanding(StrEnum):
    """What the seal over a record says."""

    HOLDS = "sealed and unchanged"
    NOT_YET = "not sealed yet"
    BROKEN = "changed after it was sealed"


def seal() -> Seal | None:
    """Seal the records that no seal covers yet; None if there are none."""
    with transaction.atomic():
        # By the missing seal and not by the last number: on PostgreSQL a lower number can be committed later.
        records = list(AuditRecord.objects.select_for_update().filter(seal=None).order_by("id")[:LARGEST_SEAL])
        if not records:
            return None
        before = Seal.objects.order_by("-id").first()
        previous = before.digest if before else ""
        made = Seal.objects.create(count=len(records), previous=previous, digest=digest_of(previous, records))
        AuditRecord.objects.filter(id__in=[entry.id for entry in records]).update(seal=made)
        return made


def digest_of(previous: str, records: Iterable[AuditRecord]) -> str:
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
    broken, previous = [], ""
    for sealed in Seal.objects.order_by("id"):
        if not _holds(sealed, previous):
            broken.append(sealed.id)
        previous = sealed.digest
    return tuple(broken)


def _holds(sealed: Seal, previous: str) -> bool:
    records = list(sealed.records.order_by("id"))
    is_whole = len(records) == sealed.count and sealed.previous == previous
    return is_whole and digest_of(previous, records) == sealed.digest


def standings(records: Iterable[AuditRecord]) -> Mapping[int, SealStanding]:
    """What the seals over these records say, by the record's number. Every seal is computed again, once."""
    entries = list(records)
    seals = Seal.objects.filter(id__in={entry.seal_id for entry in entries if entry.seal_id})
    found = {sealed.id: _standing(sealed) for sealed in seals}
    return {entry.id: found[entry.seal_id] if entry.seal_id else SealStanding.NOT_YET for entry in entries}


def _standing(sealed: Seal) -> SealStanding:
    before = Seal.objects.filter(id__lt=sealed.id).order_by("-id").first()
    holds = _holds(sealed, before.digest if before else "")
    return SealStanding.HOLDS if holds else SealStanding.BROKEN
