"""Ed25519 keys: the verifier key that is handed to others, and its fingerprint.

The line of text is that of C2SP signed notes (c2sp.org/signed-note): name+hash+key, where hash is the first four bytes
of SHA-256(name, line feed, 0x01, public key) and key is base64 of 0x01 and the public key.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nyhavn.exchange.bundle.canonical import Unreadable, decode_base64, encode_base64
from nyhavn.framework.refusal import Refusal, refusal

ED25519 = b"\x01"  # C2SP signed-note: signature type of Ed25519
KEY_BYTES, SIGNATURE_BYTES, KEY_HASH_BYTES = 32, 64, 4
KEY_NAME = re.compile(r"[^\s+]{1,200}")  # C2SP signed-note: no spaces, no plus


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name of its log (the origin). public: 32 raw bytes."""

    name: str
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """The short key id of a signed note, 4 bytes."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_HASH_BYTES]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw public key, lower-case hex. It does not depend on the name."""
        return hashlib.sha256(self.public).hexdigest()

    @property
    def line(self) -> str:
        """The verifier key as one line of text, without a line feed."""
        return f"{self.name}+{self.key_hash.hex()}+{encode_base64(ED25519 + self.public)}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made this signature over this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_verifier_key(line: str) -> VerifierKey:
    """The key in one line of text. Raises Unreadable for any spelling but the canonical one."""
    name, _, rest = line.partition("+")
    _, _, encoded = rest.partition("+")
    coded = decode_base64(encoded)
    if not KEY_NAME.fullmatch(name) or len(coded) != 1 + KEY_BYTES:
        raise Unreadable("It does not hold a verifier key.")
    key = VerifierKey(name, coded[1:])
    if key.line != line:
        raise Unreadable("The parts of the verifier key do not belong together.")
    return key


def read_key_file(data: bytes) -> VerifierKey:
    """The key in a file of exactly one line. Raises Unreadable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable("It is not text.") from fault
    if not text.endswith("\n"):
        raise Unreadable("Its line is not complete.")
    return read_verifier_key(text[:-1])


def read_trusted_keys(lines: Iterable[str]) -> tuple[VerifierKey, ...]:
    """The keys a person trusts, one a line; empty lines and lines that begin with # are passed over.

    Raises Refusal trusted-key-unreadable, also if there is no key at all: a trust file that was emptied or damaged
    must not be mistaken for no wish to check the signer.
    """
    keys = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            keys.append(read_verifier_key(text))
        except Unreadable as fault:
            raise _no_key(f"Line {number} of the trusted keys is no verifier key.") from fault
    if not keys:
        raise _no_key("There is no key among the trusted keys.")
    return tuple(keys)


def _no_key(what: str) -> Refusal:
    return refusal("trusted-key-unreadable", what, do="Ask the publisher for trust.pub again and pass it on unchanged.")
