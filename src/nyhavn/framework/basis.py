"""The basis on which data about people are used: what it allows, and what is printed about it.

Only a consent record per person can give evidence for the principle of informed consent; everything else says so.
"""

from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.declared import Declared


class BasisKind(StrEnum):
    """The five bases."""

    CONSENT_RECORD_PER_PERSON = "consent-record-per-person"
    PRODUCER_ATTESTATION = "producer-attestation"
    OPEN_LICENCE = "open-licence"
    NO_PERSON_DATA = "no-person-data"
    DECEASED_PERSONS = "deceased-persons"


class Basis(Declared):
    """The basis as a plan states it.

    document: the attestation, its name or address. date: the day of that document. by: who states the basis.
    licence: under which the data were published. source: where they come from.
    """

    kind: BasisKind
    document: str = ""
    date: Day | None = None
    by: str = ""
    licence: str = ""
    source: str = ""
