"""One way to write bytes: canonical JSON and base64, and readers that accept nothing else.

A signature covers meaning only if the same meaning has one spelling. So every evidence file is read, written again,
and compared byte for byte; a second spelling is damage.
"""

import base64
import binascii
import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Unreadable(ValueError):
    """An evidence file is not what it must be. The text is a plain sentence about it."""


class Strict(BaseModel):
    """A JSON object of the evidence: exactly these names, exactly these types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True)


Parsed = TypeVar("Parsed", bound=Strict)


def canonical_json(value: object) -> bytes:
    """JSON in UTF-8 with sorted keys, no spaces, one line feed at the end. Raises ValueError for NaN and infinity."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def readable_json(value: object) -> bytes:
    """JSON in UTF-8 with sorted keys and one value a line, for files that people open."""
    text = json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def write_model(value: Strict) -> bytes:
    """The canonical bytes of a JSON object."""
    return canonical_json(value.model_dump(mode="json", by_alias=True))


def read_model(model: type[Parsed], data: bytes) -> Parsed:
    """The object that stands in these bytes. Raises Unreadable for anything but its canonical spelling."""
    try:
        value = model.model_validate_json(data)
        canonical = write_model(value) == data
    except (ValidationError, ValueError) as fault:
        raise Unreadable("It does not hold the JSON that belongs here.") from fault
    if not canonical:
        raise Unreadable("Its JSON is not spelled in the one canonical way.")
    return value


def encode_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """The bytes behind standard base64. Raises Unreadable for any spelling but the canonical one."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as fault:
        raise Unreadable("A part of it is not base64.") from fault
    if encode_base64(data) != text:
        raise Unreadable("A part of it is base64 in a second spelling.")
    return data
