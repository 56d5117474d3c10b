"""Each selection has limits of its own, printed with the figures; claims beyond them are refused."""

import pytest

from nyhavn.framework.design import (
    SELECTION,
    Claim,
    Design,
    Selection,
    Target,
    barred_claims,
    check_target,
    claim_reasons,
    count_words,
    limits,
    target_reasons,
)
from nyhavn.framework.refusal import Refusal

NOT_BY_CHANCE = [each for each in Selection if each not in SELECTION.probability]
NETWORK = {"person": "code", "recruiter": "brought_by", "degree": "knows"}


def said(selection, target=Target.PARTICIPANTS, **more) -> str:
    return " ".join(limits(Design(target=target, selection=selection, **more)))


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection.VOLUNTEER, "People took part because they chose to."),
        (Selection.QUOTA, "chosen to fill quotas, not at random"),
        (Selection.SNOWBALL, "found through other participants"),
        (Selection.RESPONDENT_DRIVEN, "not weighted by who brought whom"),
        (Selection.COMMUNITY_ENUMERATION, "this community alone"),
        (Selection.REGISTER, "entered in the register"),
        (Selection.INVENTORY, "visited and recorded"),
        (Selection.UNKNOWN, "not known how the units were chosen"),
    ],
)
def test_every_selection_that_is_not_by_chance_says_so_in_its_own_words(selection, words):
    assert words in said(selection)
    assert "No margin of error can be given." in said(selection)


@pytest.mark.parametrize("selection", NOT_BY_CHANCE)
def test_none_of_them_allows_a_population_estimate_or_a_margin_of_error(selection):
    barred = barred_claims(Design(target=Target.PARTICIPANTS, selection=selection))

    assert {Claim.POPULATION_ESTIMATE, Claim.MARGIN_OF_ERROR} <= set(barred)


@pytest.mark.parametrize("selection", SELECTION.probability)
def test_a_probability_sample_of_a_population_may_claim_all(selection):
    """The useful thing comes through."""
    assert barred_claims(Design(target=Target.POPULATION, selection=selection)) == ()


def test_a_respondent_driven_sample_with_its_recruitment_may_speak_of_its_network():
    design = Design(target=Target.POPULATION, selection=Selection.RESPONDENT_DRIVEN, **NETWORK)

    assert target_reasons(design, adjusted=True) == ()
    assert Claim.POPULATION_ESTIMATE not in barred_claims(design, adjusted=True)
    assert Claim.MARGIN_OF_ERROR in barred_claims(design, adjusted=True)
    assert "RDS-II" in " ".join(limits(design, network_weighted=True))


def test_until_it_is_weighted_it_speaks_of_participants_only():
    design = Design(target=Target.POPULATION, selection=Selection.RESPONDENT_DRIVEN, **NETWORK)

    assert target_reasons(design)
    assert Claim.POPULATION_ESTIMATE in barred_claims(design)
    assert "RDS-II" not in " ".join(limits(design))


@pytest.mark.parametrize("missing", NETWORK)
def test_without_any_part_of_the_recruitment_it_speaks_of_participants_only(missing):
    part = {name: column for name, column in NETWORK.items() if name != missing}
    with pytest.raises(Refusal):
        check_target(Design(target=Target.POPULATION, selection=Selection.RESPONDENT_DRIVEN, **part), adjusted=True)

    assert "not weighted by who brought whom" in said(Selection.RESPONDENT_DRIVEN, **part)


def test_a_snowball_speaks_of_participants_only_whatever_is_on_record():
    with pytest.raises(Refusal):
        check_target(Design(target=Target.POPULATION, selection=Selection.SNOWBALL, **NETWORK), adjusted=True)


def test_a_community_that_counted_itself_speaks_of_itself():
    design = Design(target=Target.ENUMERATED_UNITS, selection=Selection.COMMUNITY_ENUMERATION)

    assert target_reasons(design) == ()
    assert Claim.TOTAL_NUMBER not in barred_claims(design)
    assert "not of others like it" in " ".join(limits(design))


EVENTS = Design(target=Target.DOCUMENTED_EVENTS, selection=Selection.REGISTER)
EFFORT = EVENTS.model_copy(update={"reporting_effort": "Twelve volunteers in the same five districts in all years."})


def test_documented_events_are_said_as_at_least_so_many():
    assert count_words(EVENTS, 37) == "documented cases, at least 37"
    assert count_words(Design(target=Target.ENUMERATED_UNITS, selection=Selection.INVENTORY), 37) == "37"


@pytest.mark.parametrize("claim", [Claim.RATE, Claim.TREND, Claim.TOTAL_NUMBER])
def test_documented_events_give_no_rate_no_trend_and_no_total(claim):
    reasons = claim_reasons(EVENTS, claim)

    assert [reason.code for reason in reasons] == ["claim-beyond-design"]
    assert reasons[0].do.endswith(".")


def test_a_declared_reporting_effort_allows_a_trend_and_still_no_rate():
    assert claim_reasons(EFFORT, Claim.TREND) == ()
    assert claim_reasons(EFFORT, Claim.RATE)
    assert SELECTION.effort in limits(EVENTS)
    assert SELECTION.effort not in limits(EFFORT)


def test_every_target_and_every_claim_is_decided_in_data():
    assert set(SELECTION.barred_by_target) == set(Target)
    assert set(SELECTION.barred_by_selection) == set(NOT_BY_CHANCE)
    assert set(SELECTION.why) == set(Claim)
    assert all(sentence.endswith(".") for pair in SELECTION.why.values() for sentence in pair)
