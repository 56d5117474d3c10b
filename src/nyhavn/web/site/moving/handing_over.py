"""The file that makes the new site the owner: what was signed, the log that holds it, and who took back meanwhile."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nyhavn.exchange.bundle.canonical import canonical_json, decode_base64, encode_base64
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.log_files import write_leaves
from nyhavn.exchange.workspace.recipients import NONCE_BYTES, part_of
from nyhavn.exchange.workspace.sealed_file import damaged
from nyhavn.exchange.workspace.statements import Handover, Signed, entry_of, read_file
from nyhavn.web.collection import keys
from nyhavn.web.lineage.actions import line_of
from nyhavn.web.lineage.mirror import MirrorKind, MirrorLine
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.site.move_models import Move


def sealed_since(move: Move) -> tuple[str, str]:
    """Withdrawals after the file was packed, sealed with its key, as text; and SHA-256 of that."""
    found = Withdrawal.objects.filter(initiative=move.initiative, written_at__gt=move.begun_at)
    lines = [_told(line_of(one)) for one in found.select_related("initiative").order_by("id")]
    key = part_of(keys.read(keys.archive_file(move.initiative.uuid)), "since")
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = encode_base64(nonce + AESGCM(key).encrypt(nonce, canonical_json(lines), move.archive.bytes))
    return text, hashlib.sha256(text.encode()).hexdigest()


def opened_since(text: str, key: bytes, archive: UUID) -> Sequence[MirrorLine]:
    """Those withdrawals. key: of the file. Raises Refusal "move-file-damaged"."""
    raw = decode_base64(text)
    try:
        cipher = AESGCM(part_of(key, "since"))
        content = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], archive.bytes)
    except InvalidTag:
        raise damaged("What was taken back meanwhile does not open with the key of the file.") from None
    return [_read(one) for one in json.loads(content)]


def handover_of(move: Move, log: ReleaseLog) -> Handover:
    """Enter it in the log and give the file. Repeated, it gives the same one."""
    left = read_file(Signed, move.left.encode())
    state = log.append(entry_of(left))
    return Handover(
        checkpoint=state.signed.data.decode(),
        format="nyhavn-handover-1",
        leaves=write_leaves(state.leaves).decode(),
        left=left,
        since=move.since,
    )


def _told(line: MirrorLine) -> Sequence[object]:
    ids = (line.initiative, line.contribution, line.withdrawal)
    return [*map(str, ids), list(line.purposes), line.at.isoformat(), line.mode, line.said_by, line.kind.value]


def _read(told: Iterable[object]) -> MirrorLine:
    initiative, contribution, withdrawal, purposes, at, mode, said_by, kind = map(_plain, told)
    return MirrorLine(
        UUID(initiative),
        UUID(contribution),
        tuple(purposes.split(",")),
        datetime.fromisoformat(at),
        UUID(withdrawal),
        mode,
        said_by,
        MirrorKind(kind),
    )


def _plain(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
