"""Contributions on several bases: the weakest is stated for all, and a recorded no stays a no."""

import csv
from datetime import date
from pathlib import Path

import pytest

from nyhavn.chain.production import Produced, produce_release
from nyhavn.framework.basis import Basis, BasisKind, basis_reasons, basis_words, weakest
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.test_release_consent import AGREED, CONSENT, QUESTIONS, nothing, share

PER_PERSON = Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON)
ATTESTED = Basis(kind=BasisKind.PRODUCER_ATTESTATION, document="Minutes", date=date(2026, 5, 3), by="Council")
OPEN = Basis(kind=BasisKind.OPEN_LICENCE, licence="CC-BY-4.0", source="Portal")
OF_THE_DEAD = Basis(kind=BasisKind.DECEASED_PERSONS, source="Press reports")
OF_PLACES = Basis(kind=BasisKind.NO_PERSON_DATA, by="Water committee")


@pytest.mark.parametrize(
    ("bases", "kind", "also"),
    [
        ([PER_PERSON], "consent-record-per-person", ()),
        ([OF_PLACES], "no-person-data", ()),
        ([PER_PERSON, ATTESTED], "producer-attestation", ("consent-record-per-person",)),
        ([OPEN, ATTESTED], "open-licence", ("producer-attestation",)),
        ([PER_PERSON, OF_THE_DEAD], "deceased-persons", ("consent-record-per-person",)),
        ([ATTESTED, PER_PERSON, OPEN], "open-licence", ("consent-record-per-person", "producer-attestation")),
    ],
)
def test_the_weakest_basis_is_stated_and_the_others_are_named(
    bases: list[Basis], kind: str, also: tuple[str, ...]
) -> None:
    stated = weakest(bases)
    assert (stated.kind, stated.also) == (kind, also)
    assert basis_reasons(stated, of_persons=kind != "no-person-data") == ()
    assert sum("stronger basis" in sentence for sentence in basis_words(stated)) == len(also)


def test_two_attestations_are_stated_together() -> None:
    other = ATTESTED.model_copy(update={"document": "Letter", "date": date(2026, 6, 1)})
    stated = weakest([ATTESTED, other, ATTESTED])
    assert (stated.document, stated.by, stated.date) == ("Minutes; Letter", "Council", date(2026, 6, 1))
    assert stated.also == ()


def test_two_open_licences_both_hold() -> None:
    assert weakest([OPEN, OPEN.model_copy(update={"licence": "ODbL-1.0"})]).licence == "CC-BY-4.0 AND ODbL-1.0"


@pytest.mark.parametrize("other", [PER_PERSON, ATTESTED, OPEN, OF_THE_DEAD])
def test_records_of_persons_do_not_hide_among_records_of_places(other: Basis) -> None:
    with pytest.raises(Refusal) as refused:
        weakest([OF_PLACES, other])
    assert refused.value.codes == ("basis-mixed",)


def test_a_plan_that_states_the_stronger_basis_for_all_is_refused() -> None:
    stated = PER_PERSON.model_copy(update={"also": (BasisKind.PRODUCER_ATTESTATION,)})
    assert [reason.code for reason in basis_reasons(stated, of_persons=True)] == ["basis-mixed"]


SILENT = dict.fromkeys(AGREED, "")


def released(folder: Path, rows: list[dict[str, str]]) -> Produced:
    """A release on an attestation, some of whose contributions carry consent of their own."""
    plan = PLAN.replace('by = "Village council"', 'by = "Village council"\nalso = ["consent-record-per-person"]')
    plan = plan.replace("[release]", CONSENT).replace(
        'file = "answers.csv"', 'file = "answers.csv"\ncollected_on = "met"'
    )
    (folder / "plan.toml").write_text(plan.replace("threshold = 5", "threshold = 5\ngroup_disclosure = false"))
    extra = "".join(f'[[question]]\nname = "{name}"\ntype = "text"\n' for name in QUESTIONS)
    (folder / "dictionary.toml").write_text(DICTIONARY + extra)
    with (folder / "answers.csv").open("w", newline="") as stream:
        lines = csv.DictWriter(stream, ["place", "water", "words", *QUESTIONS])
        lines.writeheader()
        for number, row in enumerate(rows):
            lines.writerow({"place": ("north", "south")[number % 2], "water": "yes"} | row)
    return produce_release(folder / "plan.toml", out=folder / "out", log=folder / "log", step=nothing)


def test_who_said_no_takes_no_part_although_others_rest_on_an_attestation(tmp_path: Path) -> None:
    refused = [AGREED | {"agree": "no", "water": "no"}] * 20
    produced = released(tmp_path, [SILENT] * 40 + [AGREED] * 40 + refused)
    assert share(produced) == (80, 1.0)
    assert produced.release.excluded == "20"


@pytest.mark.parametrize("record", [{"agree": "withdrawn"}, {"agree": ""}, {"notice": "1"}, {"agree_all": ""}])
def test_a_record_that_does_not_cover_the_release_counts_as_a_no(tmp_path: Path, record: dict[str, str]) -> None:
    others = [AGREED | record | {"water": "no"}] * 20
    assert share(released(tmp_path, [SILENT] * 40 + others)) == (40, 1.0)


def test_nothing_is_claimed_about_consent(tmp_path: Path) -> None:
    """Everybody with a record agreed, and still the release does not say that people consented."""
    release = released(tmp_path, [SILENT] * 40 + [AGREED] * 40).release
    assert release.basis == BasisKind.PRODUCER_ATTESTATION
    assert any("The weaker one governs all of them" in sentence for sentence in release.basis_words)
    third = release.principles[2].safeguards
    consent = next(safeguard for safeguard in third if safeguard.code == "consent-per-person")
    assert consent.state is EvidenceState.NONE
