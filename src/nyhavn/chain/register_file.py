"""The file of a register: read by one run at a time, and rewritten in one step once the release is out.

A run that is killed after its release was out, and before the register was rewritten, leaves a note of where the
release stands. The next run takes the register from there: going on from the older one, it could show the few who
changed between the two.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from nyhavn.chain.over_time import KEPT, RegisterBook, book_bytes
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file
from nyhavn.framework.refusal import refusal

NOTE, LOCK = ".next", ".lock"


@contextmanager
def register_of_run(path: Path) -> Iterator[None]:
    """Keeps the register to one run. Raises Refusal "register-busy" while another run has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path.with_name(path.name + LOCK), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        what = "Another run has this register. Two releases that go on from the same one could be subtracted."
        raise refusal("register-busy", what, where=str(path), do="Wait until that run has ended.") from error
    try:
        yield
    finally:
        os.close(handle)


def read_book(path: Path) -> RegisterBook | None:
    """The register in a file; None if there is no such file yet. Raises Refusal "register-unreadable"."""
    _finish(path)
    if not path.exists():
        return None
    try:
        return RegisterBook.model_validate_json(path.read_bytes())
    except (ValidationError, IsADirectoryError) as error:
        what = "This is not a register, or it was damaged."
        do = f"Take restricted/{KEPT} of the last release, which is a copy of it."
        raise refusal("register-unreadable", what, where=str(path), do=do) from error


def announce(path: Path, out: Path) -> None:
    """Notes where the release will stand, before it stands there."""
    replace_file(path.with_name(path.name + NOTE), os.fsencode(out.resolve()), PRIVATE_FILE)


def keep_book(book: RegisterBook, path: Path) -> None:
    """Writes the register, for its owner alone. To be called once the release is out."""
    replace_file(path, book_bytes(book), PRIVATE_FILE)
    path.with_name(path.name + NOTE).unlink(missing_ok=True)


def _finish(path: Path) -> None:
    """What a killed run left to do: the register of a release that is out takes the place of the older one."""
    note = path.with_name(path.name + NOTE)
    if not note.exists():
        return
    copy = Path(os.fsdecode(note.read_bytes())) / "restricted" / KEPT
    if copy.exists():
        replace_file(path, copy.read_bytes(), PRIVATE_FILE)
    note.unlink()
