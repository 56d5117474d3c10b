"""When a figure made from participants may be called an estimate, and what is said where it may not."""

import pytest

from nyhavn.framework.adjustment import (
    ADJUSTMENT_POLICY,
    INTERVAL_LABEL,
    Adjustment,
    AdjustmentFound,
    Covariate,
    FloorId,
    ReferenceSource,
    adjusted_target,
    limits_statement,
    may_be_called_estimate,
)
from nyhavn.framework.design import SELECTION, Design, Selection, Target, limits, target_reasons

VOLUNTEERS = Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER)
AGE = Covariate(
    breakdown="age",
    selection="Young people follow the project more.",
    outcome="Older people use the clinic more.",
    measured="Both asked for the year of birth.",
)
ADJUSTED = Adjustment(covariate=(AGE,), reference=ReferenceSource(source="Household survey 2025, statistics office"))
FOUND = AdjustmentFound(
    population_covered=0.98, effective_n=400.0, smallest_category=40, difference_before=0.4, difference_after=0.02
)


def codes(design=VOLUNTEERS, adjustment=ADJUSTED, found=FOUND):
    return tuple(reason.code for reason in may_be_called_estimate(design, adjustment, found))


def without(part: str) -> Adjustment:
    return ADJUSTED.model_copy(update={"covariate": (AGE.model_copy(update={part: ""}),)})


def but(**found) -> AdjustmentFound:
    values = {name: getattr(FOUND, name) for name in FOUND.__dataclass_fields__}
    return AdjustmentFound(**(values | found))


def test_explained_covariates_overlap_and_a_known_effective_number_make_an_estimate():
    """The useful thing comes through."""
    assert codes() == ()
    assert adjusted_target(VOLUNTEERS, ADJUSTED, FOUND) is Target.POPULATION


@pytest.mark.parametrize("selection", [Selection.VOLUNTEER, Selection.QUOTA, Selection.REGISTER, Selection.INVENTORY])
@pytest.mark.parametrize("target", [Target.PARTICIPANTS, Target.POPULATION])
def test_who_took_part_independently_may_be_adjusted(selection, target):
    assert codes(Design(target=target, selection=selection)) == ()


@pytest.mark.parametrize(
    ("adjustment", "code"),
    [
        (None, "adjustment-missing"),
        (ADJUSTED.model_copy(update={"covariate": ()}), "adjustment-no-covariates"),
        (ADJUSTED.model_copy(update={"reference": None}), "adjustment-no-reference"),
        (without("selection"), "adjustment-covariate-unexplained"),
        (without("outcome"), "adjustment-covariate-unexplained"),
        (without("measured"), "adjustment-covariate-unexplained"),
    ],
)
def test_what_is_not_declared_makes_no_estimate(adjustment, code):
    assert codes(adjustment=adjustment) == (code,)
    assert adjusted_target(VOLUNTEERS, adjustment, FOUND) is Target.PARTICIPANTS


def floor(name: FloorId) -> float:
    return ADJUSTMENT_POLICY.value(name)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (but(population_covered=floor(FloorId.POPULATION_COVERED) - 0.001), "adjustment-overlap-too-small"),
        (but(effective_n=floor(FloorId.EFFECTIVE_N) - 0.01), "adjustment-effective-n-too-small"),
        (but(effective_n=None), "adjustment-effective-n-missing"),
        (but(smallest_category=int(floor(FloorId.SMALLEST_CATEGORY)) - 1), "adjustment-category-too-small"),
        (but(difference_after=floor(FloorId.DIFFERENCE_AFTER) + 0.001), "adjustment-not-balanced"),
        (None, "adjustment-not-compared"),
    ],
)
def test_below_a_floor_of_the_policy_there_is_no_estimate(found, code):
    assert codes(found=found) == (code,)


@pytest.mark.parametrize(
    "found",
    [
        but(population_covered=floor(FloorId.POPULATION_COVERED)),
        but(effective_n=floor(FloorId.EFFECTIVE_N)),
        but(smallest_category=int(floor(FloorId.SMALLEST_CATEGORY))),
        but(difference_after=floor(FloorId.DIFFERENCE_AFTER)),
        but(population_covered=None, difference_after=None),
    ],
)
def test_on_the_floor_there_is_one(found):
    """None: coverage cannot be known from margins alone, and nothing is weighted by mass imputation."""
    assert codes(found=found) == ()


def test_every_floor_is_dated_and_cited():
    assert {entry.id for entry in ADJUSTMENT_POLICY.floor} == set(FloorId)
    assert all(entry.date and entry.source and entry.unit for entry in ADJUSTMENT_POLICY.floor)


@pytest.mark.parametrize(
    "selection",
    [Selection.SNOWBALL, Selection.RESPONDENT_DRIVEN, Selection.COMMUNITY_ENUMERATION, Selection.UNKNOWN],
)
def test_samples_with_rules_of_their_own_are_not_adjusted(selection):
    assert codes(Design(target=Target.PARTICIPANTS, selection=selection)) == ("adjustment-not-for-selection",)


@pytest.mark.parametrize("target", [Target.DOCUMENTED_EVENTS, Target.ENUMERATED_UNITS])
def test_events_and_listed_units_are_counted_and_not_weighted(target):
    assert codes(Design(target=target, selection=Selection.REGISTER)) == ("adjustment-not-for-target",)


def test_an_estimate_says_on_what_it_rests_and_what_its_interval_leaves_out():
    said = " ".join(limits_statement(VOLUNTEERS, ADJUSTED, FOUND))

    assert "model from age" in said
    assert "Household survey 2025" in said
    assert INTERVAL_LABEL in said
    assert "nobody measured" in said
    assert "margin of error" not in said


@pytest.mark.parametrize("target", [Target.PARTICIPANTS, Target.POPULATION])
def test_what_is_no_estimate_describes_participants_and_says_why(target):
    design = Design(target=target, selection=Selection.VOLUNTEER)
    said = limits_statement(design, ADJUSTED, but(effective_n=4.0))

    assert said[0] == "Figures speak of those who took part, and of nobody else."
    assert "No figure here is an estimate for a population." in said
    assert said[-1] == "Not called an estimate: After weighting, too few participants are left in effect."


def test_no_small_number_of_participants_stands_in_a_sentence_that_is_printed():
    """A reason is public with the figures; how few there were is not."""
    few = but(effective_n=4.0, smallest_category=3)

    assert not any(digit in " ".join(limits_statement(VOLUNTEERS, ADJUSTED, few)) for digit in "34")


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize("target", Target)
def test_without_an_adjustment_the_limits_are_those_of_the_selection(selection, target):
    design = Design(target=target, selection=selection)

    assert limits_statement(design) == limits(design)


@pytest.mark.parametrize("selection", Selection)
def test_a_declared_adjustment_opens_the_population_to_those_who_can_be_adjusted_alone(selection):
    design = Design(target=Target.POPULATION, selection=selection)
    may = selection in SELECTION.adjustable or selection in SELECTION.probability

    assert (target_reasons(design, adjusted=True) == ()) is may


def test_an_interval_of_a_model_is_never_called_a_margin_of_error():
    texts = [*SELECTION.network, INTERVAL_LABEL, *limits_statement(VOLUNTEERS, ADJUSTED, FOUND)]

    assert not any("margin of error" in text.lower() for text in texts)
    assert INTERVAL_LABEL in SELECTION.network[-1]
