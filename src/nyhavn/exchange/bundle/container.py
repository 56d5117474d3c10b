"""A bundle as one zip file, in which every byte is decided: names sorted, nothing compressed, one fixed time.

So a zip can be checked like a folder: unpack it, pack it again, and compare. No bomb fits in either, because nothing
is compressed.
"""

import shutil
import stat
import zipfile
from pathlib import Path
from struct import error as StructError
from typing import BinaryIO

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.durable import sync_directory, sync_file
from nyhavn.exchange.bundle.layout import is_file_name, take_inventory
from nyhavn.framework.refusal import refusal

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell
_UNIX = 3  # "version made by" of APPNOTE 4.4.2.2, so that the machine does not show
_MODE = (stat.S_IFREG | 0o644) << 16
MOST_FILES = 10_000  # far above any release; keeps a hostile file from filling a disk with names
_DAMAGE = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, StructError)


def pack(folder: Path, zip_path: Path) -> None:
    """Write a folder as a zip whose bytes depend on the files' names and bytes alone.

    Raises Refusal bundle-not-plain if the folder holds links or hidden files, or if zip_path lies inside it.
    """
    inventory = take_inventory(folder)
    if inventory.odd or folder.resolve() in zip_path.resolve().parents:
        raise refusal(
            "bundle-not-plain",
            "Only plain files can be packed, and not into the folder itself.",
            where=", ".join(inventory.odd) or f"{zip_path}",
            do="Pack a sealed release, into another folder.",
        )
    partial = zip_path.with_name(f"{zip_path.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(inventory.files):
            _add(archive, name, folder / name)
    sync_file(partial)
    partial.replace(zip_path)
    sync_directory(zip_path.parent)


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    info = zipfile.ZipInfo(name, FIXED_TIME)
    info.create_system, info.external_attr, info.file_size = _UNIX, _MODE, path.stat().st_size
    with path.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target)


def unpack(zip_path: Path, folder: Path) -> None:
    """Write the files of a packed bundle into an empty folder.

    Raises Unreadable if it is no zip, damaged, or holds what a packed bundle never holds: compressed or encrypted
    files, folders, links, a name twice, a name that leads elsewhere, more bytes than the zip itself.
    """
    try:
        with zipfile.ZipFile(zip_path) as archive:
            members = archive.infolist()
            _check_members(members, zip_path.stat().st_size)
            for member in members:
                _extract(archive, member, folder)
    except Unreadable:
        raise
    except _DAMAGE as fault:
        raise Unreadable("It is no zip, or a damaged one.") from fault


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    names = [member.filename for member in members]
    if len(names) > MOST_FILES or len(set(names)) != len(names):
        raise Unreadable("It holds too many files, or a name twice.")
    if not all(is_file_name(name) for name in names):
        raise Unreadable("It holds a folder, a hidden file, or a name that leads elsewhere.")
    if any(member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1 for member in members):
        raise Unreadable("It holds compressed or encrypted files, and a packed release never does.")
    if sum(member.file_size for member in members) > size or any(m.header_offset < 0 for m in members):
        raise Unreadable("It claims to hold more than it has room for.")


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    with archive.open(member) as source, _new_file(folder / member.filename) as target:
        shutil.copyfileobj(source, target)


def _new_file(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
    except (FileExistsError, NotADirectoryError) as fault:
        raise Unreadable("One name is a file and a folder at once.") from fault
