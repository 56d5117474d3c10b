"""On which basis data are used, what it must rest on, and what it never allows."""

from datetime import date

import pytest

from nyhavn.framework.basis import (
    BASES,
    Basis,
    BasisKind,
    basis_entry,
    basis_reasons,
    basis_words,
    check_basis,
    concerns_persons,
)
from nyhavn.framework.initiative_types import Unit
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_kind import ReleaseKind

COMPLETE = {
    BasisKind.CONSENT_RECORD_PER_PERSON: {},
    BasisKind.PRODUCER_ATTESTATION: {"document": "attestation.pdf", "date": date(2025, 1, 2), "by": "Producer"},
    BasisKind.OPEN_LICENCE: {"licence": "CC-BY-4.0", "source": "Data portal"},
    BasisKind.NO_PERSON_DATA: {"by": "Water committee"},
    BasisKind.DECEASED_PERSONS: {"source": "Press reports"},
}


@pytest.mark.parametrize("kind", BasisKind)
def test_a_basis_with_everything_it_rests_on_is_accepted(kind):
    """The useful thing comes through, for each of the five."""
    of_persons = kind is not BasisKind.NO_PERSON_DATA
    assert basis_reasons(Basis(kind=kind, **COMPLETE[kind]), of_persons=of_persons) == ()


@pytest.mark.parametrize(("kind", "missing"), [(kind, name) for kind, full in COMPLETE.items() for name in full])
def test_each_missing_entry_is_refused_and_named(kind, missing):
    """One entry away at a time."""
    partial = {name: value for name, value in COMPLETE[kind].items() if name != missing}

    with pytest.raises(Refusal) as refused:
        check_basis(Basis(kind=kind, **partial), of_persons=False)

    assert refused.value.codes == ("basis-incomplete",)
    assert missing in refused.value.reasons[0].what


@pytest.mark.parametrize("kind", [kind for kind in BasisKind if kind is not BasisKind.CONSENT_RECORD_PER_PERSON])
def test_every_other_basis_says_that_consent_is_not_evidenced_or_that_no_persons_are_concerned(kind):
    """The fixed words cannot be left out."""
    first = basis_words(Basis(kind=kind, **COMPLETE[kind]))[0]

    expected = "No persons concerned." if kind is BasisKind.NO_PERSON_DATA else "Consent not evidenced per person."
    assert first == expected


def test_the_words_name_what_the_basis_rests_on():
    """Document and person stand beside the fixed words."""
    words = basis_words(Basis(kind=BasisKind.PRODUCER_ATTESTATION, **COMPLETE[BasisKind.PRODUCER_ATTESTATION]))

    assert "Document: attestation.pdf." in words
    assert "Stated by: Producer." in words


def test_records_leave_only_with_consent_per_person_or_where_there_are_no_persons():
    """Attestation, licence and death are no consent of a person."""
    free = {entry.kind for entry in BASES.bases if entry.records_may_leave}

    assert free == {BasisKind.CONSENT_RECORD_PER_PERSON, BasisKind.NO_PERSON_DATA}
    for entry in BASES.bases:
        assert entry.records_may_leave == (ReleaseKind.OPEN_MICRODATA in entry.releases)


def test_every_basis_allows_the_community_its_own_use_and_open_tables():
    """No basis is a dead end."""
    for kind in BasisKind:
        assert {ReleaseKind.COMMUNITY_USE, ReleaseKind.OPEN_AGGREGATES} <= set(basis_entry(kind).releases)


def test_no_person_data_cannot_be_the_basis_of_answers_by_persons():
    """Otherwise one word in the plan would switch every protection off."""
    basis = Basis(kind=BasisKind.NO_PERSON_DATA, by="Producer")

    assert [reason.code for reason in basis_reasons(basis, of_persons=True)] == ["basis-contradicts-unit"]
    assert concerns_persons(basis, Unit.HOUSEHOLD)
    assert not concerns_persons(basis, Unit.PLACE)


def test_events_and_places_are_about_persons_unless_somebody_says_that_they_are_not():
    """Deny by default."""
    assert concerns_persons(Basis(kind=BasisKind.DECEASED_PERSONS, source="Press"), Unit.EVENT)
    assert concerns_persons(Basis(kind=BasisKind.OPEN_LICENCE, licence="CC0-1.0", source="Portal"), Unit.PLACE)
