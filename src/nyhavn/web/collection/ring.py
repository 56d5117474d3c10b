"""The ring: a file beside the key of a period with the wrapped keys of everything that survived the turn to it.

With ring and key, a backup from before the turn opens for the survivors and for nobody else.

    8 bytes "NYRING1\\n" | 16 bytes initiative | 8 bytes period | per survivor 16 bytes uuid and 40 bytes wrapped key,
    in the order of uuids | 32 bytes HMAC-SHA256 of all before, under a key made from that of the period
"""

import hashlib
import hmac
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.collection import escrow, keys, restoring
from nyhavn.web.collection.restoring import Applied
from nyhavn.web.initiatives.models import Initiative

MAGIC, WRAPPED_BYTES, NAME_BYTES, SEAL_BYTES = b"NYRING1\n", 40, 16, 32
HEAD, ENTRY = len(MAGIC) + NAME_BYTES + 8, NAME_BYTES + WRAPPED_BYTES


@dataclass(frozen=True)
class Ring(Mapping[UUID, bytes]):
    """Uuid -> wrapped key. A million fit into 56 MB, because they are looked up where they stand."""

    entries: bytes

    def __len__(self) -> int:
        return len(self.entries) // ENTRY

    def __iter__(self) -> Iterator[UUID]:
        return (UUID(bytes=self._name(place)) for place in range(len(self)))

    def __getitem__(self, uuid: UUID) -> bytes:
        place = bisect_left(range(len(self)), uuid.bytes, key=self._name)
        if place == len(self) or self._name(place) != uuid.bytes:
            raise KeyError(uuid)
        return self.entries[place * ENTRY + NAME_BYTES : (place + 1) * ENTRY]

    def _name(self, place: int) -> bytes:
        return self.entries[place * ENTRY : place * ENTRY + NAME_BYTES]


EMPTY = Ring(b"")


def write(initiative: UUID, epoch: int, survivors: Iterable[tuple[UUID, bytes]]) -> None:
    """Write the ring of a period, here and into escrow, unless it is there. Whole and on the disk, or not there."""
    path = keys.ring_file(initiative, epoch)
    if not path.exists():
        entries = sorted(uuid.bytes + wrapped for uuid, wrapped in survivors if len(wrapped) == WRAPPED_BYTES)
        content = _head(initiative, epoch) + b"".join(entries)
        keys.write_once(path, content + _sealed(initiative, epoch, content))
    escrow.keep(path)


def read(initiative: UUID) -> Ring:
    """The newest ring; empty where nothing was turned yet. Raises OutsideFault "ring-damaged"."""
    number = newest(initiative)
    if number is None:
        return EMPTY
    content = keys.content_of(keys.ring_file(initiative, number))
    body, seal = content[:-SEAL_BYTES], content[-SEAL_BYTES:]
    is_whole = (len(body) - HEAD) % ENTRY == 0 and body.startswith(_head(initiative, number))
    if not is_whole or not hmac.compare_digest(seal, _sealed(initiative, number, body)):
        what = "The file with the wrapped keys of survivors is not as it was written."
        do = "Put the file back from its escrow copy."
        raise OutsideFault(Reason("ring-damaged", what, f"{initiative}/{number}.ring", do))
    return Ring(body[HEAD:])


def newest(initiative: UUID) -> int | None:
    """The newest period that has ring and key; None where nothing was turned yet."""
    with_key = set(keys.epochs_with_key(initiative))
    return max((number for number in keys.epochs_with_ring(initiative) if number in with_key), default=None)


def survivors(initiative: UUID) -> frozenset[UUID]:
    """Uuids of everything that the newest ring opens."""
    return frozenset(read(initiative))


def apply(initiative: Initiative) -> Applied:
    """Make a database of an older period fit the keys that are here. Nothing is done where it fits already.

    Rows in the ring get their wrapped key and its period; rows whose key is in no place, and which are not in the ring,
    did not survive and are deleted; all others stay as they are. Raises OutsideFault "ring-damaged", "key-missing".
    """
    with transaction.atomic():
        return restoring.fit(initiative, newest(initiative.uuid), read(initiative.uuid))


def _head(initiative: UUID, epoch: int) -> bytes:
    return MAGIC + initiative.bytes + epoch.to_bytes(8, "big")


def _sealed(initiative: UUID, epoch: int, content: bytes) -> bytes:
    key = keys.read(keys.epoch_file(initiative, epoch))
    own = HKDF(SHA256(), keys.KEY_BYTES, salt=None, info=b"nyhavn ring").derive(key)
    return hmac.new(own, content, hashlib.sha256).digest()
