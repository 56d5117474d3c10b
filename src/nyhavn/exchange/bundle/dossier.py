"""The public dossier for programs: each principle with its safeguards, and what the records cannot show.

It is made from the release and nothing else, so that it says what the page says. The numbers that stand beside a
principle count safeguards and never people, and they are not added up to anything.
"""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from nyhavn.framework.principles import EvidenceState, PrincipleEvidence, SafeguardEvidence
from nyhavn.framework.release import Release

DOSSIER_DATA, DOSSIER_SCHEMA = "dossier.json", "dossier.schema.json"
FORMAT: Final = "urn:nyhavn:dossier:v1"
SCHEMA_BYTES = files("nyhavn.exchange.bundle").joinpath("dossier-1.schema.json").read_bytes()
STATEMENT = (
    "Computed from the records of this release. Nothing is scored, and no principle is ticked off. What is said here "
    "has passed the gate that protects people; where a record would give somebody away, it is left out."
)
CODES: Final = {EvidenceState.FOUND: "found", EvidenceState.AGAINST: "against", EvidenceState.NONE: "none"}


def dossier_plain(release: Release) -> dict[str, Any]:
    """The dossier in the values that JSON knows, as its schema describes it."""
    return {
        "format": FORMAT,
        "release": release.id,
        "version": release.version,
        "title": release.title,
        "issued_at": release.issued_at.isoformat(),
        "synthetic": release.synthetic,
        "statement": STATEMENT,
        "principles": [_principle(each) for each in release.principles],
    }


def states_of(safeguards: Iterable[SafeguardEvidence]) -> dict[str, int]:
    """How many safeguards say what; every word is there, so that a nought is said and not left out."""
    found = [CODES[each.state] for each in safeguards]
    return {code: found.count(code) for code in CODES.values()}


def _principle(principle: PrincipleEvidence) -> dict[str, Any]:
    return {
        "number": principle.number,
        "name": principle.name,
        "explanation": principle.explanation,
        "states": states_of(principle.safeguards),
        "safeguards": [_safeguard(each) for each in principle.safeguards],
        "cannot_show": principle.cannot_show,
        "rights_based": list(principle.rights_based),
    }


def _safeguard(safeguard: SafeguardEvidence) -> dict[str, Any]:
    return {
        "code": safeguard.code,
        "question": safeguard.question,
        "state": CODES[safeguard.state],
        "says": list(safeguard.detail),
        "records": list(safeguard.records),
        "references": list(safeguard.references),
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of this version of the dossier."""
    read: dict[str, Any] = json.loads(SCHEMA_BYTES)
    return read
