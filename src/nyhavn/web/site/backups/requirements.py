"""Whether a backup may be brought back here. Everything is asked before anything is changed."""

import hmac
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn import __version__
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.log_files import TRUST_FILE, LogState, read_state
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.collection import keys
from nyhavn.web.lineage import mirror
from nyhavn.web.restoring_marker import standing
from nyhavn.web.site.backups.databases import Database
from nyhavn.web.site.backups.manifest import Listed, Manifest, damaged, newer, read, seal_of

ESCROW = "Put the folder of keys back from its escrow copy, and name it in NYHAVN_KEYS."


def check_file(file: Path) -> None:
    """Raises Refusal "file-not-found"."""
    if not file.is_file():
        raise refusal("file-not-found", "There is no such file.", where=str(file), do="Check the path.")


def check_place(place: Database, *, replaces: bool) -> None:
    """Raises Refusal "restore-not-empty". A restore that died may go on."""
    if place.is_taken() and not replaces and standing() is None:
        what = "There is a database here already. What was written into it since the backup would be lost."
        do = "Restore into an empty home, or say --replace if it is to be lost."
        raise refusal("restore-not-empty", what, where=str(settings.HOME), do=do)


def manifest_of(content: bytes, seal: bytes, found: Mapping[str, Listed]) -> Manifest:
    """The list, if it is ours and every file is as listed. Raises Refusal: backup-damaged, backup-newer, ..."""
    key = mirror.seal_key()
    if key is None:
        what = "The key with which backups are sealed is not here, so that this one cannot be checked."
        raise refusal("restore-without-keys", what, where=str(settings.KEYS), do=ESCROW)
    if not hmac.compare_digest(seal.strip(), seal_of(content, key)):
        raise damaged("It was changed, or it belongs to another installation than these keys.")
    manifest = read(content)
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if wrong:
        raise damaged(f"It is not as it was written: {wrong[0]}.")
    if _numbers(manifest.version) > _numbers(__version__):
        raise newer()
    return manifest


def check_kind(manifest: Manifest, place: Database) -> None:
    """Raises Refusal "restore-other-database"."""
    if manifest.database != place.kind:
        what = f"This is a backup of {manifest.database}, and the setting names {place.kind}."
        do = "Name a database of the same kind in NYHAVN_DATABASE."
        raise refusal("restore-other-database", what, where="NYHAVN_DATABASE", do=do)


def check_keys(epochs: Mapping[UUID, int]) -> None:
    """Raises Refusal "restore-without-keys": nobody could open what is restored, or it would open too much."""
    reasons = [reason for initiative, number in epochs.items() if (reason := _lack(initiative, number))]
    if reasons:
        raise Refusal(*reasons)


def _lack(initiative: UUID, number: int) -> Reason | None:
    """What is missing for one initiative. number: the period of the backup."""
    if keys.moved_file(initiative).exists():  # it belongs to another installation, and its keys with it
        return None
    with_key = keys.epochs_with_key(initiative)
    where = str(keys.folder_of(initiative))
    if not with_key or with_key[-1] < number:
        what = f"The key of period {number} is not here, nor a later one."
        return Reason("restore-without-keys", what, where, ESCROW)
    if number not in with_key and not set(keys.epochs_with_ring(initiative)) & set(with_key):
        what = f"The keys were turned since this backup, and the ring of period {with_key[-1]} is not here."
        return Reason("restore-without-keys", what, where, ESCROW)
    return None


def check_log(restored: Path) -> None:
    """Raises Refusal "restore-log-forked": others hold checkpoints of both, and would see a rewritten log."""
    if not has_log(Path(settings.RELEASE_LOG)) or not has_log(restored):
        return
    here, there = _log(Path(settings.RELEASE_LOG)), _log(restored)
    shorter = min(len(here.leaves), len(there.leaves))
    same_key = _trust(Path(settings.RELEASE_LOG)) == _trust(restored)
    if not same_key or here.leaves[:shorter] != there.leaves[:shorter]:
        what = "The log of releases in this home and that of the backup are not the same log."
        do = "Restore into the home to which the log belongs, or into an empty one."
        raise refusal("restore-log-forked", what, where=str(settings.RELEASE_LOG), do=do)


def has_log(folder: Path) -> bool:
    """Whether a log was begun there."""
    return (folder / TRUST_FILE).exists()


def is_newer(restored: Path) -> bool:
    """Whether the log of the backup goes further than that of the home."""
    return len(_log(restored).leaves) > len(_log(Path(settings.RELEASE_LOG)).leaves)


def _log(folder: Path) -> LogState:
    try:
        return read_state(folder)
    except (Unreadable, OSError):
        what = "A log of releases cannot be read."
        do = "Put back the newest whole copy of it. Never make a new one in its place."
        raise refusal("restore-log-forked", what, where=str(folder), do=do) from None


def _trust(folder: Path) -> bytes:
    return (folder / TRUST_FILE).read_bytes()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
