"""What is hashed: a commitment for each identifier, a leaf for each record, and a head for each place in the chain."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from nyhavn.exchange.bundle.canonical import canonical_json

SALT_BYTES = 16  # 128 bits: whoever lost them cannot try accounts one by one
LEAF, HEAD, COMMITMENT = b"\x00", b"\x01", b"\x02"  # no hash of one kind can pass for one of another
FIRST_HEAD = hashlib.sha256(b"nyhavn audit log 1").hexdigest()  # the head of a chain without records

Fact = str | int | bool | None | list[str]


@dataclass(frozen=True)
class LeafContent:
    """What a leaf covers: nothing here points at a person without the salts.

    by, on: commitments to the account that acted and to the object, hex. scope: uuid or empty text.
    """

    action: str
    at: datetime
    by: str
    facts: Mapping[str, Fact]
    kind: str
    on: str
    scope: str


def commitment(salt: bytes, name: str, value: str) -> str:
    """SHA-256(2, salt of 16 bytes, name, line feed, value), hex. value: a uuid, or empty text for nobody and nothing.

    Without the salt, trying every account that exists finds none. Raises ValueError for a salt of another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("The salt of a record has 16 bytes.")
    return hashlib.sha256(COMMITMENT + salt + f"{name}\n{value}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds, always the same length. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("The moment of a record has a time zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_of(said: LeafContent) -> str:
    """SHA-256(0, canonical JSON of the content), hex."""
    content = {
        "action": said.action,
        "at": moment(said.at),
        "by": said.by,
        "facts": dict(said.facts),
        "kind": said.kind,
        "on": said.on,
        "scope": said.scope,
    }
    return hashlib.sha256(LEAF + canonical_json(content)).hexdigest()


def next_head(head: str, leaf: str) -> str:
    """SHA-256(1, the head before, the leaf), hex."""
    return hashlib.sha256(HEAD + bytes.fromhex(head) + bytes.fromhex(leaf)).hexdigest()


def heads(leaves: Iterable[str], head: str = FIRST_HEAD) -> Iterator[str]:
    """The head after each leaf."""
    for leaf in leaves:
        head = next_head(head, leaf)
        yield head


def is_same(one: str, other: str) -> bool:
    """Whether two hashes are the same."""
    return hmac.compare_digest(one, other)
