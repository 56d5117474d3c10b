"""Where a run writes: a private folder beside the place asked for, which becomes the release at the very end.

A crash at any moment leaves either nothing at that place or the whole release.
"""

import errno
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    folder, lock = _new_folder(out)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _new_folder(out: Path) -> tuple[Path, int]:
    """A new private folder and the handle that locks it; the lock ends with the process."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=PARTIAL, dir=out.parent))
        with suppress(FileNotFoundError):  # another run took it for a dead one's, before it was locked
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
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
