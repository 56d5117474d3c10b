"""The mirror: every withdrawal once more, in a file outside the database and outside its backups.

A withdrawal is on the disk here before the database commits it. So a database that was set back can be told what it has
forgotten, before anybody reads it. Lines are only ever added. The head, how many they are and the link of the last one,
stands a second time beside the keys: a mirror that was cut or exchanged does not fit it.
"""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from django.conf import settings

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file, sync_directory
from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.lineage import mirror_file
from nyhavn.web.lineage.mirror_lines import (
    BEGINNING,
    Damaged,
    Head,
    MirrorKind,
    MirrorLine,
    head_in,
    read,
    written,
)

__all__ = ["BEGINNING", "Head", "MirrorKind", "MirrorLine", "check", "head", "mend", "read_all", "remember"]

KEY, HEAD = "mirror.key", "mirror.head"
KEY_BYTES = 32
PUT_BACK = "Put the newest copy of the folder named by NYHAVN_MIRROR in its place."


def remember(lines: Sequence[MirrorLine]) -> Head:
    """Add lines; they are on the disk, all of them, when this returns. Call it before the commit. Raises OutsideFault.

    However many there are, the disk is waited for once. What a power cut left half-written at the end was promised to
    nobody, and is cut off first.
    """
    with outside_faults(), mirror_file.held() as handle:
        end = _end(handle)
        _check_continues(known_head(), end.head)
        text, new = written(lines, end.head, _own_key())
        mirror_file.put(handle, end.at, text)
        if end.at == 0:
            sync_directory(mirror_file.path().parent)
        _put_beside_keys(HEAD, f"{new}\n".encode("ascii"))
    return new


def read_all() -> Iterator[MirrorLine]:
    """Every line from the beginning, each checked as it is read. Raises OutsideFault "mirror-damaged"."""
    return (line for line, _ in _walk())


def head() -> Head:
    """How long the mirror is now. Raises OutsideFault "mirror-damaged"."""
    with outside_faults(), mirror_file.held() as handle:
        return _end(handle).head


def check(*earlier: Head) -> Head:
    """Read all of it; gives its head. Raises OutsideFault: mirror-damaged, mirror-set-back, mirror-exchanged.

    earlier: heads that it once had. The one beside the keys is always among them.
    """
    known = known_head()
    wanted = {*earlier, *(() if known is None else (known,))}
    counts = {one.count for one in wanted}
    met, found = {BEGINNING.count: BEGINNING}, BEGINNING
    for _, found in _walk():
        if found.count in counts:
            met[found.count] = found
    for one in wanted:
        _check_continues(one, met.get(one.count, found))
    return found


def mend() -> None:
    """Cut off what a power cut damaged behind the head that stands beside the keys: it was promised to nobody."""
    known = known_head()
    if known is None:
        return
    with outside_faults(), mirror_file.held() as handle:
        try:
            for _ in read(mirror_file.whole_lines(handle), seal_key()):
                pass
        except Damaged as fault:
            whole = fault.after.count
            if whole < known.count:
                raise _damaged(whole + 1) from None
            mirror_file.cut(handle, sum(len(text) for text in islice(mirror_file.whole_lines(handle), whole)))


def known_head() -> Head | None:
    """The head that stands beside the keys; None if there is none, as before the first withdrawal."""
    return _head_at(_beside_keys(HEAD))


def _head_at(path: Path) -> Head | None:
    try:
        return head_in(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        what = "The file with the head of the mirror is damaged."
        raise OutsideFault(Reason("mirror-damaged", what, HEAD, "Put it back from the copy of the keys.")) from None


def seal_key() -> bytes | None:
    """The key of the seals; None where it is lost, or nothing was ever sealed. Raises OutsideFault."""
    path = _beside_keys(KEY)
    if not path.exists():
        return None
    with outside_faults():
        return path.read_bytes()


def make_key() -> bytes:
    """The key of the seals, made the first time. Raises OutsideFault."""
    with outside_faults(), mirror_file.held():
        return _own_key()


def files_beside_keys() -> list[Path]:
    """What lies there by now: the key, and the head, which changes with each withdrawal."""
    return [path for path in map(_beside_keys, (KEY, HEAD)) if path.exists()]


def keep_second_copy() -> None:
    """Bring the second copy of the head up to date, as after its disk was away. Raises OutsideFault.

    One that goes further than ours stays: it shows that ours was set back.
    """
    if settings.ESCROW is None:
        return
    with outside_faults(), mirror_file.held():
        ours, theirs = known_head(), _head_at(Path(settings.ESCROW) / HEAD)
        if ours is not None and (theirs is None or theirs.count < ours.count):
            replace_file(Path(settings.ESCROW) / HEAD, f"{ours}\n".encode("ascii"), PRIVATE_FILE)


def _own_key() -> bytes:
    """To be called by whoever holds the mirror."""
    known = seal_key()
    if known is None:
        known = secrets.token_bytes(KEY_BYTES)
        _put_beside_keys(KEY, known)
    return known


def _walk() -> Iterator[tuple[MirrorLine, Head]]:
    """Lines with their heads. Raises OutsideFault "mirror-damaged"."""
    if not mirror_file.path().exists():
        return
    with outside_faults():
        handle = os.open(mirror_file.path(), os.O_RDONLY)
    try:
        yield from read(mirror_file.whole_lines(handle), seal_key())
    except Damaged as fault:
        raise _damaged(fault.after.count + 1) from None
    finally:
        os.close(handle)


def _end(handle: int) -> mirror_file.End:
    try:
        return mirror_file.end_of(handle, seal_key())
    except Damaged:
        raise _damaged(0) from None


def _check_continues(earlier: Head | None, now: Head) -> None:
    """Raises OutsideFault: mirror-set-back, mirror-exchanged. now: a head of the same count, or the last one."""
    if earlier is None:
        return
    where = str(settings.MIRROR)
    if earlier.count > now.count:
        what = f"The mirror of withdrawals has {now.count} lines, and once it had {earlier.count}: some are missing."
        raise OutsideFault(Reason("mirror-set-back", what, where, PUT_BACK))
    if earlier.count == now.count and earlier.digest != now.digest:
        what = "This mirror of withdrawals is not the one that belongs here: its lines are others."
        raise OutsideFault(Reason("mirror-exchanged", what, where, PUT_BACK))


def _damaged(number: int) -> OutsideFault:
    what = f"Line {number} of the mirror of withdrawals is not what was written." if number else "Its end was changed."
    return OutsideFault(Reason("mirror-damaged", what, str(mirror_file.path()), PUT_BACK))


def _beside_keys(name: str) -> Path:
    return Path(settings.KEYS) / name


def _put_beside_keys(name: str, content: bytes) -> None:
    """Here, and where the second copy of the keys is. Nobody's withdrawal waits for that disk: see keep_second_copy."""
    replace_file(_beside_keys(name), content, PRIVATE_FILE)
    if settings.ESCROW is not None and Path(settings.ESCROW).is_dir():
        with suppress(OSError):
            replace_file(Path(settings.ESCROW) / name, content, PRIVATE_FILE)
