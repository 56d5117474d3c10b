"""Writing so that a crash or a power cut leaves the old state or the new one, never half of one."""

import errno
import filecmp
import os
from collections.abc import Iterable
from pathlib import Path

from nyhavn.exchange.bundle.layout import take_inventory
from nyhavn.framework.refusal import Refusal, refusal

PUBLIC_FILE, PRIVATE_FILE = 0o644, 0o600
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.EISDIR, errno.ENOTDIR})  # what rename(2) says then


def sync_directory(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a file survive a power cut."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes, mode: int = PUBLIC_FILE) -> None:
    """Write a whole file in one step: readers see the old bytes or the new ones."""
    replace_file_by(path, (data,), mode)


def replace_file_by(path: Path, pieces: Iterable[bytes], mode: int = PUBLIC_FILE) -> None:
    """The same piece by piece, for what is too much to hold in memory. Nothing is left of one that fails."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    partial.rename(path)
    sync_directory(path.parent)


def sync_tree(folder: Path) -> None:
    """Make every file and folder below a folder, and itself, survive a power cut."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_directory(path)
        else:
            sync_file(path)
    sync_directory(folder)


def is_taken(place: Path) -> bool:
    """Whether anything stands there, even a link that leads nowhere."""
    return place.exists() or place.is_symlink()


def publish(partial: Path, final: Path) -> None:
    """Give a finished folder or file its final name in one step; both must lie on one file system.

    Raises Refusal release-exists if something has that name: what was published is never replaced.
    """
    if is_taken(final):
        raise name_taken(final)
    try:
        partial.rename(final)
    except OSError as fault:
        if fault.errno in _TAKEN:  # somebody else was faster
            raise name_taken(final) from fault
        raise
    sync_directory(final.parent)


def publish_once(partial: Path, final: Path) -> None:
    """As `publish`, but content if exactly the same stands there: a run that died after publishing is repeated so."""
    try:
        publish(partial, final)
    except Refusal:
        if final.is_symlink() or not is_same(partial, final):
            raise
        sync_directory(final.parent)


def is_same(one: Path, other: Path) -> bool:
    """Whether two files, or two folders with all that is in them, are the same byte for byte."""
    if not (one.is_dir() and other.is_dir()):
        return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)
    inventory = take_inventory(one)
    return inventory == take_inventory(other) and all(is_same(one / name, other / name) for name in inventory.files)


def name_taken(place: Path) -> Refusal:
    """The refusal for a place where something else stands."""
    return refusal(
        "release-exists",
        "Something with this name is already there, and a release is never replaced.",
        where=f"{place}",
        do="Choose another folder, or give the release a new version.",
    )
