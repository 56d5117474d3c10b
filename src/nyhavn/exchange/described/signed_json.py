"""Signed JSON for other sites: three names, so that any program reads the body, and one spelling, so that it can check.

{"body": …, "by": the verifier key, "signature": …}: canonical JSON (exchange.bundle.canonical). The signature covers
what it is for, the key and the body, so that none serves for another thing.
"""

from collections.abc import Callable

from nyhavn.exchange.bundle.canonical import canonical_json, encode_base64
from nyhavn.exchange.bundle.keys import VerifierKey

BEFORE = b"nyhavn-public-v1 "  # no signature over a release, a checkpoint or a move begins like this
NAMES = frozenset({"body", "by", "signature"})


def signed_message(by: str, body: object) -> bytes:
    """What is signed. by: the line of the key. Raises ValueError for what JSON cannot hold."""
    return BEFORE + by.encode() + b"\n" + canonical_json(body)


def signed_json(body: object, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed file. sign: the private key that belongs to the verifier key."""
    signature = encode_base64(sign(signed_message(key.line, body)))
    return canonical_json({"body": body, "by": key.line, "signature": signature})
