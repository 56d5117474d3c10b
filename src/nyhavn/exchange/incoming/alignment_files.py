"""The files that a record from elsewhere names, as far as they were fetched: are they the very ones, what they say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import from_json

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.dossier import CODES, DOSSIER_DATA
from nyhavn.exchange.bundle.dossier import FORMAT as DOSSIER_FORMAT
from nyhavn.exchange.bundle.keys import VerifierKey, read_verifier_key
from nyhavn.exchange.bundle.statement import read_envelope, signed_bytes
from nyhavn.exchange.described.alignment import digest_of
from nyhavn.framework.alignment import AlignmentRecord, FileOnRecord, ReleaseOnRecord
from nyhavn.framework.alignment_checks import DossierSays, Fetched, FilesFound, StatementSays
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.foreign_text import plain_text
from nyhavn.framework.principles import EvidenceState

Key = tuple[int, str]
Said = tuple[EvidenceState, tuple[str, ...]]
_STATES = {code: state for state, code in CODES.items()}
_OTHER = Fetched.OTHER


def files_found(record: AlignmentRecord, fetched: Mapping[str, bytes], *, key: str) -> FilesFound:
    """What the fetched files say, by release. fetched: bytes by address; key: the line of the key of the peer."""
    signer = read_verifier_key(key)
    return FilesFound(
        dossiers={one.named: _dossier(one, fetched) for one in record.releases if one.dossier},
        statements={one.named: _statement(one, fetched, signer) for one in record.releases if one.statement},
    )


def _bytes_of(file: FileOnRecord | None, fetched: Mapping[str, bytes]) -> tuple[Fetched, bytes]:
    data = fetched.get(file.address) if file else None
    if file is None or data is None:
        return Fetched.NOT_THERE, b""
    is_same = len(data) <= FEDERATION.document_bytes and digest_of(data) == file.sha256
    return (Fetched.SAME, data) if is_same else (_OTHER, b"")


def _dossier(release: ReleaseOnRecord, fetched: Mapping[str, bytes]) -> DossierSays:
    """A dossier of this release that can be read; one of another release says nothing about this one."""
    state, data = _bytes_of(release.dossier, fetched)
    if state is not Fetched.SAME:
        return DossierSays(state)
    try:
        content = from_json(data, allow_inf_nan=False)
        about = (content["format"], content["release"], content["version"])
        said = _said_once(_safeguards(content)) if about == (DOSSIER_FORMAT, *release.named) else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        said = None
    return DossierSays(_OTHER) if said is None else DossierSays(Fetched.SAME, said)


def _said_once(found: Iterable[tuple[Key, Said]]) -> dict[Key, Said] | None:
    """By principle and code; None where one stands twice, since nobody could tell which of them is meant."""
    pairs = tuple(found)
    said = dict(pairs)
    return said if len(said) == len(pairs) else None


def _safeguards(content: Any) -> Iterator[tuple[Key, Said]]:
    for principle in content["principles"]:
        for safeguard in principle["safeguards"]:
            says = tuple(plain_text(line, FEDERATION.text_letters) for line in safeguard["says"])
            yield (int(principle["number"]), str(safeguard["code"])), (_STATES[safeguard["state"]], says)


def _statement(release: ReleaseOnRecord, fetched: Mapping[str, bytes], signer: VerifierKey) -> StatementSays:
    """A statement about this release, who signed it, and which dossier belongs to it."""
    state, data = _bytes_of(release.statement, fetched)
    if state is not Fetched.SAME:
        return StatementSays(state)
    try:
        envelope, statement = read_envelope(data)
    except Unreadable:
        return StatementSays(_OTHER)
    if (statement.predicate.release, statement.predicate.version) != release.named:
        return StatementSays(_OTHER)
    is_signed = signer.verifies(envelope.signature, signed_bytes(envelope.body))
    return StatementSays(Fetched.SAME, is_signed, statement.hashes.get(DOSSIER_DATA, ""))
