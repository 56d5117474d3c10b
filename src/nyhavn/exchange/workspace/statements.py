"""What two installations sign about a move, each with the key of its releases, and what makes it checkable by anybody.

The order decides who owns the workspace: until the old one has signed `Left`, it does; from then on the new one that
stands in it, and no other. `Left` and `Arrived` are entries of the two logs.
"""

from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from nyhavn.exchange.bundle.canonical import (
    Parsed,
    Strict,
    Unreadable,
    decode_base64,
    encode_base64,
    read_model,
    write_model,
)
from nyhavn.exchange.bundle.keys import VerifierKey, read_verifier_key
from nyhavn.exchange.bundle.log_files import read_leaves
from nyhavn.exchange.bundle.merkle import leaf_hash

_UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_SHA256 = r"^[0-9a-f]{64}$"
Uuid = Annotated[str, Field(pattern=_UUID)]
Sha256 = Annotated[str, Field(pattern=_SHA256)]
BEFORE = b"nyhavn-move-v1 "  # before what is signed: no signature for one thing serves for another


class Offered(Strict):
    """The old installation: this workspace is in that archive. to: key of the only one it is for, "" for any."""

    archive: Uuid
    at: str
    by: str
    digest: Sha256
    initiative: Uuid
    kind: Literal["workspace-offered"]
    manifest: Sha256
    releases: tuple[str, ...]
    slug: str
    to: str


class Accepted(Strict):
    """The new installation: I have that archive whole, and can take it in."""

    archive: Uuid
    by: str
    digest: Sha256
    initiative: Uuid
    kind: Literal["workspace-accepted"]


class Left(Strict):
    """The old installation, in its log: the workspace is theirs. since: SHA-256 of the sealed withdrawals since."""

    archive: Uuid
    at: str
    by: str
    digest: Sha256
    initiative: Uuid
    kind: Literal["workspace-left"]
    releases: tuple[str, ...]
    since: Sha256
    slug: str
    to: str


class Arrived(Strict):
    """The new installation, in its log, before any release of this workspace: what the old log was in the end."""

    archive: Uuid
    by: str
    checkpoint: str
    initiative: Uuid
    kind: Literal["workspace-arrived"]
    left: Sha256


Statement = TypeVar("Statement", Offered, Accepted, Left, Arrived)


class Signed(Strict):
    """A statement with the signature of the key that stands in it as `by`."""

    body: str
    signature: str


class Handover(Strict):
    """The file by which the new installation becomes the owner. leaves, checkpoint: of the old log, `left` the last.

    since: withdrawals between archive and handover, sealed with the key of the archive.
    """

    checkpoint: str
    format: Literal["nyhavn-handover-1"]
    leaves: str
    left: Signed
    since: str


class Link(Strict):
    """One move, with both logs as they were then."""

    arrived: Signed
    arrived_checkpoint: str
    arrived_leaves: str
    left: Signed
    left_checkpoint: str
    left_leaves: str


class Continuity(Strict):
    """Every move of a workspace, the first one first: what `nyhavn verify --moved` reads."""

    format: Literal["nyhavn-continuity-1"]
    links: tuple[Link, ...]


def signed(statement: Strict, sign: Callable[[bytes], bytes]) -> Signed:
    """The statement with its signature."""
    body = write_model(statement)
    return Signed(body=body.decode(), signature=encode_base64(sign(BEFORE + body)))


def said_in(model: type[Statement], found: Signed) -> Statement:
    """The statement, if the key that it names signed it. Raises Unreadable."""
    statement = read_model(model, found.body.encode())
    signature = decode_base64(found.signature)
    if not signer_of(statement.by).verifies(signature, BEFORE + found.body.encode()):
        raise Unreadable("Its signature does not fit.")
    return statement


def signer_of(line: str) -> VerifierKey:
    """The key in a statement. Raises Unreadable."""
    return read_verifier_key(line)


def entry_of(found: Signed) -> bytes:
    """The bytes that stand in a log."""
    return write_model(found)


def leaf_of(found: Signed) -> bytes:
    """Its hash in a log."""
    return leaf_hash(entry_of(found))


def leaves_in(text: str) -> tuple[bytes, ...]:
    """Leaf hashes as a file carries them. Raises Unreadable."""
    return read_leaves(text.encode())


def read_file(model: type[Parsed], data: bytes) -> Parsed:
    """What stands in a file. Raises Unreadable."""
    return read_model(model, data)
