"""Where everything lies in a bundle, and what is really there."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "MANIFEST.sha256"
ENVELOPE = "release.intoto.dsse.json"
CHECKPOINT = "log/checkpoint"
LEAVES = "log/leaves.txt"
SIGNER = "log/signer.pub"
EVIDENCE = (MANIFEST, ENVELOPE, CHECKPOINT, LEAVES, SIGNER)

# Plain ASCII names only: the same on every file system, and never escaped by sha256sum.
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}(/[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}){0,3}")


def is_file_name(name: str) -> bool:
    """Whether a bundle may hold a file of this name (relative, with forward slashes, nothing hidden)."""
    return _FILE_NAME.fullmatch(name) is not None


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class Inventory:
    """What a folder holds. Names are relative with forward slashes, sorted.

    files: plain files. folders: all folders. other: links, pipes and devices, which are never opened.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def content(self) -> tuple[str, ...]:
        """The files that are not evidence."""
        return tuple(name for name in self.files if name not in EVIDENCE)

    @property
    def empty_folders(self) -> tuple[str, ...]:
        """Folders with no plain file anywhere below them."""
        return tuple(name for name in self.folders if not any(file.startswith(f"{name}/") for file in self.files))


def take_inventory(folder: Path) -> Inventory:
    """Everything below a folder. Links are not followed."""
    found = sorted(_walk(folder, ""))
    return Inventory(*(tuple(name for name, kind in found if kind == wanted) for wanted in ("file", "folder", "other")))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            # A name that is not UTF-8 must still be printable in a sentence.
            name = prefix + entry.name.encode("utf-8", "backslashreplace").decode("utf-8")
            if entry.is_dir(follow_symlinks=False):
                yield name, "folder"
                yield from _walk(Path(entry.path), f"{name}/")
            else:
                yield name, "file" if entry.is_file(follow_symlinks=False) else "other"
