"""Writing so that a crash or a power cut leaves the old state or the new one, never half of one."""

import os
from pathlib import Path

from nyhavn.framework.refusal import refusal

PUBLIC_FILE, PRIVATE_FILE = 0o644, 0o600


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
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
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


def publish(partial: Path, final: Path) -> None:
    """Give a finished folder its final name in one step; both must lie on one file system.

    Raises Refusal release-exists if something has that name: what was published is never replaced.
    """
    if final.exists() or final.is_symlink():
        raise refusal(
            "release-exists",
            "Something with this name is already there, and a release is never replaced.",
            where=f"{final}",
            do="Choose another folder, or give the release a new version.",
        )
    partial.rename(final)
    sync_directory(final.parent)
