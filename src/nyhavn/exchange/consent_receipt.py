"""A receipt for programs: what one person agreed to, as JSON-LD, signed, and checked without any network.

Fields are those of ISO/IEC TS 27560:2023 (consent record and receipt) as the W3C Data Privacy Vocabulary (DPV) 2.3 maps
them; the standard itself is not public. The context stands in the file, so that nothing has to be fetched to read it.
A field of the standard that nobody stated says so. The short receipt names no topic, nobody and no place.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nyhavn.exchange.bundle.canonical import Unreadable, canonical_json, decode_base64, encode_base64
from nyhavn.exchange.bundle.keys import VerifierKey, read_verifier_key
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.notice_terms import Kept, PurposeTerms

SCHEMA = "ISO/IEC TS 27560:2023"
SIGNED_AS = b"nyhavn consent receipt 1\n"  # so that a signature under a receipt is one under nothing else
KEY_NAME = "receipts"
WITHHELD, NOT_STATED = "withheld: the short receipt names nobody", "not stated"
DPV, DCT = "https://w3id.org/dpv#", "http://purl.org/dc/terms/"
CONTEXT: Mapping[str, Any] = {
    "dpv": DPV,
    "dct": DCT,
    "schema_version": "dct:conformsTo",
    "receipt_id": "dct:identifier",
    "record_id": "dpv:hasIdentifier",
    "pii_principal_id": "dpv:hasDataSubject",
    "privacy_notice": "dpv:hasNotice",
    "language": "dct:language",
    "purposes": "dpv:hasPurpose",
    "lawful_basis": {"@id": "dpv:hasLegalBasis", "@type": "@id"},
    "pii_information": "dpv:hasPersonalData",
    "pii_controllers": "dpv:hasDataController",
    "storage_locations": "dpv:hasStorageCondition",
    "retention_period": "dpv:hasDuration",
    "jurisdiction": "dpv:hasJurisdiction",
    "recipient_third_parties": "dpv:hasRecipientThirdParty",
    "privacy_rights": {"@id": "dpv:hasRight", "@type": "@id"},
    "event_time": "dpv:isIndicatedAtTime",
    "event_state": {"@id": "dpv:hasConsentStatus", "@type": "@id"},
}


@dataclass(frozen=True)
class ReceiptEvent:
    """One line of the ledger. mode: how it was said. notice_…: of the text that was shown, "" where none was.

    terms: what that notice said of the purpose; None where only its text says it.
    """

    purpose: Purpose
    state: ConsentState
    at: datetime
    mode: str
    language: str
    notice_version: str
    notice_sha256: str
    terms: PurposeTerms | None = None


@dataclass(frozen=True)
class NoticePartText:
    """A part of a text that was shown, for the full receipt."""

    version: str
    language: str
    part: str
    text: str


@dataclass(frozen=True)
class ReceiptContent:
    """What a receipt says. principal: opaque number of the contribution. controllers, texts: for the full one only.

    witnessed_path: whether the notice said that a lost code can be helped; None where it said nothing.
    """

    receipt: UUID
    principal: UUID
    made_at: datetime
    events: tuple[ReceiptEvent, ...]
    controllers: tuple[str, ...] = ()
    contact: str = ""
    texts: tuple[NoticePartText, ...] = ()
    witnessed_path: bool | None = None

    @property
    def is_full(self) -> bool:
        """Whether it names who asked, and holds the texts."""
        return bool(self.controllers)


def receipt_body(content: ReceiptContent) -> dict[str, Any]:
    """The receipt as JSON-LD, without a signature."""
    named = list(content.controllers) or [WITHHELD]
    parts = [
        {"version": one.version, "language": one.language, "part": one.part, "text": one.text} for one in content.texts
    ]
    return {
        "@context": dict(CONTEXT),
        "@type": "dpv:ConsentReceipt",
        "schema_version": SCHEMA,
        "receipt_id": f"urn:uuid:{content.receipt}",
        "record_id": f"urn:uuid:{content.principal}",
        "pii_principal_id": f"urn:uuid:{content.principal}",
        "dct:created": content.made_at.isoformat(),
        "language": sorted({event.language for event in content.events if event.language}),
        "privacy_notice": _notices(content.events),
        "notice_texts": parts or WITHHELD,
        "purposes": [_purpose(purpose, content) for purpose in _purposes(content.events)],
        "lawful_basis": "dpv:Consent",
        "pii_information": [{"pii_type": "answers to a questionnaire", "pii_optional": True}],
        "pii_controllers": named,
        "party_contact": content.contact or WITHHELD,
        "collection_method": "answers given by the person",
        "storage_locations": NOT_STATED,
        "retention_period": _by_purpose(content.events, "retention_period", _retention),
        "jurisdiction": NOT_STATED,
        "recipient_third_parties": _by_purpose(
            content.events, "recipients", partial(_recipients, is_full=content.is_full)
        ),
        "withdrawal_method": _WITHDRAWAL[content.witnessed_path],
        "privacy_rights": ["dpv:DataSubjectRight"],
    }


def _purposes(events: Iterable[ReceiptEvent]) -> list[Purpose]:
    said = {event.purpose for event in events}
    return [purpose for purpose in Purpose if purpose in said]


def _purpose(purpose: Purpose, content: ReceiptContent) -> dict[str, Any]:
    return {
        "@type": "dpv:Purpose",
        "purpose": purpose.value,
        "events": [_event(event) for event in content.events if event.purpose is purpose],
    }


def _by_purpose(events: Sequence[ReceiptEvent], field: str, said: Callable[[PurposeTerms], object]) -> object:
    """One field of what the notices said, for each purpose that they said it of. The newest notice counts."""
    last = {event.purpose: event.terms for event in events if event.terms is not None}
    fields = [{"purpose": purpose.value, field: said(last[purpose])} for purpose in Purpose if purpose in last]
    return fields or NOT_STATED


def _retention(terms: PurposeTerms) -> str:
    """A duration of ISO 8601, counted from the day of the yes, or a code."""
    return f"P{terms.months}M" if terms.kept is Kept.MONTHS else terms.kept.value


def _recipients(terms: PurposeTerms, *, is_full: bool) -> dict[str, Any]:
    """Kinds as codes. Names can tell the topic, so they stand in the full receipt only."""
    named = terms.names if is_full or not terms.names else WITHHELD
    return {"kinds": [kind.value for kind in terms.recipients], **({"names": named} if named else {})}


_WITH_CODE = "with the code of the receipt, without an account"
_WITHDRAWAL: Mapping[bool | None, str] = {
    True: f"{_WITH_CODE}; without the code, in front of two people of the team, one as a witness",
    False: f"{_WITH_CODE}; without the code it is not possible",
    None: _WITH_CODE,
}


def _event(event: ReceiptEvent) -> dict[str, Any]:
    return {
        "event_time": event.at.isoformat(),
        "validity_duration": NOT_STATED,
        "entity_id": "person",
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": f"dpv:{event.state.value}",
        "modality": event.mode,
        "notice_version": event.notice_version,
        "notice_sha256": event.notice_sha256,
    }


def _notices(events: Iterable[ReceiptEvent]) -> list[dict[str, str]]:
    shown = {(event.notice_version, event.language, event.notice_sha256) for event in events if event.notice_sha256}
    return [{"version": version, "language": language, "sha256": sha} for version, language, sha in sorted(shown)]


def verifier_key(key: Ed25519PrivateKey) -> VerifierKey:
    """The public half, as others keep it."""
    return VerifierKey(KEY_NAME, key.public_key().public_bytes_raw())


def signed_receipt(body: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The receipt with its signature, as a file."""
    signature = key.sign(SIGNED_AS + canonical_json(dict(body)))
    proof = {"algorithm": "Ed25519", "key": verifier_key(key).line, "value": encode_base64(signature)}
    text = json.dumps({**body, "proof": proof}, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


@dataclass(frozen=True)
class CheckedReceipt:
    """What a check of a receipt found. is_unchanged: since it was signed; is_trusted: by a key that one trusts."""

    is_unchanged: bool
    is_trusted: bool
    signer: VerifierKey
    body: Mapping[str, Any]


def check_receipt(content: bytes, trusted: Iterable[VerifierKey] = ()) -> CheckedReceipt:
    """Check a receipt without any network. Raises Unreadable for what is none."""
    try:
        found = json.loads(content)
        proof = found.pop("proof")
        signer = read_verifier_key(proof["key"])
        signature, signed = decode_base64(proof["value"]), canonical_json(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Unreadable("It is not a signed receipt.") from fault
    is_unchanged = signer.verifies(signature, SIGNED_AS + signed)
    is_trusted = any(key.public == signer.public for key in trusted)
    return CheckedReceipt(is_unchanged, is_trusted, signer, found)
