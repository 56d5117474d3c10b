"""The basis on which data about people are used: what it allows, and what is printed about it.

Only a consent record per person can give evidence for the principle of informed consent; everything else says so.
"""

from datetime import date as Day
from enum import StrEnum
from typing import Literal

from nyhavn.framework.declared import Declared
from nyhavn.framework.initiative_types import Unit
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_kind import ReleaseKind
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


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


class BasisEntry(Declared):
    """What one basis asks for and allows.

    required: entries of `Basis` that must be filled. releases: kinds of release it allows.
    records_may_leave: whether records, not only tables, may be handed over. words: printed with every release.
    """

    kind: BasisKind
    name: str
    required: tuple[Literal["document", "date", "by", "licence", "source"], ...]
    releases: tuple[ReleaseKind, ...]
    records_may_leave: bool
    words: tuple[str, ...]


class BasisVocabulary(Vocabulary):
    """The five bases."""

    bases: tuple[BasisEntry, ...]


BASES = read_vocabulary(BasisVocabulary, "bases")


def basis_entry(kind: BasisKind) -> BasisEntry:
    """What that basis asks for and allows."""
    return {entry.kind: entry for entry in BASES.bases}[kind]


def basis_words(basis: Basis) -> tuple[str, ...]:
    """The fixed words printed about the basis, and who or what it rests on."""
    stated = {"Stated by": basis.by, "Document": basis.document, "Source": basis.source, "Licence": basis.licence}
    return basis_entry(basis.kind).words + tuple(f"{word}: {value}." for word, value in stated.items() if value)


def concerns_persons(basis: Basis, unit: Unit) -> bool:
    """Whether the data are about persons: always for units of persons, else unless the basis says "no person data"."""
    return unit.is_of_persons or basis.kind is not BasisKind.NO_PERSON_DATA


def basis_reasons(basis: Basis, *, of_persons: bool) -> tuple[Reason, ...]:
    """What is wrong with the statement. of_persons: the unit itself is made of persons, or tells about them."""
    entry = basis_entry(basis.kind)
    missing = [name for name in entry.required if not getattr(basis, name)]
    reasons = []
    if missing:
        what = f'The basis "{entry.name}" lacks: {", ".join(missing)}.'
        reasons.append(Reason("basis-incomplete", what, "basis", "Fill these in, or choose the basis that holds."))
    if basis.kind is BasisKind.NO_PERSON_DATA and of_persons:
        what = "The basis says that no persons are concerned, but the unit is about persons."
        do = "State the basis on which the data about these persons are used."
        reasons.append(Reason("basis-contradicts-unit", what, "basis", do))
    return tuple(reasons)


def check_basis(basis: Basis, *, of_persons: bool) -> None:
    """Refuses a basis with missing entries, or one that contradicts the unit, for all reasons at once."""
    reasons = basis_reasons(basis, of_persons=of_persons)
    if reasons:
        raise Refusal(*reasons)
