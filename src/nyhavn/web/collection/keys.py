"""Key files: small, outside the database and its backups, made once, never made again by accident.

The one module that makes, writes and destroys files in the folder of keys and in its escrow copy.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn.chain.workspace import outside_faults
from nyhavn.framework.refusal import OutsideFault, Reason

KEY_BYTES = 32  # AES-256
PUT_BACK = "Put the file back from its escrow copy. Without it nobody can read these contributions, not even you."
HELD = ".turning"  # held by whoever turns the keys of an initiative


def folder_of(initiative: UUID) -> Path:
    """Where the keys of an initiative lie."""
    return Path(settings.KEYS) / str(initiative)


def epoch_file(initiative: UUID, epoch: int) -> Path:
    """Where the key of one period of an initiative lies."""
    return folder_of(initiative) / f"{epoch}.key"


def ring_file(initiative: UUID, epoch: int) -> Path:
    """Where the ring of that period lies: the wrapped keys of everything that survived the turn to it."""
    return folder_of(initiative) / f"{epoch}.ring"


def own_file() -> Path:
    """Where the installation's own key lies, from which others are made.

    It never turns: receipts of earlier versions are hashes under it, and a hash cannot be made anew without the words,
    which only the people have. A receipt is destroyed by emptying its row.
    """
    return Path(settings.KEYS) / "installation.key"


def hash_file(initiative: UUID) -> Path:
    """Where the key lies under which receipts and fingerprints of an initiative are hashed.

    It never turns, for the same reason as that of the installation. It goes along when the initiative moves to another
    installation: receipts have to work there, and nothing about any other initiative may follow from it.
    """
    return folder_of(initiative) / "hash.key"


def archive_file(initiative: UUID) -> Path:
    """Where the key of the file lies in which an initiative is about to move, until it is decided."""
    return folder_of(initiative) / "archive.key"


def moved_file(initiative: UUID) -> Path:
    """Stands in the place of all other files of an initiative that belongs to another installation by now."""
    return folder_of(initiative) / "moved.json"


def epochs_with_key(initiative: UUID) -> list[int]:
    """Numbers of the periods whose key file is there, in order."""
    return _numbers(initiative, "key")


def epochs_with_ring(initiative: UUID) -> list[int]:
    """Numbers of the periods whose ring is there, in order."""
    return _numbers(initiative, "ring")


def _numbers(initiative: UUID, ending: str) -> list[int]:
    found = folder_of(initiative).glob(f"*.{ending}")
    return sorted(int(path.stem) for path in found if path.stem.isdecimal())


def make_once(path: Path) -> None:
    """Make a new key, unless there is one. The file is whole and on the disk, or not there. Raises OutsideFault."""
    if not path.exists():
        write_once(path, secrets.token_bytes(KEY_BYTES))


def write_once(path: Path, content: bytes) -> None:
    """Write a file, unless there is one. It is whole and on the disk, or not there. Raises OutsideFault."""
    with outside_faults():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            _write(unfinished, content)
            with suppress(FileExistsError):  # somebody else was quicker: theirs is the file
                os.link(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(path.parent)
        _sync_folder(path.parent.parent)


def read(path: Path) -> bytes:
    """A key that must be there. Raises OutsideFault "key-missing", "key-damaged"."""
    key = content_of(path)
    if len(key) != KEY_BYTES:
        what = f"A key file does not hold a key of {KEY_BYTES} bytes."
        raise OutsideFault(Reason("key-damaged", what, _short(path), PUT_BACK))
    return key


def content_of(path: Path) -> bytes:
    """What stands in a file that must be there. Raises OutsideFault "key-missing"."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what = "A key file is not where it should be."
        raise OutsideFault(Reason("key-missing", what, _short(path), PUT_BACK)) from None
    except OSError as fault:
        what = f"A key file could not be read: {fault.strerror}."
        raise OutsideFault(Reason("key-missing", what, _short(path), "Check who may read it.")) from None


def check_of(key: bytes) -> str:
    """What the database keeps of a key, to notice another file in its place: it tells nothing about the key."""
    return hmac.new(key, b"nyhavn key check", hashlib.sha256).hexdigest()


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def destroy(path: Path) -> None:
    """Overwrite a file and take it away, with everything that a killed writer left of it. Raises OutsideFault."""
    with outside_faults():
        _take_away([one for one in (path, *_left_behind(path)) if one.exists()])


def sweep(path: Path) -> None:
    """Take away what a killed writer left of a file that stays. Raises OutsideFault."""
    with outside_faults():
        _take_away(_left_behind(path))


def _left_behind(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f".{path.name}.*"))


def _take_away(found: list[Path]) -> None:
    for one in found:
        if one.stat().st_nlink == 1:  # else it is another name of the file, which may stay
            _overwrite(one)
        one.unlink()
    if found:
        _sync_folder(found[0].parent)


@contextmanager
def held(initiative: UUID) -> Iterator[None]:
    """Nobody else turns the keys of this initiative meanwhile, also if their process died. Raises OutsideFault."""
    with outside_faults():
        folder_of(initiative).mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder_of(initiative) / HELD, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle, initiative)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, initiative: UUID) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        what = "The keys of this initiative are being turned already."
        raise OutsideFault(Reason("keys-are-turning", what, str(initiative), "Wait until it is done.")) from None


def _overwrite(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
