"""Which evidence counts, and what it can and cannot do to a verdict."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import (
    READING,
    Initiation,
    Outcome,
    PartyKind,
    StageParticipation,
    StageStanding,
    judge,
)
from nyhavn.framework.evidence import Evidence, EvidenceKind
from nyhavn.framework.refusal import Refusal

TODAY = date(2025, 6, 1)
GOVERNMENT = Initiation(started_by="Ministry", kind=PartyKind.GOVERNMENT)


def piece(**changes: object) -> Evidence:
    good = {"kind": EvidenceKind.DECISION_RECORD, "date": date(2025, 3, 1), "attested_by": "Village council"}
    return Evidence(**(good | changes))


def design(number: int, *evidence: Evidence, claimed_by: str = "Project office") -> StageParticipation:
    return StageParticipation(stage=Stage.DESIGN, level=number, claimed_by=claimed_by, evidence=evidence)


def collection(number: int, *evidence: Evidence) -> StageParticipation:
    return StageParticipation(stage=Stage.COLLECTION, level=number, claimed_by="Project office", evidence=evidence)


def standing(stated: StageParticipation) -> StageStanding:
    return judge(GOVERNMENT, (stated,), on=TODAY).stages[0].standing


def test_dated_evidence_attested_by_somebody_else_makes_a_claim_sufficient():
    """The good case all the others depart from."""
    assert standing(design(4, piece())) is StageStanding.SUFFICIENT


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"date": None}, "not dated"),
        ({"date": date(2025, 6, 2)}, "in the future"),
        ({"attested_by": ""}, "by nobody"),
        ({"attested_by": " . "}, "by nobody"),
        ({"attested_by": "Project office"}, "the one who makes the claim"),
        ({"attested_by": "  project   OFFICE. "}, "the one who makes the claim"),
        ({"attested_by": "Project\u200boffice"}, "the one who makes the claim"),
    ],
)
def test_each_single_fault_leaves_the_claim_unproven_and_is_named(fault, named):
    """Undated, future-dated, attested by nobody or by the claimant: shown, and without effect."""
    verdict = judge(GOVERNMENT, (design(5, piece(**fault)), collection(1)), on=TODAY)

    assert verdict.stages[0].standing is StageStanding.UNPROVEN
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert named in verdict.stages[0].evidence[0]


def test_evidence_of_today_counts():
    """The boundary of the future."""
    assert standing(design(4, piece(date=TODAY))) is StageStanding.SUFFICIENT


def test_a_claim_that_nobody_is_named_as_making_cannot_be_attested_independently():
    """If it is not said who claims, one cannot see that somebody else attests."""
    assert standing(design(4, piece(), claimed_by="")) is StageStanding.UNPROVEN


def test_names_that_differ_only_in_vowel_signs_are_different_people():
    """Folding must not make two people of one script into one."""
    assert standing(design(4, piece(attested_by="किरण"), claimed_by="करुण")) is StageStanding.SUFFICIENT


@pytest.mark.parametrize("number", [1, 2, 3])
def test_evidence_does_not_lift_a_low_level(number):
    """Level 3 with minutes is still level 3: one below the threshold."""
    assert standing(design(number, piece())) is StageStanding.INSUFFICIENT


def test_evidence_of_the_opposite_turns_a_claim_into_a_no():
    """Supporting papers do not outweigh it."""
    against = piece(shows="contradicts", attested_by="Participants")

    verdict = judge(GOVERNMENT, (design(5, piece(), against), collection(1)), on=TODAY)

    assert verdict.stages[0].standing is StageStanding.CONTRADICTED
    assert verdict.outcome is Outcome.DOES_NOT_COUNT


def test_contradicting_evidence_that_does_not_count_changes_nothing():
    """An undated accusation does not take a proven claim away."""
    against = piece(shows="contradicts", date=None)

    assert standing(design(5, piece(), against)) is StageStanding.SUFFICIENT


def test_a_low_level_that_a_record_disputes_is_an_open_question_not_a_no():
    """The office says level 2; the minutes say otherwise."""
    verdict = judge(GOVERNMENT, (design(2, piece(shows="contradicts")), collection(1)), on=TODAY)

    assert verdict.outcome is Outcome.CANNOT_TELL
    assert "disputes" in verdict.stages[0].reason


def test_evidence_against_the_start_by_a_community_turns_it_into_a_no():
    """A community's name on a ministry's project."""
    claimed = Initiation(
        kind=PartyKind.COMMUNITY, claimed_by="Ministry", evidence=(piece(shows="contradicts"),), started_by="Village"
    )

    verdict = judge(claimed, (design(1), collection(1)), on=TODAY)

    assert verdict.initiated.standing is StageStanding.CONTRADICTED
    assert verdict.outcome is Outcome.DOES_NOT_COUNT


def test_silence_is_never_a_verdict():
    """Nothing stated: three open questions."""
    verdict = judge(Initiation(), (), on=TODAY)

    assert (verdict.outcome, verdict.clause) == (Outcome.CANNOT_TELL, "open")
    assert len(verdict.open_questions) == 3


def test_one_missing_answer_is_enough_to_leave_a_no_open():
    """Collection was never answered."""
    assert judge(GOVERNMENT, (design(1),), on=TODAY).outcome is Outcome.CANNOT_TELL


def test_an_unproven_claim_does_not_stand_in_the_way_of_another_clause():
    """Design suffices; collection may stay unproven."""
    verdict = judge(Initiation(), (design(4, piece()), collection(5)), on=TODAY)

    assert (verdict.outcome, verdict.open_questions) == (Outcome.COUNTS, ())


def test_other_stages_are_shown_in_order_and_decide_nothing():
    """Self-determination in use is not participation in design."""
    use = StageParticipation(stage=Stage.USE, level=5, claimed_by="Project office", evidence=(piece(),))

    verdict = judge(GOVERNMENT, (use, design(1), collection(1)), on=TODAY)

    assert [stage.stage for stage in verdict.stages] == ["design", "collection", "use"]
    assert verdict.outcome is Outcome.DOES_NOT_COUNT


def test_the_same_stage_twice_is_refused():
    """Otherwise the last one would win in silence."""
    with pytest.raises(Refusal) as refused:
        judge(GOVERNMENT, (design(1), design(5, piece())), on=TODAY)

    assert refused.value.codes == ("participation-stage-twice",)


def test_the_strict_reading_is_printed_beside_and_changes_nothing():
    """Design alone suffices as reported, and not under the stricter local reading."""
    levels = (design(4, piece()), collection(1))

    verdict = judge(GOVERNMENT, levels, on=TODAY, print_strict=True)

    assert (verdict.outcome, verdict.strict_outcome) == (Outcome.COUNTS, Outcome.DOES_NOT_COUNT)
    assert verdict.reading == READING
    assert "local reading" in verdict.sentence
    assert judge(GOVERNMENT, levels, on=TODAY).strict_outcome is None


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((design(4, piece()), collection(4, piece())), Outcome.COUNTS),
        ((design(4, piece()), collection(4)), Outcome.CANNOT_TELL),
        ((design(4),), Outcome.CANNOT_TELL),
        ((design(1),), Outcome.DOES_NOT_COUNT),
    ],
)
def test_the_strict_reading_needs_both_stages(levels, expected):
    """One no is enough for a no, one open answer for an open verdict."""
    assert judge(GOVERNMENT, levels, on=TODAY, print_strict=True).strict_outcome is expected


levels_of_a_stage = st.one_of(
    st.none(),
    st.tuples(
        st.integers(1, 5),
        st.lists(st.sampled_from([piece(), piece(date=None), piece(shows="contradicts")]), max_size=2),
    ),
)
initiations = st.builds(
    Initiation,
    kind=st.sampled_from(PartyKind),
    claimed_by=st.just("Project office"),
    evidence=st.lists(st.sampled_from([piece(), piece(attested_by="Project office")]), max_size=2).map(tuple),
    represents=st.sampled_from(["", "Weavers"]),
    mandate=st.lists(st.just(piece()), max_size=1).map(tuple),
)


def drawn(stage: Stage, level: tuple[int, list[Evidence]] | None) -> tuple[StageParticipation, ...]:
    if level is None:
        return ()
    return (StageParticipation(stage=stage, level=level[0], claimed_by="Project office", evidence=tuple(level[1])),)


@given(initiations, levels_of_a_stage, levels_of_a_stage, st.sampled_from(PartyKind))
def test_who_used_the_data_first_and_whether_an_office_uses_them_never_changes_the_verdict(
    initiation, of_design, of_collection, user
):
    """Starter and first user are two facts, and official use is none that the rule asks for."""
    levels = drawn(Stage.DESIGN, of_design) + drawn(Stage.COLLECTION, of_collection)
    used = initiation.model_copy(update={"first_used_by": "Somebody", "first_used_kind": user})

    assert judge(used, levels, on=TODAY) == judge(initiation, levels, on=TODAY)


@given(initiations, levels_of_a_stage, levels_of_a_stage)
def test_a_yes_always_rests_on_a_piece_of_evidence_that_counts(initiation, of_design, of_collection):
    """Never a silent yes, whatever is claimed."""
    levels = drawn(Stage.DESIGN, of_design) + drawn(Stage.COLLECTION, of_collection)

    verdict = judge(initiation, levels, on=TODAY)

    answers = (verdict.initiated, *verdict.stages)
    proven = [answer for answer in answers if answer.standing is StageStanding.SUFFICIENT]
    assert (verdict.outcome is Outcome.COUNTS) == bool(proven)
    for answer in proven:
        assert any("does not count" not in line and "contradicts" not in line for line in answer.evidence)
