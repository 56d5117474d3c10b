"""The bytes of a signed JSON file from another site: read without trust in any of them, and every fault named.

Size first, then JSON that is not too deep, then its one spelling, then the three names, then the signature by the key
that stands in it. Whose key that is, is another question.
"""

import re
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from nyhavn.exchange.bundle.canonical import Unreadable, canonical_json, decode_base64
from nyhavn.exchange.bundle.keys import SIGNATURE_BYTES, read_verifier_key
from nyhavn.exchange.described.signed_json import NAMES, signed_message

_VERSION = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class SignedFile:
    """A file whose signature fits the key that stands in it. by: the line of that key."""

    by: str
    body: dict[str, Any]

    @property
    def format(self) -> str:
        """What the body says that it is; "" if it says nothing."""
        said = self.body.get("format", "")
        return said if isinstance(said, str) else ""

    def version_of(self, family: str) -> int | None:
        """Which version of that family of formats it is, None for anything else."""
        found = _VERSION.fullmatch(self.format.removeprefix(family)) if self.format.startswith(family) else None
        return int(found[0]) if found else None

    @property
    def said(self) -> dict[str, Any]:
        """The body without its format."""
        return {name: value for name, value in self.body.items() if name != "format"}


def read_signed(data: bytes, *, most_bytes: int) -> SignedFile:
    """The file in these bytes. Raises Unreadable with a plain sentence."""
    if len(data) > most_bytes:
        raise Unreadable(f"It has more than {most_bytes:,} bytes.")
    content = _json(data)
    if not isinstance(content, dict) or set(content) != NAMES:
        raise Unreadable("It is not a signed file: other names stand in it than body, by and signature.")
    body, by, signature = (content[name] for name in sorted(NAMES))
    if not (isinstance(body, dict) and isinstance(by, str) and isinstance(signature, str)):
        raise Unreadable("It is not a signed file: its parts are of another kind.")
    raw = decode_base64(signature)
    if len(raw) != SIGNATURE_BYTES or not read_verifier_key(by).verifies(raw, signed_message(by, body)):
        raise Unreadable("Its signature does not fit: it was changed, or the key in it did not sign it.")
    return SignedFile(by, body)


def _json(data: bytes) -> Any:
    """JSON in its one spelling. A reader with a limit of depth, so that no nesting runs over the stack."""
    try:
        content = from_json(data, allow_inf_nan=False)
        spelled = canonical_json(content)
    except (ValueError, RecursionError):
        raise Unreadable("It is not JSON that can be read, or it is nested too deep.") from None
    if spelled != data:
        raise Unreadable("Its JSON is not spelled in the one way that is signed.")
    return content
