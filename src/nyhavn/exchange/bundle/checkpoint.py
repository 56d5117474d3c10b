"""Checkpoints: the state of a log in three lines, signed (C2SP tlog-checkpoint in a C2SP signed note)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nyhavn.exchange.bundle.canonical import Unreadable, decode_base64, encode_base64
from nyhavn.exchange.bundle.keys import KEY_HASH_BYTES, SIGNATURE_BYTES, VerifierKey

HASH_BYTES = 32
SIGNATURE_MARK = "\u2014 "  # C2SP signed-note: a signature line begins with an em dash and a space
SHAPE = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[^\n]+)\n\n"
    rf"{SIGNATURE_MARK}(?P<name>[^ \n]+) (?P<signature>[^\n]+)\n"
)


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: its name, how many entries it holds, and the Merkle root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n".encode()


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint with one signature. key_name, key_hash: which key says it signed."""

    checkpoint: Checkpoint
    key_name: str
    key_hash: bytes
    signature: bytes

    @property
    def data(self) -> bytes:
        """The bytes of the signed note."""
        coded = encode_base64(self.key_hash + self.signature)
        return self.checkpoint.body + f"\n{SIGNATURE_MARK}{self.key_name} {coded}\n".encode()

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether this key made the signature, under its own name, for the log of that name."""
        named = self.key_name == key.name == self.checkpoint.origin and self.key_hash == key.key_hash
        return named and key.verifies(self.signature, self.checkpoint.body)


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Callable[[bytes], bytes]) -> SignedCheckpoint:
    """The checkpoint with the signature of the private key that belongs to this verifier key."""
    return SignedCheckpoint(checkpoint, key.name, key.key_hash, sign(checkpoint.body))


def read_checkpoint(data: bytes) -> SignedCheckpoint:
    """The signed checkpoint in these bytes; the signature is not checked here.

    Raises Unreadable for any spelling but the canonical one; exactly one signature is allowed.
    """
    try:
        match = SHAPE.fullmatch(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise Unreadable("It is not text.") from fault
    if match is None:
        raise Unreadable("It does not have the lines of a signed checkpoint.")
    root, coded = decode_base64(match["root"]), decode_base64(match["signature"])
    if len(root) != HASH_BYTES or len(coded) != KEY_HASH_BYTES + SIGNATURE_BYTES:
        raise Unreadable("Its root or its signature is too short or too long.")
    checkpoint = Checkpoint(match["origin"], int(match["size"]), root)
    return SignedCheckpoint(checkpoint, match["name"], coded[:KEY_HASH_BYTES], coded[KEY_HASH_BYTES:])
