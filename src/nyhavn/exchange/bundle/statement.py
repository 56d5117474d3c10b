"""What is signed: an in-toto Statement v1 about every content file, in a DSSE envelope with one Ed25519 signature.

Built here and not by a library, because the signed bytes must be ours to the last one: a library that goes through
protocol buffers writes 10 as 10.0.
"""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Final, Literal

from pydantic import Field

from nyhavn import __version__
from nyhavn.exchange.bundle.canonical import Strict, Unreadable, decode_base64, encode_base64, read_model, write_model
from nyhavn.exchange.bundle.keys import SIGNATURE_BYTES, VerifierKey
from nyhavn.exchange.bundle.layout import is_file_name
from nyhavn.framework.release import Release

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE: Final = "urn:nyhavn:release:v1"
_SHA256 = r"^[0-9a-f]{64}$"


class Digest(Strict):
    """The hash of a file."""

    sha256: str = Field(pattern=_SHA256)


class Subject(Strict):
    """A file that the statement is about."""

    name: str
    digest: Digest


class Software(Strict):
    """What made the release."""

    name: str
    version: str


class Predicate(Strict):
    """What is said about the files. Nothing personal, no parameter of protection, no hash of something guessable."""

    basis: str
    issued_at: str = Field(alias="issuedAt", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
    licence: str
    previous: str
    release: str
    software: Software
    synthetic: bool
    version: str


class Statement(Strict):
    """The in-toto statement."""

    type: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    predicate: Predicate
    predicate_type: Literal["urn:nyhavn:release:v1"] = Field(alias="predicateType")
    subject: tuple[Subject, ...]

    @property
    def hashes(self) -> dict[str, str]:
        """File name to hash."""
        return {subject.name: subject.digest.sha256 for subject in self.subject}


class Signature(Strict):
    """One signature of an envelope."""

    keyid: str = Field(pattern=_SHA256)
    sig: str


class Envelope(Strict):
    """The DSSE envelope."""

    payload: str
    payload_type: Literal["application/vnd.in-toto+json"] = Field(alias="payloadType")
    signatures: tuple[Signature]

    @property
    def body(self) -> bytes:
        """The payload. Raises Unreadable."""
        return decode_base64(self.payload)

    @property
    def signature(self) -> bytes:
        """The raw signature. Raises Unreadable."""
        return decode_base64(self.signatures[0].sig)


def signed_bytes(body: bytes) -> bytes:
    """What the signature covers: the pre-authentication encoding of DSSE."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(body), body)


def state(release: Release, hashes: Mapping[str, str]) -> Statement:
    """The statement about a release. hashes: file name to hash. Raises ValueError if issued_at has no time zone."""
    if release.issued_at.tzinfo is None:
        raise ValueError("Release.issued_at has no time zone.")
    predicate = Predicate(
        basis=release.basis,
        issuedAt=release.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        licence=release.licence,
        previous=release.previous,
        release=release.id,
        software=Software(name="nyhavn", version=__version__),
        synthetic=release.synthetic,
        version=release.version,
    )
    subject = tuple(Subject(name=name, digest=Digest(sha256=hashes[name])) for name in sorted(hashes))
    return Statement(_type=STATEMENT_TYPE, predicate=predicate, predicateType=PREDICATE_TYPE, subject=subject)


def write_envelope(statement: Strict, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed statement as canonical bytes. sign: the private key that belongs to the verifier key."""
    body = write_model(statement)
    signature = Signature(keyid=key.fingerprint, sig=encode_base64(sign(signed_bytes(body))))
    return write_model(Envelope(payload=encode_base64(body), payloadType=PAYLOAD_TYPE, signatures=(signature,)))


def read_envelope(data: bytes) -> tuple[Envelope, Statement]:
    """The envelope in these bytes and the statement in it; the signature is not checked here. Raises Unreadable."""
    envelope = read_model(Envelope, data)
    if len(envelope.signature) != SIGNATURE_BYTES:
        raise Unreadable("Its signature is too short or too long.")
    statement = read_model(Statement, envelope.body)
    names = [subject.name for subject in statement.subject]
    if names != sorted(set(names)) or not all(map(is_file_name, names)):
        raise Unreadable("It does not name each file once, in order.")
    return envelope, statement
