"""The vault: the one module that reads and writes answers.

Each contribution is sealed under a key of its own (AES-256-GCM), and that key is wrapped (RFC 3394) by the key of the
initiative's epoch, which lies in a file. To destroy one contribution for good, its wrapped key is destroyed. The seal
binds initiative, contribution and version, so that a blob that was moved to another row does not open.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.movable import OWN
from nyhavn.web.collection.wrapped_tables import tables_with_receipts

Answers = Mapping[str, str]
"""Column -> text, of one contribution."""

BLOB = b"\x01"  # first byte of every blob: how it is made
FORMAT = 1  # of what stands inside
NONCE_BYTES = 12
PADDED_TO = 512  # bytes: how long a blob is should not tell who was asked the painful questions


@dataclass(frozen=True)
class Place:
    """Whose blob it is. on: uuid of the contribution or import. epoch: number of the key that wraps its key."""

    initiative: UUID
    epoch: int
    on: UUID
    version: int = 1

    @property
    def bound(self) -> bytes:
        """What the seal binds. The epoch is left out: a key is wrapped anew without opening the blob."""
        return f"nyhavn|{self.initiative}|{self.on}|{self.version}".encode()


@dataclass(frozen=True)
class Sealed:
    """A blob and its wrapped key, as they stand in a row."""

    blob: bytes = field(repr=False)
    wrapped_key: bytes = field(repr=False)


def seal(place: Place, answers: Answers) -> Sealed:
    """Seal answers for their place."""
    return seal_bytes(place, _written(answers))


def seal_all(pairs: Iterable[tuple[Place, Answers]]) -> Iterator[Sealed]:
    """Seal many, reading each key file once."""
    key_for = _key_reader()
    return (_seal(key_for(place), place, _written(answers)) for place, answers in pairs)


def open_one(place: Place, sealed: Sealed) -> Answers:
    """The answers of one contribution. Raises Refusal "contribution-changed", OutsideFault "key-missing"."""
    return next(open_many([(place, sealed)]))


def open_many(pairs: Iterable[tuple[Place, Sealed]]) -> Iterator[Answers]:
    """The answers of many contributions, one after the other, reading each key file once."""
    key_for = _key_reader()
    for place, sealed in pairs:
        yield _read(place, _open(key_for(place), place, sealed))


def seal_bytes(place: Place, content: bytes) -> Sealed:
    """Seal a whole file."""
    return _seal(_key_reader()(place), place, content)


def open_bytes(place: Place, sealed: Sealed) -> bytes:
    """The bytes of a sealed file."""
    return _open(_key_reader()(place), place, sealed)


def seal_again(place: Place, sealed: Sealed, version: int, answers: Answers) -> Sealed:
    """Seal changed answers of a contribution, as the given version, under the key it has.

    place, sealed: as they stood before. Under a new key of its own, a backup from before would not open after the keys
    of the initiative have turned.
    """
    own = _own_key_of(_key_reader()(place), place, sealed)
    return Sealed(_blob(own, replace(place, version=version), _written(answers)), sealed.wrapped_key)


def seal_beside(place: Place, sealed: Sealed, on: UUID, answers: Answers) -> bytes:
    """Seal something more about a contribution under its own key: it opens with it, and is gone with it.

    place, sealed: of the contribution. on: uuid of the row that the blob stands in.
    """
    return _blob(_own_key_of(_key_reader()(place), place, sealed), replace(place, on=on), _written(answers))


def open_beside(place: Place, sealed: Sealed, on: UUID, blob: bytes) -> Answers:
    """What was sealed beside a contribution. Raises the refusals of `open_one`."""
    beside = replace(place, on=on)
    return _read(beside, _unblob(_own_key_of(_key_reader()(place), place, sealed), beside, blob))


def seal_with(secret: bytes, place: Place, content: bytes) -> bytes:
    """Seal under a key made from a secret that is stored nowhere here: without it, nobody opens the blob."""
    return _blob(_own_key(secret, b"draft"), place, content)


def open_with(secret: bytes, place: Place, blob: bytes) -> bytes:
    """What was sealed under that secret."""
    return _unblob(_own_key(secret, b"draft"), place, blob)


def keyed_hash(purpose: str, content: bytes) -> str:
    """HMAC-SHA256 under the installation's key, lower-case hex: from the database alone nothing can be guessed."""
    return hmac.new(_installation_key(), purpose.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def initiative_hash(initiative: UUID, purpose: str, content: bytes) -> str:
    """The same under the initiative's own key, which goes along when it moves to another installation."""
    return hmac.new(_hash_key(initiative), purpose.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def installation_key(purpose: bytes) -> bytes:
    """A key for one purpose, made from the installation's own; another purpose has another one."""
    return _own_key(_installation_key(), purpose)


def own_key_is_needed() -> bool:
    """Whether somebody holds a receipt of an earlier version: with another key of the installation it opens nothing."""
    return Contribution.with_shredded.exclude(receipt="").exclude(receipt__startswith=OWN).exists()


def hash_key_is_needed(initiative: UUID) -> bool:
    """Whether somebody holds a receipt, of answers or of something they reported, that another key would not know."""
    if keys.moved_file(initiative).exists():
        return False
    held = (table.rows.filter(epoch__initiative__uuid=initiative) for table in tables_with_receipts())
    return any(found.filter(receipt__startswith=OWN).exists() for found in held)


def _hash_key(initiative: UUID) -> bytes:
    """Made the first time, with its second copy; never anew while receipts hang on it. Raises OutsideFault.

    Of an initiative that belongs to another installation by now no key is made: one that is used once finds nothing.
    """
    path = keys.hash_file(initiative)
    if not path.exists() and not hash_key_is_needed(initiative):
        if keys.moved_file(initiative).exists():
            return secrets.token_bytes(keys.KEY_BYTES)
        keys.make_once(path)
        escrow.keep(path)
    return keys.read(path)


def _installation_key() -> bytes:
    """Made the first time, with its second copy; never anew while receipts hang on it. Raises OutsideFault."""
    path = keys.own_file()
    if not path.exists() and not own_key_is_needed():
        keys.make_once(path)
        escrow.keep(path)
    return keys.read(path)


def _own_key(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), keys.KEY_BYTES, salt=None, info=b"nyhavn " + purpose).derive(secret)


def _key_reader() -> Callable[[Place], bytes]:
    """Gives the key of a place's epoch; each file is read once."""
    known: dict[tuple[UUID, int], bytes] = {}

    def key_for(place: Place) -> bytes:
        name = (place.initiative, place.epoch)
        if name not in known:
            known[name] = keys.read(keys.epoch_file(*name))
        return known[name]

    return key_for


def _seal(wrapping: bytes, place: Place, content: bytes) -> Sealed:
    own = secrets.token_bytes(keys.KEY_BYTES)
    return Sealed(_blob(own, place, content), aes_key_wrap(wrapping, own))


def _open(wrapping: bytes, place: Place, sealed: Sealed) -> bytes:
    return _unblob(_own_key_of(wrapping, place, sealed), place, sealed.blob)


def _own_key_of(wrapping: bytes, place: Place, sealed: Sealed) -> bytes:
    try:
        return aes_key_unwrap(wrapping, sealed.wrapped_key)
    except InvalidUnwrap:
        raise _changed(place) from None


def _blob(key: bytes, place: Place, content: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return BLOB + nonce + AESGCM(key).encrypt(nonce, content, BLOB + place.bound)


def _unblob(key: bytes, place: Place, blob: bytes) -> bytes:
    nonce, rest = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    if blob[:1] != BLOB or len(nonce) < NONCE_BYTES:
        raise _changed(place)
    try:
        return AESGCM(key).decrypt(nonce, rest, BLOB + place.bound)
    except InvalidTag:
        raise _changed(place) from None


def _written(answers: Answers) -> bytes:
    """Canonical JSON, filled up with blanks."""
    content = {"columns": dict(answers), "format": FORMAT}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % PADDED_TO)


def _read(place: Place, content: bytes) -> Answers:
    found = json.loads(content)
    if found.get("format") != FORMAT:
        what = "A contribution was written by a newer Nyhavn than this one."
        raise refusal("contribution-newer", what, where=f"contribution {place.on}", do="Update Nyhavn.")
    columns: Answers = found["columns"]
    return columns


def _changed(place: Place) -> Refusal:
    what = "A stored record does not open with its key: it was changed, moved to another row, or the key is another."
    do = "Nothing of it was used. Compare the database and the key file with a backup, and ask who had access."
    return refusal("contribution-changed", what, where=f"record {place.on}", do=do)
