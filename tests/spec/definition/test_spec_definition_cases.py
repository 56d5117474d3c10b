"""The six cases by which one learns whether an initiative counts as citizen data."""

from datetime import date

from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import Initiation, Outcome, PartyKind, StageParticipation, StageStanding, judge
from nyhavn.framework.evidence import Evidence, EvidenceKind

TODAY = date(2025, 6, 1)


def document(attested_by: str, kind: EvidenceKind = EvidenceKind.WORKSHOP_MINUTES) -> Evidence:
    return Evidence(kind=kind, date=date(2025, 3, 1), attested_by=attested_by, document="minutes.pdf")


def level(stage: Stage, number: int, *evidence: Evidence) -> StageParticipation:
    return StageParticipation(stage=stage, level=number, claimed_by="Statistics office", evidence=evidence)


OFFICE = Initiation(started_by="Statistics office", kind=PartyKind.STATISTICS_OFFICE, claimed_by="Statistics office")


def test_a_satisfaction_survey_designed_by_staff_alone_does_not_count():
    """Views are invited and nothing more: level 2."""
    verdict = judge(OFFICE, (level(Stage.DESIGN, 2), level(Stage.COLLECTION, 2)), on=TODAY)

    assert verdict.outcome is Outcome.DOES_NOT_COUNT
    assert verdict.clause == "none"
    assert [stage.standing for stage in verdict.stages] == [StageStanding.INSUFFICIENT] * 2


def test_the_same_survey_counts_if_its_form_was_shaped_in_participatory_workshops():
    """The instrument does not decide; participation in its design does."""
    workshops = level(Stage.DESIGN, 4, document("Suhum residents' association"))

    verdict = judge(OFFICE, (workshops, level(Stage.COLLECTION, 2)), on=TODAY)

    assert (verdict.outcome, verdict.clause) == (Outcome.COUNTS, "design")
    assert "design" in verdict.sentence
    assert verdict.stages[0].evidence == ("workshop-minutes, 2025-03-01, attested by Suhum residents' association",)


def test_a_scorecard_run_by_the_community_itself_counts():
    """Started by the community, and somebody else says so."""
    started = Initiation(
        started_by="Char dwellers' committee",
        kind=PartyKind.COMMUNITY,
        claimed_by="Char dwellers' committee",
        evidence=(document("District officer"),),
    )

    verdict = judge(started, (), on=TODAY)

    assert (verdict.outcome, verdict.clause) == (Outcome.COUNTS, "initiated")
    assert verdict.open_questions == ()


def test_volunteers_with_a_say_in_collection_count_through_collection_though_the_card_is_not_theirs():
    """A beach clean on the card of an international organisation."""
    started = Initiation(started_by="Ocean organisation", kind=PartyKind.INTERNATIONAL)
    say = document("Volunteers of Labadi beach", EvidenceKind.STATEMENT_OF_PARTICIPANTS)

    verdict = judge(started, (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 4, say)), on=TODAY)

    assert (verdict.outcome, verdict.clause) == (Outcome.COUNTS, "collection")


def test_volunteers_without_a_statement_of_their_say_leave_the_question_open():
    """The twin of the case before: the claim alone is no evidence."""
    started = Initiation(started_by="Ocean organisation", kind=PartyKind.INTERNATIONAL)

    verdict = judge(started, (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 4)), on=TODAY)

    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.stages[1].standing is StageStanding.UNPROVEN
    assert len(verdict.open_questions) == 1
    assert "collection" in verdict.open_questions[0]


def test_people_who_only_answer_an_ordinary_household_survey_or_leave_phone_traces_do_not_make_citizen_data():
    """Being a source is not taking part."""
    for started in (OFFICE, Initiation(started_by="A phone company", kind=PartyKind.COMPANY)):
        verdict = judge(started, (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 1)), on=TODAY)

        assert verdict.outcome is Outcome.DOES_NOT_COUNT


def bought_in(**more: object) -> Initiation:
    """An organisation with hired enumerators and a bought questionnaire."""
    return Initiation(
        started_by="Helping Hands",
        kind=PartyKind.CIVIL_SOCIETY,
        claimed_by="Project office",
        evidence=(document("Notary", EvidenceKind.SIGNED_AGREEMENT),),
        **more,
    )


def test_an_organisation_that_only_says_it_represents_the_group_leaves_the_question_open():
    """Representation has to be evidenced."""
    levels = (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 1))

    verdict = judge(bought_in(represents="Domestic workers"), levels, on=TODAY)

    assert verdict.outcome is Outcome.CANNOT_TELL
    assert "represents" in verdict.initiated.reason
    assert "for whom they speak" in verdict.open_questions[0]


def test_the_same_organisation_counts_once_the_group_itself_has_given_it_a_mandate():
    """The twin: a letter from the group settles it."""
    letter = document("Domestic workers' union", EvidenceKind.LETTER_OF_MANDATE)
    levels = (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 1))

    verdict = judge(bought_in(represents="Domestic workers", mandate=(letter,)), levels, on=TODAY)

    assert (verdict.outcome, verdict.clause) == (Outcome.COUNTS, "initiated")


def test_an_organisation_cannot_vouch_for_its_own_mandate():
    """Even if somebody else in the house makes the claim."""
    own = document("HELPING  hands", EvidenceKind.LETTER_OF_MANDATE)
    levels = (level(Stage.DESIGN, 1), level(Stage.COLLECTION, 1))

    verdict = judge(bought_in(represents="Domestic workers", mandate=(own,)), levels, on=TODAY)

    assert verdict.outcome is Outcome.CANNOT_TELL


def test_a_mandate_that_names_no_group_is_no_mandate():
    """Whom it represents must be said."""
    letter = document("Domestic workers' union", EvidenceKind.LETTER_OF_MANDATE)

    verdict = judge(bought_in(mandate=(letter,)), (), on=TODAY)

    assert verdict.outcome is Outcome.CANNOT_TELL
