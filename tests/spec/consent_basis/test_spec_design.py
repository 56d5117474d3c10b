"""What the way of choosing does not allow one to claim."""

import pytest

from nyhavn.framework.design import (
    Design,
    ErrorMethod,
    Selection,
    Target,
    check_target,
    is_probability,
    limits,
    standard_errors,
    target_reasons,
)
from nyhavn.framework.refusal import Refusal

PROBABILITY = (Selection.SIMPLE_RANDOM, Selection.CLUSTER, Selection.STRATIFIED, Selection.CENSUS)


@pytest.mark.parametrize("selection", PROBABILITY)
def test_a_probability_selection_may_speak_of_a_population(selection):
    """The useful thing comes through."""
    assert target_reasons(Design(target=Target.POPULATION, selection=selection)) == ()


@pytest.mark.parametrize("selection", [each for each in Selection if each not in PROBABILITY])
def test_any_other_selection_may_not(selection):
    """Volunteers, quotas, snowballs, registers, inventories, and whatever is not known."""
    with pytest.raises(Refusal) as refused:
        check_target(Design(target=Target.POPULATION, selection=selection))

    assert refused.value.codes == ("population-estimate-without-probability-sample",)
    assert "participants" in refused.value.reasons[0].do


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize("target", [each for each in Target if each is not Target.POPULATION])
def test_every_selection_may_speak_of_those_who_took_part(selection, target):
    """The twin: the same data, with an honest target, pass."""
    assert target_reasons(Design(target=target, selection=selection)) == ()


def test_a_cluster_sample_compares_its_clusters():
    """Households in slums, drawn by cluster."""
    design = Design(target=Target.POPULATION, selection=Selection.CLUSTER, cluster="psu", weights="w")

    assert standard_errors(design).method is ErrorMethod.CLUSTER


def test_a_simple_random_sample_uses_the_simple_formula():
    """Each unit with the same chance."""
    assert (
        standard_errors(Design(target=Target.POPULATION, selection=Selection.SIMPLE_RANDOM)).method == "simple-random"
    )


def test_units_drawn_one_by_one_within_strata_or_with_weights_have_an_error_too():
    """Each part of the design that the figures need is named by a column."""
    strata = Design(target=Target.POPULATION, selection=Selection.STRATIFIED, strata="district")
    weighted = Design(target=Target.POPULATION, selection=Selection.SIMPLE_RANDOM, weights="w")

    assert {standard_errors(design).method for design in (strata, weighted)} == {ErrorMethod.SIMPLE_RANDOM}
    assert "within strata" in standard_errors(strata).reason and "its weight" in standard_errors(weighted).reason


@pytest.mark.parametrize(
    "design",
    [
        Design(target=Target.POPULATION, selection=Selection.CLUSTER),
        Design(target=Target.POPULATION, selection=Selection.CLUSTER, strata="district"),
        Design(target=Target.POPULATION, selection=Selection.STRATIFIED),
        Design(target=Target.POPULATION, selection=Selection.CENSUS),
        Design(target=Target.PARTICIPANTS, selection=Selection.SIMPLE_RANDOM),
        Design(target=Target.POPULATION, selection=Selection.VOLUNTEER, cluster="psu"),
        Design(target=Target.DOCUMENTED_EVENTS, selection=Selection.REGISTER),
    ],
)
def test_where_the_formula_does_not_hold_there_is_no_margin_and_a_reason(design):
    """A wrong margin of error misleads more than none."""
    found = standard_errors(design)

    assert found.method is ErrorMethod.NONE
    assert found.reason.endswith(".")


def test_volunteers_get_neither_an_estimate_nor_a_margin_of_error():
    """The automatic statement of limits."""
    sentences = " ".join(limits(Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER)))

    assert "No figure here is an estimate for a population." in sentences
    assert "No margin of error can be given." in sentences


def test_documented_events_are_minimum_counts_and_never_a_rate():
    """Events that nobody documented are missing."""
    sentences = " ".join(limits(Design(target=Target.DOCUMENTED_EVENTS, selection=Selection.REGISTER)))

    assert "minimum counts" in sentences
    assert "No figure here is a rate." in sentences


def test_a_population_figure_without_a_margin_says_why():
    """The plan names no clusters."""
    with_columns = Design(target=Target.POPULATION, selection=Selection.CLUSTER, cluster="psu")
    without = Design(target=Target.POPULATION, selection=Selection.CLUSTER)

    assert standard_errors(without).reason in limits(without)
    assert len(limits(without)) == len(limits(with_columns)) + 1


def test_a_random_sample_that_speaks_of_participants_alone_claims_no_sampling_error():
    """No contradiction between the limits and the method."""
    sentences = limits(Design(target=Target.PARTICIPANTS, selection=Selection.SIMPLE_RANDOM))

    assert not any("sampling error" in sentence for sentence in sentences)


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize("target", Target)
def test_every_pair_has_limits(selection, target):
    """The tables are total."""
    design = Design(target=target, selection=selection)

    assert limits(design)
    assert is_probability(selection) or standard_errors(design).method is ErrorMethod.NONE
