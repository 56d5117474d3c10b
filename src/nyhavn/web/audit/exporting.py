"""The record as a file for `nyhavn verify-log`: every leaf of the chain, and in plain what its reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from nyhavn.exchange.audit_log.checkpoints import audit_key
from nyhavn.exchange.audit_log.leaves import FIRST_HEAD, moment
from nyhavn.exchange.audit_log.lines import (
    EndLine,
    Header,
    Identifier,
    LeafLine,
    Line,
    RecordLine,
    SealLine,
    Told,
)
from nyhavn.exchange.bundle.canonical import write_model
from nyhavn.exchange.bundle.checkpoint import Checkpoint, sign_checkpoint
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.web.audit.models import AuditRecord, Seal


@dataclass(frozen=True)
class Reader:
    """For whom the file is. scope: uuid of the initiative, None for everything. sees_people: only at the machine.

    A file with uuids and salts can be erased by nobody, so readers elsewhere get commitments instead.
    """

    scope: UUID | None
    sees_people: bool = False


def log_lines(reader: Reader) -> Iterator[bytes]:
    """The lines of the file, one after another."""
    last = Seal.objects.order_by("-id").first()
    yield write_model(
        Header(
            format="nyhavn-audit-log-1",
            made_at=moment(timezone.now()),
            scope=_text(reader.scope),
            unsealed=AuditRecord.objects.filter(seal=None, **_scoped(reader)).count(),
        )
    )
    if last is not None:
        yield from (write_model(line) for line in _sealed(reader, last.id))
    size, head = (last.size, last.digest) if last else (0, FIRST_HEAD)
    yield write_model(EndLine(checkpoint=signed_checkpoint(size, head), head=head, size=size))


def signed_checkpoint(size: int, head: str) -> str:
    """The signed note over the chain, "" before the installation has published anything and so has no key."""
    if not settings.RELEASE_LOG.exists():
        return ""
    log = ReleaseLog.open(settings.RELEASE_LOG)
    key = audit_key(log.key)
    return sign_checkpoint(Checkpoint(key.name, size, bytes.fromhex(head)), key, log.sign).data.decode()


def newest_state() -> tuple[int, str]:
    """How many records are sealed, and the head of the chain over them."""
    last = Seal.objects.order_by("-id").first()
    return (last.size, last.digest) if last else (0, FIRST_HEAD)


def _sealed(reader: Reader, last: int) -> Iterator[Line]:
    for sealed in Seal.objects.filter(id__lte=last).order_by("id").iterator():
        for entry in sealed.records.order_by("id").iterator():
            yield _line(entry, reader)
        yield SealLine(head=sealed.digest, size=sealed.size)


def _line(entry: AuditRecord, reader: Reader) -> Line:
    if reader.scope is not None and entry.scope != reader.scope:
        return LeafLine(leaf=entry.leaf)
    return RecordLine(
        action=entry.action,
        at=moment(entry.at),
        by=_identifier(entry.by, entry.by_salt, entry.by_commitment, reader),
        facts=entry.facts,
        kind=entry.kind,
        leaf=entry.leaf,
        on=_identifier(entry.on, entry.on_salt, entry.on_commitment, reader),
        scope=_text(entry.scope),
    )


def _identifier(value: UUID | None, salt: bytes | memoryview | None, committed: str, reader: Reader) -> Identifier:
    if salt is None:
        return Identifier.model_validate({"commitment": committed, "is": Told.ERASED, "salt": "", "value": ""})
    if not reader.sees_people:
        return Identifier.model_validate({"commitment": committed, "is": Told.WITHHELD, "salt": "", "value": ""})
    shown = {"commitment": committed, "is": Told.SHOWN, "salt": bytes(salt).hex(), "value": _text(value)}
    return Identifier.model_validate(shown)


def _scoped(reader: Reader) -> dict[str, UUID]:
    return {} if reader.scope is None else {"scope": reader.scope}


def _text(value: UUID | None) -> str:
    return str(value) if value is not None else ""
