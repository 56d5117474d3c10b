"""Compressed files from strangers: what they expand to is limited before and while it is read.

Nothing is ever unpacked to disk. The directory of an archive is checked first, because it is cheap; what is read is
counted as well, because a directory may lie.
"""

import gzip
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, cast

from nyhavn.exchange.incoming.source_file import reading
from nyhavn.framework.refusal import Reason, Refusal, refusal

MAX_MEMBERS = 10_000
"""Files in one archive. A workbook of a large survey holds under a hundred."""

MAX_EXPANDED_BYTES = 2 * 1024**3
"""Bytes that one archive may expand to: 2 GiB, what fits beside the tables on a small computer."""

MAX_RATIO = 200
"""Expanded bytes per compressed byte. Survey exports stay under 50; DEFLATE ends at 1,032 (zlib technical notes)."""

RATIO_COUNTS_FROM = 16 * 1024**2
"""Expanded bytes from which on the ratio counts: below, even the worst archive does no harm."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    gzip.BadGzipFile,
    struct.error,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,  # of a name in the directory
)


class LimitedStream(io.RawIOBase):
    """A stream that refuses to give more than it may: the limit holds whatever a directory promised."""

    def __init__(self, stream: BinaryIO, *, where: str, limit: int, compressed: int) -> None:
        super().__init__()
        self._stream = stream
        self._where = where
        self._limit = min(limit, max(RATIO_COUNTS_FROM, MAX_RATIO * compressed))
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; raises Refusal `archive-too-large` once the limit is passed."""
        data = self._stream.read(len(buffer))
        self._given += len(data)
        if self._given > self._limit:
            raise _too_large(self._where, f"more than {_size(self._limit)}")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream beneath as well."""
        self._stream.close()
        super().close()


@contextmanager
def intact(where: str) -> Iterator[None]:
    """Turn the faults of damaged archives into a refusal."""
    try:
        yield
    except _DAMAGE as fault:
        do = "Make or download the file again: it is cut short, damaged, or not made by a common program."
        raise refusal("archive-broken", "The archive cannot be unpacked.", where=where, do=do) from fault


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory checked."""
    with reading(path), intact(path.name), zipfile.ZipFile(path) as archive:
        _check_directory(archive, path.name)
        yield archive


@contextmanager
def archive_in(content: bytes, *, where: str) -> Iterator[zipfile.ZipFile]:
    """The archive in these bytes, its directory checked."""
    with intact(where), zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_directory(archive, where)
        yield archive


def open_member(archive: zipfile.ZipFile, name: str, *, where: str) -> BinaryIO:
    """A limited stream of one file in an archive."""
    entry = archive.getinfo(name)
    limited = LimitedStream(
        cast(BinaryIO, archive.open(entry)), where=where, limit=MAX_EXPANDED_BYTES, compressed=entry.compress_size
    )
    return cast(BinaryIO, io.BufferedReader(limited))


def open_gzip(path: Path) -> BinaryIO:
    """A limited stream of a .gz file."""
    stream = cast(BinaryIO, gzip.GzipFile(path))
    size = path.stat().st_size
    limited = LimitedStream(stream, where=path.name, limit=MAX_EXPANDED_BYTES, compressed=size)
    return cast(BinaryIO, io.BufferedReader(limited))


def table_member(archive: zipfile.ZipFile, wanted: str, *, where: str) -> str:
    """The one .csv file meant; raises Refusal `archive-member-unclear` where that is not clear."""
    names = [name for name in archive.namelist() if _is_table(name)]
    if wanted in names:
        return wanted
    if not wanted and len(names) == 1:
        return names[0]
    found = ", ".join(names[:10]) or "none"
    what = f"The archive holds no table named {wanted}." if wanted else "It is not clear which table is meant."
    raise refusal("archive-member-unclear", what, where=where, do=f"Name one of its .csv files: {found}.")


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() == ".csv" and path.parts[0] != "__MACOSX" and not path.name.startswith("._")


def _check_directory(archive: zipfile.ZipFile, where: str) -> None:
    entries = archive.infolist()
    reasons = [reason for entry in entries if (reason := _unsafe(entry, where))]
    if len({entry.filename for entry in entries}) < len(entries):
        reasons.append(
            Reason("archive-broken", "Two files in the archive have the same name.", where, "Make it again.")
        )
    if reasons:
        raise Refusal(*reasons[:10])
    expanded = sum(entry.file_size for entry in entries)
    compressed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_MEMBERS:
        raise _too_large(where, f"{len(entries):,} files")
    if expanded > min(MAX_EXPANDED_BYTES, max(RATIO_COUNTS_FROM, MAX_RATIO * compressed)):
        raise _too_large(where, _size(expanded))


def _unsafe(entry: zipfile.ZipInfo, where: str) -> Reason | None:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return Reason("file-encrypted", "The archive is behind a password.", where, "Save it without a password.")
    name = entry.orig_filename
    parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
    outside = ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or "\0" in name
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        what = "A name in the archive points outside of it."
        return Reason("archive-unsafe-path", what, where, "Do not unpack it; ask its sender how it was made.")
    if entry.compress_type not in _METHODS:
        what = "The archive is compressed in an uncommon way."
        return Reason("archive-broken", what, where, "Make it with ordinary zip compression (Deflate).")
    return None


def _too_large(where: str, size: str) -> Refusal:
    what = f"The archive expands to {size}; allowed are {_size(MAX_EXPANDED_BYTES)}, {MAX_RATIO} times its own size, "
    what += f"and {MAX_MEMBERS:,} files."
    return refusal("archive-too-large", what, where=where, do="Hand in the plain .csv file, or fewer rows at a time.")


def _size(count: int) -> str:
    return f"{count / 1024**2:,.0f} MB"
