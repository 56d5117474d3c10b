"""The alignment record as a signed file that any portal may harvest. Format: docs/reference/alignment.md."""

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.framework.alignment import AlignmentRecord

FORMAT: Final = "urn:nyhavn:alignment:v1"
# Whatever comes later: the three names around the body stay, and the format says which version it is.
FAMILY: Final = "urn:nyhavn:alignment:v"
MEDIA_TYPE: Final = "application/json"
SCHEMA_BYTES = files("nyhavn.exchange.described").joinpath("alignment-1.schema.json").read_bytes()


def record_plain(record: AlignmentRecord) -> dict[str, Any]:
    """The body of the file, in the values that JSON knows."""
    return {"format": FORMAT, **record.model_dump(mode="json")}


def signed_record(record: AlignmentRecord, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The file: canonical bytes, signed with the key of the installation. The same record gives the same bytes."""
    return signed_json(record_plain(record), key, sign)


def digest_of(data: bytes) -> str:
    """The hash by which a feed names a file: SHA-256 of all its bytes, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the whole file."""
    read: dict[str, Any] = json.loads(SCHEMA_BYTES)
    return read
