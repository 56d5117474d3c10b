"""For whom a file is sealed: for a passphrase, or for the key of one installation."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from nyhavn.exchange.bundle.canonical import Strict, Unreadable, decode_base64, encode_base64
from nyhavn.exchange.bundle.keys import VerifierKey, read_verifier_key
from nyhavn.framework.refusal import Refusal, refusal

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
SHORTEST = 16  # characters of a passphrase
LOG2_N, BLOCK, LANES = 17, 8, 1  # scrypt: 128 MiB and half a second (RFC 7914)
SIGN = "nyhavn-move"


class Box(Strict):
    """A content key, sealed. kind: how; salt: of the passphrase, or the sender's half of the agreement."""

    box: str
    kind: Literal["key", "passphrase"]
    salt: str


@dataclass(frozen=True)
class SiteKey:
    """What an installation hands to others, so that they can send it a workspace. log: the key of its releases."""

    public: bytes
    log: VerifierKey

    @property
    def line(self) -> str:
        """As one line of text."""
        return f"{SIGN}+{encode_base64(self.public)} {self.log.line}"


def read_site_key(text: str) -> SiteKey:
    """The key in one line. Raises Refusal "move-key-unreadable"."""
    sign, _, rest = text.strip().partition("+")
    coded, _, log = rest.partition(" ")
    try:
        found = SiteKey(decode_base64(coded), read_verifier_key(log))
        if sign != SIGN or len(found.public) != KEY_BYTES:
            raise Unreadable("It is no key of this kind.")
    except Unreadable:
        what = "This is not the key of an installation."
        do = "Ask whoever runs the other site for what nyhavn move-key prints, and pass it on unchanged."
        raise refusal("move-key-unreadable", what, do=do) from None
    return found


@dataclass(frozen=True)
class Opener:
    """What opens a file here: a passphrase, or the private half of this installation."""

    passphrase: str = field(default="", repr=False)
    private: X25519PrivateKey | None = field(default=None, repr=False)


def new_content_key() -> bytes:
    """A key that seals one file."""
    return secrets.token_bytes(KEY_BYTES)


def for_passphrase(key: bytes, passphrase: str) -> Box:
    """The content key for whoever knows the passphrase. Raises Refusal "move-passphrase-short"."""
    if len(passphrase) < SHORTEST:
        what = f"A passphrase needs at least {SHORTEST} characters: whoever has the file can try without end."
        raise refusal("move-passphrase-short", what, do="Take six words that were drawn by dice.")
    salt = secrets.token_bytes(SALT_BYTES)
    return _sealed("passphrase", salt, _stretched(passphrase, salt), key)


def for_site(key: bytes, to: SiteKey) -> Box:
    """The content key for one installation."""
    own = X25519PrivateKey.generate()
    sent = own.public_key().public_bytes_raw()
    return _sealed("key", sent, _agreed(own, to.public, sent, to.public), key)


def opened(box: Box, opener: Opener) -> bytes:
    """The content key. Raises Refusal: "move-other-key", "move-passphrase-needed"."""
    salt = decode_base64(box.salt)
    if box.kind == "passphrase":
        if not opener.passphrase:
            do = "Ask whoever sent the file for it, by another way than the file came."
            raise refusal("move-passphrase-needed", "This file is sealed with a passphrase.", do=do)
        return _unsealed(box, _stretched(opener.passphrase, salt))
    if opener.private is None:
        raise _other_key()
    public = opener.private.public_key().public_bytes_raw()
    return _unsealed(box, _agreed(opener.private, salt, salt, public))


def part_of(key: bytes, purpose: str) -> bytes:
    """The key for one purpose, made from a content key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"nyhavn workspace {purpose}".encode()).derive(key)


def _sealed(kind: Literal["key", "passphrase"], salt: bytes, wrapping: bytes, key: bytes) -> Box:
    nonce = bytes(NONCE_BYTES)  # each wrapping key seals once
    box = AESGCM(wrapping).encrypt(nonce, key, SIGN.encode())
    return Box(box=encode_base64(box), kind=kind, salt=encode_base64(salt))


def _unsealed(box: Box, wrapping: bytes) -> bytes:
    try:
        return AESGCM(wrapping).decrypt(bytes(NONCE_BYTES), decode_base64(box.box), SIGN.encode())
    except InvalidTag:
        raise _other_key() from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, KEY_BYTES, 2**LOG2_N, BLOCK, LANES).derive(passphrase.encode())


def _agreed(own: X25519PrivateKey, other: bytes, sent: bytes, to: bytes) -> bytes:
    shared = own.exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), KEY_BYTES, salt=sent + to, info=b"nyhavn workspace box").derive(shared)


def _other_key() -> Refusal:
    what = "This file does not open: it is for another installation, or the passphrase is another one."
    return refusal("move-other-key", what, do="Ask for whom it was sealed. Nothing was changed.")
