"""Where a run writes: a private folder beside the place asked for, which becomes the release at the very end.

A crash at any moment leaves either nothing at that place or the whole release.
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nyhavn.framework.refusal import OutsideFault, Reason, refusal

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
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
    """A private folder (mode 0700) on the same disk as `out`; removed unless it was published."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".partial", dir=out.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
