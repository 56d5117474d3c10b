"""How many units there were to draw from: errors get smaller by the finite population correction, by stratum too."""

from math import sqrt

import pytest

from nyhavn.chain.production import prepare_release
from nyhavn.framework.design import Design, Selection, Target, check_population, population_drawn_from
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.village_in_memory import from_memory, nothing, village_plan, village_table

OF = {"target": Target.POPULATION}


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        (Design(**OF, selection=Selection.SIMPLE_RANDOM, population_size=900), {"": 900}),
        (Design(**OF, selection=Selection.SIMPLE_RANDOM), {}),
        (Design(**OF, selection=Selection.CLUSTER, cluster="village", population_clusters=80), {"": 80}),
        (Design(**OF, selection=Selection.CLUSTER, cluster="village", population_size=900), {}),
        (
            Design(**OF, selection=Selection.STRATIFIED, strata="region", population_by_stratum={"n": 300, "s": 40}),
            {"n": 300, "s": 40},
        ),
        (Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER, population_size=900), {}),
    ],
)
def test_what_the_errors_of_a_design_depend_on(design: Design, expected: dict[str, int]) -> None:
    check_population(design)
    assert population_drawn_from(design) == expected


@pytest.mark.parametrize(
    "design",
    [
        Design(**OF, selection=Selection.STRATIFIED, population_by_stratum={"n": 300}),
        Design(**OF, selection=Selection.CLUSTER, population_clusters=80),
        Design(**OF, selection=Selection.CLUSTER, cluster="village", strata="region", population_clusters=80),
    ],
)
def test_a_number_that_nothing_uses_is_refused(design: Design) -> None:
    with pytest.raises(Refusal) as caught:
        check_population(design)
    assert caught.value.codes == ("population-of-nothing",)
    assert "[design], population" in str(caught.value)


def error_of_the_village(drawn_from: str) -> float:
    plan = PLAN.replace('target = "participants"', 'target = "population"')
    plan = plan.replace('selection = "volunteer"', f'selection = "stratified"\nstrata = "place"\n{drawn_from}')
    inputs = from_memory(village_plan(plan), DICTIONARY.encode(), village_table())
    prepared = prepare_release(village_plan(plan), inputs, before=None, engine="duckdb", step=nothing)
    (table,) = [table for table in prepared.release.tables if table.id == "water"]
    error = table.figure().standard_error
    assert error is not None
    return error


def test_half_of_every_stratum_makes_the_error_of_a_plan_smaller_by_the_root_of_a_half() -> None:
    place = village_table().column("place").to_pylist()
    numbers = {code: place.count(code) for code in ("north", "south")}
    sizes = ", ".join(f"{code} = {2 * number}" for code, number in numbers.items())
    smaller = error_of_the_village(f"population_by_stratum = {{ {sizes} }}")
    assert smaller == pytest.approx(error_of_the_village("") * sqrt(0.5), rel=1e-9)


def test_more_drawn_than_there_were_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        error_of_the_village("population_by_stratum = { north = 3, south = 5000 }")
    assert caught.value.codes == ("population-too-small",)
