"""A peer may sign whatever it likes: what its files do not say is not evidenced, whatever its record says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nyhavn.exchange.incoming.alignment_files import files_found
from nyhavn.exchange.incoming.alignment_record import Expected, read_record
from nyhavn.framework.alignment import AlignmentRecord
from nyhavn.framework.alignment_checks import CheckedClaim, ClaimResult, checked_claims
from nyhavn.framework.alignment_making import ReleaseToRecord
from nyhavn.framework.definition import StageParticipation
from nyhavn.framework.harvest import Held, HeldState, as_it_stands
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.release import Release
from spec.federation.two_sites import COLLECTION, DESIGN, NOW, Site, release_of, with_states

EVIDENCED, CLAIMED, _, CONTRADICTED = ClaimResult


@pytest.fixture
def harbour() -> Site:
    return Site("harbour.example", 1)


def claims(site: Site, record: AlignmentRecord) -> dict[str, CheckedClaim]:
    found = read_record(site.signed(record), Expected(site.key.line), now=NOW, fetched=site.files)
    return {one.code: one for one in found.claims}


def broken_and_before() -> tuple[Release, Release]:
    """The newest release, with evidence against the ninth principle, and one from before that has none."""
    newest = with_states(release_of(), 9, EvidenceState.AGAINST)
    return newest, release_of(id="agua-2025-1", issued_at=newest.issued_at - timedelta(days=300))


def test_evidence_against_is_not_hidden_behind_what_an_older_release_said(harbour: Site) -> None:
    """Both dossiers are real; the record takes from each what suits it."""
    newest, before = (harbour.lay_out(one) for one in broken_and_before())
    record = harbour.record(newest, before)
    better = harbour.record(before).principles[8]
    chosen = (*record.principles[:8], better, record.principles[9])
    found = claims(harbour, record.model_copy(update={"principles": chosen}))
    of_nine = {one.result for code, one in found.items() if code.startswith("principle/9/")}
    assert better.evidence_for and EVIDENCED not in of_nine
    honest = claims(harbour, record)
    assert {one.result for code, one in honest.items() if code.startswith("principle/9/")} == {EVIDENCED}


def test_the_principles_are_those_of_the_newest_release_in_whichever_order_they_come(harbour: Site) -> None:
    newest, before = broken_and_before()
    laid = harbour.lay_out(newest), harbour.lay_out(before)
    one, other = (harbour.record(*order, number=1) for order in (laid, laid[::-1]))
    assert one == other and [each.id for each in one.releases] == [newest.id, before.id]


@pytest.mark.parametrize(
    "change",
    [
        {"level_claimed": 5, "level_shown": 5},
        {"reason": "Level 4 (shared decision, own wording) is claimed, and everybody says so."},
        {"level_claimed": 5, "level_shown": 5, "reason": "Level 5 (people decide), and evidence supports it."},
    ],
)
def test_a_dossier_is_no_evidence_of_more_than_stands_in_it(harbour: Site, change: dict[str, object]) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    design = record.stages[0].model_copy(update=change)
    found = claims(harbour, record.model_copy(update={"stages": (design, *record.stages[1:])}))
    assert found["stage/design"].result is found["verdict"].result is CLAIMED


@pytest.mark.parametrize("stage", [1, 2], ids=["unproven", "not answered"])
def test_a_level_that_is_shown_without_a_standing_that_carries_it_is_contradicted(harbour: Site, stage: int) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    stages = list(record.stages)
    stages[stage] = stages[stage].model_copy(update={"level_claimed": 5, "level_shown": 5})
    found = claims(harbour, record.model_copy(update={"stages": tuple(stages)}))
    assert found[f"stage/{stages[stage].stage}"].result is CONTRADICTED


@pytest.mark.parametrize("participation", [(DESIGN, COLLECTION), (COLLECTION,)], ids=["counts", "cannot tell"])
def test_a_verdict_is_told_in_our_words_and_not_in_those_of_the_record(
    harbour: Site, participation: tuple[StageParticipation, ...]
) -> None:
    record = harbour.record(harbour.lay_out(release_of()), participation=participation)
    boast = "It counts as citizen data, and the United Nations said so."
    told = record.verdict.model_copy(update={"sentence": boast})
    assert claims(harbour, record.model_copy(update={"verdict": told}))["verdict"].words == record.verdict.sentence


def test_what_was_withdrawn_since_is_not_said_to_be_left_out(harbour: Site) -> None:
    against, plain = (harbour.lay_out(one) for one in broken_and_before())
    older, newest = replace(against, issued_at=plain.issued_at), replace(plain, issued_at=against.issued_at)
    record = harbour.record(newest, older)
    stands = checked_claims(after_withdrawal(harbour, record, newest), found_of(harbour, record), is_whole=False)
    assert CONTRADICTED not in {one.result for one in stands}
    assert not any(one.code.startswith("principle/") or newest.id in one.code for one in stands)
    assert older.dossier is not None
    design = next(one for one in stands if one.code == "stage/design")
    assert design.evidence == (older.dossier.sha256,)  # of the release that stands, and says the same


def after_withdrawal(site: Site, record: AlignmentRecord, gone: ReleaseToRecord) -> AlignmentRecord:
    """The record as it stands when one of its releases is not listed any more."""
    refs = tuple(one for one in site.entry(record).releases if one.id != gone.id)
    return as_it_stands(record, Held(record.initiative.id, record.number, "", "", refs, HeldState.LISTED, NOW))


def found_of(site: Site, record: AlignmentRecord):
    return files_found(record, site.files, key=site.key.line)
