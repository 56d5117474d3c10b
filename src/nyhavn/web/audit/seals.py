"""Sealing the record of what was done, and checking seals."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from nyhavn.exchange.audit_log.leaves import FIRST_HEAD, next_head
from nyhavn.web.audit.leaves import is_unchanged
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
        waiting = AuditRecord.objects.select_for_update().filter(seal=None).order_by("id").values_list("id", "leaf")
        found = list(waiting[:LARGEST_SEAL])
        if not found:
            return None
        before = Seal.objects.order_by("-id").first()
        head = previous = before.digest if before else FIRST_HEAD
        for _, leaf in found:
            head = next_head(head, leaf)
        size = (before.size if before else 0) + len(found)
        made = Seal.objects.create(count=len(found), size=size, previous=previous, digest=head)
        AuditRecord.objects.filter(id__in=[number for number, _ in found]).update(seal=made)
        return made


def broken_seals() -> tuple[int, ...]:
    """Ids of seals that do not match the records they cover or the seal before: something was changed afterwards."""
    broken, previous, size = [], FIRST_HEAD, 0
    for sealed in Seal.objects.order_by("id"):
        if not _holds(sealed, previous, size):
            broken.append(sealed.id)
        previous, size = sealed.digest, sealed.size
    return tuple(broken)


def _holds(sealed: Seal, previous: str, size: int) -> bool:
    head, count, are_unchanged = previous, 0, True
    for entry in sealed.records.order_by("id").iterator():
        are_unchanged = are_unchanged and is_unchanged(entry)
        head, count = next_head(head, entry.leaf), count + 1
    is_whole = count == sealed.count and size + count == sealed.size and sealed.previous == previous
    return is_whole and are_unchanged and head == sealed.digest


def standings(records: Iterable[AuditRecord]) -> Mapping[int, SealStanding]:
    """What the seals over these records say, by the record's number. Every seal is computed again, once."""
    entries = list(records)
    seals = Seal.objects.filter(id__in={entry.seal_id for entry in entries if entry.seal_id})
    found = {sealed.id: _standing(sealed) for sealed in seals}
    return {entry.id: found[entry.seal_id] if entry.seal_id else SealStanding.NOT_YET for entry in entries}


def scope_holds(scope: UUID) -> bool | None:
    """Whether every seal over a record of this scope holds; None where nothing of it is sealed yet."""
    sealing = Seal.objects.filter(id__in=AuditRecord.objects.filter(scope=scope).values("seal"))
    found = {_standing(sealed) for sealed in sealing.order_by("id").iterator()}
    return SealStanding.BROKEN not in found if found else None


def _standing(sealed: Seal) -> SealStanding:
    before = Seal.objects.filter(id__lt=sealed.id).order_by("-id").first()
    holds = _holds(sealed, before.digest if before else FIRST_HEAD, before.size if before else 0)
    return SealStanding.HOLDS if holds else SealStanding.BROKEN
