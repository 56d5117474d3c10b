"""Where a run writes: a private folder beside the place asked for, which becomes the release at the very end.

A crash at any moment leaves either nothing at that place or the whole release.
"""

import atexit
import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from nyhavn.framework.refusal import OutsideFault, Reason, refusal

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
PARTIAL = ".partial"
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def outside_faults() -> Iterator[None]:
    """Turns faults of the operating system into sentences: no-room, no-permission, outside-fault."""
    try:
        yield
    except OSError as error:
        raise OutsideFault(_fault(error)) from error


def _fault(error: OSError) -> Reason:
    """The sentence for one fault of the operating system."""
    where = str(error.filename or "")
    if error.errno in FULL:
        return Reason("no-room", "There is no room left to write.", where, "Make room, then run the command again.")
    if error.errno in FORBIDDEN:
        return Reason("no-permission", "Nyhavn has no permission here.", where, "Choose another place with --out.")
    return Reason("outside-fault", f"The system reported: {error.strerror}.", where, "Try again.")


def check_free(out: Path) -> None:
    """Refuses a place that is taken. Raises Refusal "output-exists"."""
    if out.exists() or out.is_symlink():
        what = "There is something here already, and a release is never written over."
        raise refusal("output-exists", what, where=str(out), do="Choose another folder with --out.")


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A private folder (mode 0700) on the same disk as `out`; removed unless it was published.

    It is locked as long as its run lives. What a killed run left behind, the next one for the same place removes.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_behind(out)
    folder = out.parent / f".{out.name}-{secrets.token_hex(4)}{PARTIAL}"
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(remove)  # before it is there: an interruption comes between any two steps, also before the `try`
    lock = _made_and_locked(folder)
    try:
        yield folder
    finally:
        remove()
        os.close(lock)
        atexit.unregister(remove)


def _made_and_locked(folder: Path) -> int:
    """Makes the private folder; returns the handle that locks it, and the lock ends with the process."""
    while True:
        folder.mkdir(mode=0o700)
        with suppress(FileNotFoundError):  # another run took it for a dead one's, before it was locked
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return lock
            os.close(lock)


def _remove_left_behind(out: Path) -> None:
    """Removes the folders of dead runs for this place: they hold what is not to be seen before its day."""
    ours = re.compile(rf"\.{re.escape(out.name)}-[a-z0-9_]{{8}}{re.escape(PARTIAL)}")
    for folder in [path for path in out.parent.iterdir() if ours.fullmatch(path.name)]:
        with suppress(OSError):  # a run that is alive holds the lock, or it is not ours to remove
            _remove_unlocked(folder)


def _remove_unlocked(folder: Path) -> None:
    """Removes a folder that no run holds. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
