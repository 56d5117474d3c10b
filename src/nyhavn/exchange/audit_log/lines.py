"""The file: one canonical JSON object a line. A header, one line per record in the order of the chain, seals, an end.

A record of somebody else's initiative is there as its leaf alone: the chain is whole, and says nothing about it.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from nyhavn.exchange.audit_log.leaves import Fact
from nyhavn.exchange.bundle.canonical import Strict, Unreadable, read_model

HASH, SALT = r"^[0-9a-f]{64}$", r"^([0-9a-f]{32})?$"
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
UUID_OR_NONE = r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$"
LARGEST_LINE = 1_000_000


class Told(StrEnum):
    """What a line says about an identifier."""

    SHOWN = "shown"  # value and salt stand there, and are checked against the commitment
    WITHHELD = "withheld"  # not for the reader of this file; the installation still has it
    ERASED = "erased"  # value and salt are gone for good


class Header(Strict):
    """The first line. scope: uuid of the initiative whose records are shown, "" for all. unsealed: not in the file."""

    format: Literal["nyhavn-audit-log-1"]
    made_at: str = Field(pattern=MOMENT)
    scope: str = Field(pattern=UUID_OR_NONE)
    unsealed: int = Field(ge=0)


class Identifier(Strict):
    """An identifier of a record, as much of it as the reader may see."""

    commitment: str = Field(pattern=HASH)
    is_: Told = Field(alias="is", strict=False)
    salt: str = Field(pattern=SALT)
    value: str = Field(pattern=UUID_OR_NONE)


class RecordLine(Strict):
    """One record."""

    action: str = Field(max_length=60)
    at: str = Field(pattern=MOMENT)
    by: Identifier
    facts: dict[str, Fact]
    kind: str = Field(max_length=40)
    leaf: str = Field(pattern=HASH)
    on: Identifier
    scope: str = Field(pattern=UUID_OR_NONE)


class LeafLine(Strict):
    """A record of which only the leaf is shown."""

    leaf: str = Field(pattern=HASH)


class SealLine(Strict):
    """The chain was sealed here. size: records so far. head: the head after the last of them."""

    head: str = Field(pattern=HASH)
    size: int = Field(ge=1)


class EndLine(Strict):
    """The last line. checkpoint: a signed note over size and head, "" if the installation has no key yet."""

    checkpoint: str
    head: str = Field(pattern=HASH)
    size: int = Field(ge=0)


Line = RecordLine | LeafLine | SealLine | EndLine
_MARKS: tuple[tuple[bytes, type[Line]], ...] = (
    (b'{"action":', RecordLine),
    (b'{"leaf":', LeafLine),
    (b'{"head":', SealLine),
    (b'{"checkpoint":', EndLine),
)


def read_header(data: bytes) -> Header:
    """The first line. Raises Unreadable."""
    return read_model(Header, data)


def read_line(data: bytes) -> Line:
    """Any other line. Raises Unreadable for anything but its canonical spelling."""
    if len(data) <= LARGEST_LINE:
        for mark, model in _MARKS:
            if data.startswith(mark):
                return read_model(model, data)
    raise Unreadable("It is no line of a log.")
