"""Signing a package: the list of hashes with a plain Ed25519 signature, and a statement as a release has it.

The statement is an in-toto Statement v1 in a DSSE envelope, made with the same code as that of a release; its own type
keeps it from being taken for one. It is not entered in the log of releases, which is public: that something was handed
over is for the parties to say. The plain signature is there for openssl; a list of hashes is neither a statement nor a
checkpoint, so that it can never be read as one.
"""

from pathlib import Path
from typing import Final, Literal, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import Field

from nyhavn import __version__
from nyhavn.exchange.bundle.canonical import Strict
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.layout import sha256_of, take_inventory
from nyhavn.exchange.bundle.manifest import write_manifest
from nyhavn.exchange.bundle.statement import STATEMENT_TYPE, Digest, Software, Subject, write_envelope
from nyhavn.exchange.submission.layout import DETACHED, ENVELOPE, PEM, SUMS, VERIFIER
from nyhavn.framework.agreement import Agreement, Handing
from nyhavn.framework.release import Release

PREDICATE_TYPE: Final = "urn:nyhavn:submission:v1"


class Signer(Protocol):
    """Who signs: the log of the site's releases (`ReleaseLog`), with the key of the releases."""

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over a message."""
        ...


class HandedOver(Strict):
    """What is said of the files."""

    agreement: str
    handed: str
    on: str
    purpose: str
    recipient: str
    release: str
    software: Software
    synthetic: bool
    version: str


class SubmissionStatement(Strict):
    """The in-toto statement."""

    type: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    predicate: HandedOver
    predicate_type: Literal["urn:nyhavn:submission:v1"] = Field(alias="predicateType")
    subject: tuple[Subject, ...]


def sign_package(folder: Path, release: Release, agreement: Agreement, handing: Handing, signer: Signer) -> None:
    """Lay the list of hashes and the signatures beside the files of a folder."""
    hashes = {name: sha256_of(folder / name) for name in take_inventory(folder).files}
    sums = write_manifest(hashes)
    (folder / SUMS).write_bytes(sums)
    (folder / DETACHED).parent.mkdir()
    (folder / DETACHED).write_bytes(signer.sign(sums))
    (folder / VERIFIER).write_bytes(f"{signer.key.line}\n".encode())
    public = Ed25519PublicKey.from_public_bytes(signer.key.public)
    (folder / PEM).write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    statement = _statement(release, agreement, handing, hashes)
    (folder / ENVELOPE).write_bytes(write_envelope(statement, signer.key, signer.sign))


def _statement(release: Release, agreement: Agreement, handing: Handing, hashes: dict[str, str]) -> SubmissionStatement:
    predicate = HandedOver(
        agreement=agreement.id,
        handed=handing.handed.value,
        on=f"{handing.on}",
        purpose=handing.purpose,
        recipient=handing.recipient,
        release=release.id,
        software=Software(name="nyhavn", version=__version__),
        synthetic=release.synthetic,
        version=release.version,
    )
    subject = tuple(Subject(name=name, digest=Digest(sha256=hashes[name])) for name in sorted(hashes))
    return SubmissionStatement(_type=STATEMENT_TYPE, predicate=predicate, predicateType=PREDICATE_TYPE, subject=subject)
