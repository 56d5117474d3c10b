"""Whether the files of keys are as they should be: all there, the right ones, private, twice, and no more."""

import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.collection import escrow, keys, ring
from nyhavn.web.collection.epochs import key_of
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.vault import hash_key_is_needed, own_key_is_needed
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage import mirror

ONE_COPY = Reason(
    "keys-one-copy",
    "There is one copy of the keys only. If it is lost, nobody can ever read the answers again.",
    "NYHAVN_ESCROW",
    "Name a folder on another disk; the second copy is then kept by itself.",
)


def key_problems() -> Iterator[Reason]:
    """Everything that is not as it should be. Nothing is changed."""
    needed = [keys.own_file()] if keys.own_file().exists() else []
    if not needed and own_key_is_needed():
        what = "The key of the installation is not where it should be. No receipt opens anything without it."
        yield Reason("key-missing", what, _named(keys.own_file()), keys.PUT_BACK)
    for epoch in KeyEpoch.objects.select_related("initiative").order_by("initiative", "number"):
        yield from _problems_of(epoch)
        if epoch.destroyed_at is None:
            needed += _files_of(epoch)
    initiatives = list(Initiative.objects.values_list("uuid", flat=True))
    yield from _hash_keys_missing(initiatives)
    beside = (keys.hash_file, keys.archive_file, keys.moved_file)
    own = (file(uuid) for uuid in initiatives for file in beside)
    needed += [*mirror.files_beside_keys(), *(path for path in own if path.exists())]
    yield from _of_folder(Path(settings.KEYS), needed)
    yield from _of_escrow(needed)


def _hash_keys_missing(initiatives: list[UUID]) -> Iterator[Reason]:
    """Keys of receipts that are not where they should be."""
    for path in (keys.hash_file(uuid) for uuid in initiatives if hash_key_is_needed(uuid)):
        if not path.exists():
            what = (
                "The key of receipts is not where it should be. No receipt of this initiative opens anything without."
            )
            yield Reason("key-missing", what, _named(path), keys.PUT_BACK)


def _files_of(epoch: KeyEpoch) -> list[Path]:
    """Those that a period needs."""
    uuid, number = epoch.initiative.uuid, epoch.number
    files = [keys.epoch_file(uuid, number)]
    return files if epoch.ring_at is None else [*files, keys.ring_file(uuid, number)]


def _problems_of(epoch: KeyEpoch) -> Iterator[Reason]:
    """Of the files of one period."""
    if epoch.destroyed_at is not None:
        return
    if epoch.ended_at is not None:
        what = "The keys were turned, and the old key is still there."
        do = "If this stays so for an hour, run `nyhavn keys turn`; it says what is in the way."
        yield Reason("key-still-alive", what, _named(keys.epoch_file(epoch.initiative.uuid, epoch.number)), do)
    try:
        key_of(epoch)
        if epoch.ring_at is not None:
            ring.read(epoch.initiative.uuid)
    except Refusal as fault:
        yield from fault.reasons


def _of_folder(folder: Path, needed: list[Path]) -> Iterator[Reason]:
    """Files that others can read, and files that nobody needs."""
    names = {path.relative_to(settings.KEYS) for path in needed}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != keys.HELD):
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            what = "A file of keys can be read by others than its owner."
            yield Reason("key-readable", what, _named(path), f"chmod 600 {path}")
        if path.relative_to(folder) not in names:
            what = "A file lies beside the keys that nothing needs."
            do = "If it is an old key, it opens old backups of people who took their answers back: destroy it."
            yield Reason("key-left-over", what, str(path), do)


def _of_escrow(needed: list[Path]) -> Iterator[Reason]:
    """Whether the second copy is there, and equal."""
    if settings.ESCROW is None:
        yield ONE_COPY
        return
    try:
        escrow.check_there()
    except Refusal as fault:
        yield from fault.reasons
        return
    for path in needed:
        copy = escrow.copy_of(path)
        if copy is not None and path.exists() and (not copy.exists() or copy.read_bytes() != path.read_bytes()):
            what = "The second copy of a file of keys is missing or another one."
            yield Reason("escrow-differs", what, _named(path), "The first is copied once a day if there is no second.")
    yield from _of_folder(Path(settings.ESCROW), needed)


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
