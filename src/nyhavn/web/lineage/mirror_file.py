"""The file of the mirror: held by one writer at a time, whole lines only, on the disk before anybody relies on it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nyhavn.exchange.bundle.durable import PRIVATE_FILE
from nyhavn.web.lineage.mirror_lines import BEGINNING, Damaged, Head, head_of

LINES, LOCK = "withdrawals.txt", "lock"
BLOCK = 4096  # bytes from the end, in which the last line is looked for first; a line has about 350


@dataclass(frozen=True)
class End:
    """Where the whole lines end, and the head there. What the file has beyond was cut off by a crash."""

    head: Head
    at: int


def path() -> Path:
    """Where the lines are."""
    return Path(settings.MIRROR) / LINES


@contextmanager
def held() -> Iterator[int]:
    """The handle of the file, which is ours among all processes; the lock ends with the process that holds it."""
    Path(settings.MIRROR).mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(Path(settings.MIRROR) / LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        handle = os.open(path(), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            yield handle
        finally:
            os.close(handle)
    finally:
        os.close(lock)


def end_of(handle: int, key: bytes | None) -> End:
    """The end, found from behind. Raises Damaged if the last whole line is not what was written."""
    size, wide = os.fstat(handle).st_size, BLOCK
    while True:
        begins = max(0, size - wide)
        whole = os.pread(handle, size - begins, begins).rpartition(b"\n")[0]
        before, found, last = whole.rpartition(b"\n")
        if found or begins == 0:
            break
        wide *= 8
    if not whole:
        return End(BEGINNING, 0)
    try:
        return End(head_of(last, key), begins + len(whole) + 1)
    except ValueError:
        raise Damaged(BEGINNING) from None


def put(handle: int, at: int, text: bytes) -> None:
    """Write there, cut off what stood behind, and wait for the disk. Raises OSError, and then nothing was added."""
    os.ftruncate(handle, at)
    try:
        done = 0
        while done < len(text):
            done += os.pwrite(handle, text[done:], at + done)
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, at)
        raise


def cut(handle: int, at: int) -> None:
    """Take away what stands behind."""
    os.ftruncate(handle, at)
    os.fsync(handle)


def whole_lines(handle: int) -> Iterator[bytes]:
    """The whole lines that are there now; what is added meanwhile is left for the next reader."""
    with os.fdopen(os.dup(handle), "rb") as stream:
        stream.seek(0)
        left = os.fstat(handle).st_size
        while left > 0 and (text := stream.readline(left)).endswith(b"\n"):
            left -= len(text)
            yield text
