"""Where everything lies in a bundle, and what is really there."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "MANIFEST.sha256"
ENVELOPE = "release.intoto.dsse.json"
CHECKPOINT = "log/checkpoint"
LEAVES = "log/leaves.txt"
SIGNER = "log/signer.pub"
RECALL = "log/recall.json"  # only where records were recalled
EVIDENCE = (MANIFEST, ENVELOPE, CHECKPOINT, LEAVES, SIGNER)  # in every release
UNSIGNED = frozenset({*EVIDENCE, RECALL})  # never in the signed list of files
RECORDS = "microdata/"

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
        return tuple(name for name in self.files if name not in UNSIGNED)

    @property
    def odd(self) -> tuple[str, ...]:
        """What a bundle may not hold, whatever is signed."""
        return (*self.other, *self.empty_folders, *(name for name in self.files if not is_file_name(name)))

    @property
    def empty_folders(self) -> tuple[str, ...]:
        """Folders with no plain file anywhere below them."""
        return tuple(name for name in self.folders if not any(file.startswith(f"{name}/") for file in self.files))


def take_inventory(folder: Path) -> Inventory:
    """Everything below a folder. Links are not followed."""
    found: dict[str, list[str]] = {"file": [], "folder": [], "other": []}
    waiting = [(folder, "")]
    while waiting:  # a loop, because a hostile folder may be deeper than any stack
        here, prefix = waiting.pop()
        for name, kind in _entries(here):
            found[kind].append(prefix + name)
            if kind == "folder":
                waiting.append((here / name, f"{prefix}{name}/"))
    return Inventory(*(tuple(sorted(map(_printable, found[kind]))) for kind in ("file", "folder", "other")))


def _entries(folder: Path) -> list[tuple[str, str]]:
    with os.scandir(folder) as entries:
        return [(entry.name, _kind(entry)) for entry in entries]


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"


def _printable(name: str) -> str:
    """A name that is not UTF-8 must still fit in a sentence; no file of a bundle has such a name."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
