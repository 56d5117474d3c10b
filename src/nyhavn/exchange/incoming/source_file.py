"""The file that somebody hands in: is it there, may it be read, and is it what its name says."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from nyhavn.framework.refusal import refusal

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file (MS-CFB 2.2): old workbooks, and new ones behind a password."""

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a workbook behind a password (MS-OFFCRYPTO 2.3.4)."""


class Content(StrEnum):
    """What the first bytes of a file say that it is."""

    TEXT = "plain text"
    ZIP = "a zip archive or a new workbook (.xlsx, .ods)"
    GZIP = "compressed text (.gz)"
    COMPOUND = "an old workbook (.xls)"


_BY_SUFFIX = {
    ".csv": Content.TEXT,
    ".tsv": Content.TEXT,
    ".txt": Content.TEXT,
    ".gz": Content.GZIP,
    ".xlsx": Content.ZIP,
    ".ods": Content.ZIP,
    ".zip": Content.ZIP,
    ".xls": Content.COMPOUND,
}


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to read into ours, with the name of the file."""
    try:
        yield
    except FileNotFoundError:
        do = "Check the name and the folder it is relative to."
        raise refusal("file-not-found", "There is no such file.", where=path.name, do=do) from None
    except OSError as fault:
        what = f"The file could not be read: {fault.strerror or 'the system gave no reason'}."
        raise refusal(
            "file-unreadable", what, where=path.name, do="Check who may read it and where it lies."
        ) from fault


def sha256_of(path: Path) -> str:
    """SHA-256 of the whole file's bytes, lower-case hex."""
    with reading(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_of(path: Path) -> Content:
    """What the file is, after checking that it is there, is a plain file, holds something, and fits its name.

    Refusals: file-not-found, file-unreadable, file-not-plain, file-empty, file-type-unknown, file-not-as-named,
    file-encrypted.
    """
    with reading(path):
        _check_plain(path)
        with path.open("rb") as stream:
            head = stream.read(len(_COMPOUND))
    if not head:
        raise refusal("file-empty", "The file is empty.", where=path.name, do="Export it again.")
    named, found = _named(path), _content(head)
    if found is Content.COMPOUND:
        _check_not_encrypted(path)
    if named is not found:
        raise refusal(
            "file-not-as-named",
            f"The name says {named.value}, but the bytes say {found.value}.",
            where=path.name,
            do="Save the file again in the format its name says, or correct the ending of its name.",
        )
    return found


def _check_plain(path: Path) -> None:
    if path.stat() and not path.is_file():
        what = "This is a folder." if path.is_dir() else "This is not a plain file."
        raise refusal("file-not-plain", what, where=path.name, do="Name one file.")


def _named(path: Path) -> Content:
    named = _BY_SUFFIX.get(path.suffix.lower())
    if named is None:
        what = f"Files whose names end in {path.suffix or 'nothing'} are not read."
        do = "Save it as .csv, .csv.gz, .xlsx, .ods, .xls or .zip."
        raise refusal("file-type-unknown", what, where=path.name, do=do)
    return named


def _content(head: bytes) -> Content:
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return Content.ZIP
    if head.startswith(_GZIP):
        return Content.GZIP
    return Content.COMPOUND if head.startswith(_COMPOUND) else Content.TEXT


def _check_not_encrypted(path: Path) -> None:
    """A workbook behind a password is a compound file whatever its name; its stream names are not encrypted."""
    with reading(path):
        locked = _ENCRYPTED_STREAM in path.read_bytes()
    if locked:
        do = "Save a copy without a password, and keep that copy in a safe place."
        raise refusal("file-encrypted", "The workbook is behind a password.", where=path.name, do=do)
