"""The lines of the mirror: how one is written, how each is tied to the one before, and how they are read again.

    number kind moment withdrawal initiative contribution purposes mode said-by link key seal

link: SHA-256 over the link before and what stands left of it. seal: HMAC-SHA256 over the link, under the key that `key`
names, so that nobody without it adds a line unnoticed. A line whose key is lost is still held by the links.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode

NOTHING = "-"
SEAL_DIGITS, KEY_DIGITS = 32, 8


class MirrorKind(StrEnum):
    """Why something ended."""

    WITHDRAWN = "withdrawn"  # the person took it back
    EXPIRED = "expired"  # the time that was promised is over
    REVOKED = "revoked"  # it should never have stood


@dataclass(frozen=True)
class MirrorLine:
    """One thing that ended, in opaque identifiers. withdrawal: uuid of the row that stands for it in the database."""

    initiative: UUID
    contribution: UUID
    purposes: tuple[str, ...]
    at: datetime
    withdrawal: UUID
    mode: str
    said_by: str = ""
    kind: MirrorKind = MirrorKind.WITHDRAWN

    @property
    def ended(self) -> frozenset[Purpose]:
        """The purposes as values."""
        return frozenset(Purpose(purpose) for purpose in self.purposes)


@dataclass(frozen=True)
class Head:
    """How long a mirror is, and the link of its last line."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count} {self.digest}"


BEGINNING = Head(0, hashlib.sha256(b"nyhavn mirror 1").hexdigest())


class Damaged(Exception):
    """A line is not what was written. after: the last head that holds."""

    def __init__(self, after: Head) -> None:
        super().__init__(f"line {after.count + 1}")
        self.after = after


def written(lines: Iterable[MirrorLine], after: Head, key: bytes) -> tuple[bytes, Head]:
    """The text of lines that follow a head, and the new head."""
    texts, head = [], after
    for line in lines:
        content = _content(head.count + 1, line)
        head = Head(head.count + 1, _link(head, content))
        texts.append(f"{content} {head.digest} {key_name(key)} {_seal(head.digest, key)}\n")
    return "".join(texts).encode("ascii"), head


def read(texts: Iterable[bytes], key: bytes | None) -> Iterator[tuple[MirrorLine, Head]]:
    """Lines from the beginning, each with the head that ends with it. Raises Damaged."""
    head = BEGINNING
    for text in texts:
        try:
            line, content, link = parsed(text, key)
        except ValueError:
            raise Damaged(head) from None
        if not content.startswith(f"{head.count + 1} ") or link != _link(head, content):
            raise Damaged(head)
        head = Head(head.count + 1, link)
        yield line, head


def parsed(text: bytes, key: bytes | None) -> tuple[MirrorLine, str, str]:
    """A line, what its link covers, and the link. Raises ValueError for one that was not written here."""
    content, link, name, seal = text.decode("ascii").rstrip("\n").rsplit(" ", 3)
    if key is not None and name == key_name(key) and not hmac.compare_digest(seal, _seal(link, key)):
        raise ValueError("the seal is not that of this key")
    _, kind, at, withdrawal, initiative, contribution, purposes, mode, said_by = content.split(" ")
    line = MirrorLine(
        UUID(initiative),
        UUID(contribution),
        tuple(Purpose(purpose).value for purpose in purposes.split(",")),
        datetime.fromisoformat(at),
        UUID(withdrawal),
        ConsentMode(mode).value,
        "" if said_by == NOTHING else said_by,
        MirrorKind(kind),
    )
    return line, content, link


def head_of(text: bytes, key: bytes | None) -> Head:
    """The head that this last line ends. Raises ValueError."""
    _, content, link = parsed(text, key)
    return Head(int(content.partition(" ")[0]), link)


def head_in(text: str) -> Head:
    """A head as it was written down. Raises ValueError."""
    count, digest = text.split()
    return Head(int(count), digest)


def key_name(key: bytes) -> str:
    """Tells keys apart, and nothing of them."""
    return hmac.new(key, b"name", hashlib.sha256).hexdigest()[:KEY_DIGITS]


def _content(number: int, line: MirrorLine) -> str:
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    purposes = ",".join(Purpose(purpose).value for purpose in line.purposes)
    said_by = line.said_by or NOTHING
    if not purposes or len(said_by.split()) != 1 or not said_by.isascii():
        raise ValueError("a line of the mirror needs purposes, and a code for who spoke")
    uuids = f"{line.withdrawal} {line.initiative} {line.contribution}"
    return f"{number} {line.kind.value} {moment} {uuids} {purposes} {ConsentMode(line.mode).value} {said_by}"


def _link(before: Head, content: str) -> str:
    return hashlib.sha256(f"{before.digest} {content}".encode("ascii")).hexdigest()


def _seal(link: str, key: bytes) -> str:
    return hmac.new(key, link.encode("ascii"), hashlib.sha256).hexdigest()[:SEAL_DIGITS]
