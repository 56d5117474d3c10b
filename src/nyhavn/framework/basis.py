"""The basis on which data about people are used: what it allows, and what is printed about it.

Only a consent record per person can give evidence for the principle of informed consent; everything else says so.
"""

from collections.abc import Iterable, Sequence
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
    also: stronger bases that some of the contributions rest on; what is stated here, the weakest, governs all of them.
    """

    kind: BasisKind
    document: str = ""
    date: Day | None = None
    by: str = ""
    licence: str = ""
    source: str = ""
    also: tuple[BasisKind, ...] = ()


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
    day = basis.date.isoformat() if basis.date else ""
    stated = {
        "Stated by": basis.by,
        "Document": basis.document,
        "Day of the document": day,
        "Source": basis.source,
        "Licence": basis.licence,
    }
    also = tuple(
        f"Some contributions rest on a stronger basis: {basis_entry(kind).name}. The weaker one governs all of them."
        for kind in basis.also
    )
    return basis_entry(basis.kind).words + tuple(f"{word}: {value}." for word, value in stated.items() if value) + also


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
    return (*reasons, *mixture_reasons((basis.kind, *basis.also), stated=basis.kind))


def check_basis(basis: Basis, *, of_persons: bool) -> None:
    """Refuses a basis with missing entries, or one that contradicts the unit, for all reasons at once."""
    reasons = basis_reasons(basis, of_persons=of_persons)
    if reasons:
        raise Refusal(*reasons)


# How little a basis shows about what living people agreed to, the least first. Whoever published data of others under
# an open licence shows less than a producer who attests; of the dead nobody can be asked; a record per person is most.
WEAKEST_FIRST = (
    BasisKind.OPEN_LICENCE,
    BasisKind.PRODUCER_ATTESTATION,
    BasisKind.DECEASED_PERSONS,
    BasisKind.CONSENT_RECORD_PER_PERSON,
)


def mixture_reasons(kinds: Iterable[BasisKind], *, stated: BasisKind) -> tuple[Reason, ...]:
    """Why a release may not rest on these bases together, with that one stated for all of them."""
    different = set(kinds)
    if len(different) < 2:
        return ()
    if BasisKind.NO_PERSON_DATA in different:
        what = "Some contributions are declared to be about no persons, and others are about persons."
        do = "Declare one basis for all of them, or release them apart."
        return (Reason("basis-mixed", what, "basis", do),)
    if stated is not min(different, key=_weakness):
        what = "The basis stated is stronger than another one that contributions rest on."
        return (Reason("basis-mixed", what, "basis", "State the weakest one, and name the others as `also`."),)
    return ()


def weakest(bases: Sequence[Basis]) -> Basis:
    """The basis to state for contributions that rest on these: the weakest, with what its statements say together.

    Raises Refusal "basis-mixed" where they cannot be released together. At least one basis.
    """
    kinds = tuple(dict.fromkeys(basis.kind for basis in bases))
    stated = kinds[0] if len(kinds) == 1 else min(kinds, key=_weakness)
    reasons = mixture_reasons(kinds, stated=stated)
    if reasons:
        raise Refusal(*reasons)
    same = [basis for basis in bases if basis.kind is stated]
    return Basis(
        kind=stated,
        document=_together(basis.document for basis in same),
        date=max((basis.date for basis in same if basis.date is not None), default=None),
        by=_together(basis.by for basis in same),
        licence=_all_of(basis.licence for basis in same),
        source=_together(basis.source for basis in same),
        also=tuple(kind for kind in reversed(WEAKEST_FIRST) if kind in kinds and kind is not stated),
    )


def _weakness(kind: BasisKind) -> int:
    return WEAKEST_FIRST.index(kind) if kind in WEAKEST_FIRST else len(WEAKEST_FIRST)


def _together(texts: Iterable[str]) -> str:
    """Different texts in one, each once."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _all_of(licences: Iterable[str]) -> str:
    """Several licences as one SPDX expression: all of them hold."""
    return " AND ".join(dict.fromkeys(licence for licence in licences if licence))
