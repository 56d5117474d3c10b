"""Key files: small, outside the database and its backups, made once, never made again by accident."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn.chain.workspace import outside_faults
from nyhavn.framework.refusal import OutsideFault, Reason

KEY_BYTES = 32  # AES-256
PUT_BACK = "Put the file back from its escrow copy. Without it nobody can read these contributions, not even you."


def epoch_file(initiative: UUID, epoch: int) -> Path:
    """Where the key of one period of an initiative lies."""
    return Path(settings.KEYS) / str(initiative) / f"{epoch}.key"


def own_file() -> Path:
    """Where the installation's key for receipts and fingerprints lies."""
    return Path(settings.KEYS) / "installation.key"


def make_once(path: Path) -> None:
    """Make a new key, unless there is one. The file is whole and on the disk, or not there. Raises OutsideFault."""
    with outside_faults():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            return
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            _write(unfinished, secrets.token_bytes(KEY_BYTES))
            with suppress(FileExistsError):  # somebody else was quicker: theirs is the key
                os.link(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(path.parent)
        _sync_folder(path.parent.parent)


def read(path: Path) -> bytes:
    """A key that must be there. Raises OutsideFault "key-missing", "key-damaged"."""
    where = f"{path.parent.name}/{path.name}"
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise OutsideFault(Reason("key-missing", "A key file is not where it should be.", where, PUT_BACK)) from None
    except OSError as fault:
        what = f"A key file could not be read: {fault.strerror}."
        raise OutsideFault(Reason("key-missing", what, where, "Check who may read it.")) from None
    if len(key) != KEY_BYTES:
        what = f"A key file does not hold a key of {KEY_BYTES} bytes."
        raise OutsideFault(Reason("key-damaged", what, where, PUT_BACK))
    return key


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
