"""The archive of a backup: one tar file, the list of its contents at the end."""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from nyhavn.exchange.bundle.durable import PRIVATE_FILE, sync_directory
from nyhavn.framework.refusal import refusal
from nyhavn.web.site.backups.manifest import MANIFEST, SEAL, Listed, damaged

DATABASE = "database"
SECRET = "secret-key"  # noqa: S105 (the name of a file)
RELEASES, LOG, LANGUAGES = "releases", "log", "languages"
TOPS = frozenset({DATABASE, SECRET, RELEASES, LOG, LANGUAGES})
PIECE = 1 << 20


class Hashed:
    """Reads a file and knows afterwards what went through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.hash, self.size = stream, hashlib.sha256(), 0

    def read(self, count: int = -1) -> bytes:
        """The next bytes."""
        piece = self.stream.read(count)
        self.hash.update(piece)
        self.size += len(piece)
        return piece

    @property
    def listed(self) -> Listed:
        """What went through so far."""
        return Listed(self.hash.hexdigest(), self.size)


class Archive:
    """An archive that is being written. files: what is in it by now."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.files: dict[str, Listed] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file as it is at this moment."""
        with path.open("rb") as stream:
            info = _info(name, path.stat().st_size)
            hashed = Hashed(stream)
            self.tar.addfile(info, hashed)  # it needs nothing but `read`
            self.files[name] = hashed.listed

    def add_bytes(self, content: bytes, name: str) -> None:
        """Add something that is in no file."""
        self.tar.addfile(_info(name, len(content)), io.BytesIO(content))

    def add_folder(self, folder: Path, name: str) -> None:
        """Add every file below a folder, those of a writer that has not finished left out."""
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not _is_unfinished(inside):
                self.add(path, f"{name}/{inside.as_posix()}")


def _is_unfinished(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts) or path.suffix == ".partial"


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, PRIVATE_FILE
    return info


def hashed_members(tar: tarfile.TarFile) -> Iterator[tuple[str, Hashed]]:
    """Name and content of everything in an archive, one after the other. Raises Refusal "backup-damaged"."""
    seen: set[str] = set()
    for member in tar:
        stream = tar.extractfile(member) if member.isfile() else None
        if stream is None or member.name in seen:
            raise damaged("Something is in it that Nyhavn never puts there.")
        seen.add(member.name)
        yield member.name, Hashed(stream)


def unpack(file: Path, folder: Path) -> tuple[bytes, bytes, dict[str, Listed]]:
    """Unpack into an empty folder; gives the list, its seal, and what was found. Raises Refusal "backup-damaged"."""
    found: dict[str, Listed] = {}
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                if not member.isfile() or member.name in found:
                    raise damaged("Something is in it that Nyhavn never puts into a backup.")
                found[member.name] = _unpack_one(tar, member, folder)
        manifest, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_bytes()
    except (tarfile.TarError, EOFError):
        raise damaged("This file is no whole backup: it was cut off, or is something else.") from None
    except FileNotFoundError:
        raise damaged("This file is no whole backup: its list is missing.") from None
    for name in (MANIFEST, SEAL):
        del found[name]
        (folder / name).unlink()
    return manifest, seal, found


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Listed:
    to = folder.joinpath(*_safe_parts(member.name))
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = tar.extractfile(member)
    if stream is None:
        raise damaged("A part of it cannot be read.")
    hashed = Hashed(stream)
    with to.open("xb") as written:
        to.chmod(PRIVATE_FILE)
        while piece := hashed.read(PIECE):
            written.write(piece)
    if hashed.size != member.size:
        raise damaged("This file is no whole backup: it was cut off.")
    return hashed.listed


def _safe_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that leads nowhere else. Raises Refusal."""
    parts = PurePosixPath(name).parts
    is_ours = name in (MANIFEST, SEAL) or (parts and parts[0] in TOPS)
    if not is_ours or any(part in ("..", "/") or "\\" in part for part in parts):
        raise damaged("It names a place into which no backup belongs.")
    return parts


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder that may not be there, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def check_free(file: Path) -> None:
    """Raises Refusal "backup-exists"."""
    if file.exists() or file.is_symlink():
        do = "Choose another name, or name a folder: the file is then named after this moment."
        raise refusal("backup-exists", "There is something here already.", where=str(file), do=do)


def finished(partial: Path, final: Path) -> None:
    """Give a whole archive its name. Raises Refusal "backup-exists"."""
    check_free(final)
    partial.rename(final)
    sync_directory(final.parent)
