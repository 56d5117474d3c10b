"""An attacker who has every file of an installation, every copy of it that was ever made, and every key that is left.

He unpacks and decompresses everything, opens databases and looks at their bytes, and opens whatever a key opens. He is
stronger than a real one: he is told the key of each contribution, as it was when it came in, and looks for it, in clear
and wrapped by any key that is left. Wrapping has no randomness (RFC 3394), so that this search misses nothing.
"""

import io
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

CANARY = re.compile(rb"zqx[a-p]{24}zqx")
SQUEEZED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
SQLITE, ZIP = b"SQLite format 3\0", b"PK\x03\x04"
KEY_BYTES, NEEDLE = 32, 40
PIECE = 4096
DEEPEST, LARGEST = 4, 1 << 26
VERSIONS = range(1, 6)
# Whose key opens it, in which row it stands, and what is sealed.
SEALED_IN = (
    "SELECT uuid, uuid, sealed FROM collection_contribution",
    "SELECT uuid, uuid, sealed_file FROM collection_importbatch",
    "SELECT uuid, uuid, sealed FROM production_findingdecision",
    "SELECT c.uuid, s.uuid, s.sealed FROM collection_contributorcredit s"
    " JOIN collection_contribution c ON c.id = s.contribution_id",
    "SELECT c.uuid, d.uuid, s.sealed FROM production_correctedanswer s"
    " JOIN collection_contribution c ON c.id = s.contribution_id"
    " JOIN production_findingdecision d ON d.id = s.decision_id",
)


@dataclass(frozen=True)
class Blob:
    """Something sealed. owner: of whose key. on: uuid of the row it stands in."""

    owner: str
    on: str
    content: bytes


@dataclass(frozen=True)
class Found:
    """canaries: each with a place where it can be read. keys: uuids whose key the attacker holds."""

    canaries: Mapping[str, str]
    keys: frozenset[str]


def attack(folders: Iterable[Path], initiative: UUID, own: Mapping[str, bytes]) -> Found:
    """Everything that can be read. own: the key of each contribution and of each file, by uuid."""
    files = {path.read_bytes(): str(path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}
    opened, blobs = _databases([Path(name) for content, name in files.items() if content.startswith(SQLITE)])
    held = _held(files, own)
    plain = [(name, content) for content, name in files.items()]
    for content in opened:
        plain.append(("a database", content))
    plain += [("behind a key", text) for text in _unsealed(blobs, initiative, {one: own[one] for one in held})]
    canaries: dict[str, str] = {}
    for name, content in plain:
        for inner in _unpacked(content):
            for canary in _read(inner):
                canaries.setdefault(canary, name)
    return Found(canaries, held)


def _read(content: bytes) -> Iterator[str]:
    """Canaries that stand there, one byte or two bytes a letter."""
    for text in (content, *(content[begin::2] for begin in (0, 1) if b"z\0q\0x\0" in content)):
        yield from (found.decode() for found in CANARY.findall(text))


def _unpacked(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """The content itself, and whatever is packed or squeezed into it, however deep."""
    yield content
    if depth < DEEPEST:
        for inner in (*_members(content), *_squeezed(content)):
            yield from _unpacked(inner, depth + 1)


def _members(content: bytes) -> Iterator[bytes]:
    """Files of an archive."""
    with suppress(zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
        if content.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from [packed.read(name) for name in packed.namelist()]
    with suppress(tarfile.TarError, EOFError):
        if content[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
                yield from [stream.read() for one in tar if (stream := tar.extractfile(one)) is not None]


def _squeezed(content: bytes) -> Iterator[bytes]:
    """Whatever decompresses, wherever it begins (zlib, gzip)."""
    whole = memoryview(content)
    for found in SQUEEZED.finditer(content):
        with suppress(zlib.error):
            text = zlib.decompressobj(wbits=47).decompress(whole[found.start() :], LARGEST)
            if len(text) > NEEDLE:
                yield text


def _databases(files: Iterable[Path]) -> tuple[set[bytes], set[Blob]]:
    """Every value of every table that is a text or bytes, and what is sealed, of databases with their logs."""
    values: set[bytes] = set()
    blobs: set[Blob] = set()
    for path in files:
        with tempfile.TemporaryDirectory() as folder:
            for part in path.parent.glob(f"{path.name}*"):
                shutil.copyfile(part, Path(folder) / part.name)
            with closing(sqlite3.connect(Path(folder) / path.name)) as database:
                database.text_factory = bytes
                values |= _values(database)
                blobs |= _blobs(database)
    return values, blobs


def _values(database: sqlite3.Connection) -> set[bytes]:
    found: set[bytes] = set()
    tables = [row[0].decode() for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (a name from the database)
            found.update(value for value in row if isinstance(value, bytes) and len(value) > NEEDLE // 2)
    return found


def _blobs(database: sqlite3.Connection) -> set[Blob]:
    found: set[Blob] = set()
    for statement in SEALED_IN:
        with suppress(sqlite3.OperationalError):  # a database without tables yet
            for owner, on, content in database.execute(statement):
                found.add(Blob(str(UUID(owner.decode())), str(UUID(on.decode())), content))
    return found


def _held(files: Iterable[bytes], own: Mapping[str, bytes]) -> frozenset[str]:
    """Whose key stands somewhere, in clear or wrapped by a key that is left."""
    contents = list(files)
    left = {content for content in contents if len(content) == KEY_BYTES}
    stored = b"\0".join({one[at : at + PIECE + NEEDLE] for one in contents for at in range(0, len(one), PIECE)})
    needles = {uuid: (key, *(aes_key_wrap(wrapping, key) for wrapping in left)) for uuid, key in own.items()}
    return frozenset(uuid for uuid, some in needles.items() if any(needle in stored for needle in some))


def _unsealed(blobs: Iterable[Blob], initiative: UUID, held: Mapping[str, bytes]) -> Iterator[bytes]:
    """What the keys open."""
    for blob in blobs:
        for version in VERSIONS if blob.owner in held and blob.content else ():
            bound = f"nyhavn|{initiative}|{blob.on}|{version}".encode()
            with suppress(InvalidTag):
                key, first = held[blob.owner], blob.content[:1]
                yield AESGCM(key).decrypt(blob.content[1:13], blob.content[13:], first + bound)
