"""What participants and population do not allow is refused with a sentence; each refusal has a twin that passes."""

import re
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

import nyhavn
from engines import on_every_engine
from nyhavn.engine.inference import (
    bootstrap,
    collapse_participants,
    collapse_reference,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    pair,
    population_cells,
)
from nyhavn.framework.adjustment import OutcomeModel, PropensityMethod
from nyhavn.framework.refusal import Refusal
from unit.engine.inference_cast import COVARIATES, MARGINS, PEOPLE, ROWS, Rows, by_margins, cells, counted

pytestmark = pytest.mark.engines
CALIBRATED, LOGISTIC = PropensityMethod.CALIBRATED, OutcomeModel.LOGISTIC


def refused(work) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work()
    for reason in caught.value.reasons:
        assert reason.what.endswith("."), reason
        assert reason.do.endswith("."), reason
    return caught.value


def test_the_twin_of_all_refusals_comes_through():
    """The same participants and population, whole: every estimate lies between what any cell says."""
    for found in (inverse_propensity(counted()), mass_imputation(counted()), doubly_robust(counted())):
        assert 0.25 < found.value < 0.6
        assert found.standard_error > 0
        assert found.reference_variance == 0


def test_nobody_took_part_from_a_place():
    found = refused(lambda: counted({codes: n for codes, n in ROWS.items() if codes[0] == "hill"}))

    assert found.codes == ("adjustment-no-overlap",)
    assert "town" in found.reasons[0].what


def test_nobody_on_one_side():
    assert refused(lambda: counted({})).codes == ("adjustment-nobody",)
    assert refused(lambda: counted(people={})).codes == ("adjustment-nobody",)


def test_participants_whom_the_population_does_not_have():
    found = refused(lambda: counted(people={codes: n for codes, n in PEOPLE.items() if codes[1] == "f"}))

    assert found.codes == ("adjustment-category-not-in-reference",)


def test_one_empty_cell_is_no_reason_to_refuse():
    """Both categories took part, only not together: the model speaks for that cell, and coverage says so."""
    both = counted(ROWS | {("town", "f"): (0, 0)})

    assert 0.2 < doubly_robust(both).value < 0.6


def test_margins_refuse_a_category_without_participants_too():
    margins = MARGINS | {"place": {"hill": 220.0, "town": 300.0, "river": 80.0}}

    assert refused(lambda: by_margins(margins)).codes == ("adjustment-no-overlap",)


def test_margins_of_different_sizes():
    found = refused(lambda: by_margins(MARGINS | {"sex": {"f": 300.0, "m": 310.0}}))

    assert found.codes == ("adjustment-margins-disagree",)
    assert by_margins(MARGINS | {"sex": {"f": 300.0, "m": 300.0001}}).size == 600  # rounding is no disagreement


def test_margins_alone_do_not_carry_a_likelihood_or_a_logistic_model():
    both = by_margins()

    assert refused(lambda: inverse_propensity(both)).codes == ("adjustment-needs-cells",)
    assert refused(lambda: mass_imputation(both, model=LOGISTIC)).codes == ("adjustment-needs-cells",)
    assert doubly_robust(both, propensity=CALIBRATED).value == pytest.approx(mass_imputation(both).value, abs=0.05)


def test_more_participants_than_people_has_no_chances():
    few = dict.fromkeys(PEOPLE, 5.0)

    assert refused(lambda: inverse_propensity(counted(people=few))).codes == ("adjustment-propensity-separated",)


def test_more_participants_than_people_in_one_place_has_no_calibrated_weights():
    few = PEOPLE | {("hill", "f"): 20.0, ("hill", "m"): 20.0}

    found = refused(lambda: inverse_propensity(counted(people=few), propensity=CALIBRATED))
    assert found.codes == ("adjustment-totals-not-reached",)
    assert inverse_propensity(counted(), propensity=CALIBRATED).value > 0


def test_a_place_where_all_say_yes_separates_the_logistic_model_and_not_the_linear_one():
    alike = ROWS | {("town", "f"): (10, 10), ("town", "m"): (15, 15)}

    assert refused(lambda: mass_imputation(counted(alike), model=LOGISTIC)).codes == ("adjustment-outcome-separated",)
    assert mass_imputation(counted(alike)).value > 0.5
    assert mass_imputation(counted(), model=LOGISTIC).value == pytest.approx(mass_imputation(counted()).value, abs=0.05)


def test_a_logistic_model_of_other_numbers():
    both = pair(cells(yes_no=False), population_cells(COVARIATES, PEOPLE))

    assert refused(lambda: mass_imputation(both, model=LOGISTIC)).codes == ("adjustment-not-yes-no",)


def test_covariates_that_say_the_same():
    twice = {("hill", "up"): (30, 12), ("town", "down"): (20, 5)}
    people = {("hill", "up"): 100.0, ("town", "down"): 200.0, ("hill", "down"): 50.0}

    assert refused(lambda: mass_imputation(counted(twice, people))).codes == ("adjustment-covariates-collinear",)
    assert mass_imputation(counted(twice, people), covariates=("place",)).value > 0


def test_as_many_participants_as_numbers_to_find():
    """Three columns: a constant, a place, a sex."""
    three = {("hill", "f"): (1, 1), ("hill", "m"): (1, 0), ("town", "f"): (1, 1)}
    four = three | {("town", "m"): (1, 0)}

    assert refused(lambda: mass_imputation(counted(three))).codes == ("adjustment-too-few",)
    assert mass_imputation(counted(four)).participants == 4


def test_repetitions_that_lose_a_group():
    tiny = ROWS | {("town", "f"): (1, 1), ("town", "m"): (1, 0)}

    def repeat(rows: Rows):
        return bootstrap(counted(rows), lambda both: doubly_robust(both).value, replicates=50, seed=1)

    assert refused(lambda: repeat(tiny)).codes == ("adjustment-bootstrap-failed",)
    assert repeat(ROWS).failed == 0


def test_two_descriptions_of_people():
    people = population_cells(("place", "age"), {("hill", "old"): 10.0})

    assert refused(lambda: pair(cells(), people)).codes == ("adjustment-covariates-differ",)


def test_the_order_of_covariates_is_no_difference():
    turned = population_cells(("sex", "place"), {(sex, place): n for (place, sex), n in PEOPLE.items()})

    assert doubly_robust(pair(cells(), turned)).value == pytest.approx(doubly_robust(counted()).value)


ANSWERS = {"place": ["hill", "hill", "town"], "sex": ["f", "m", "f"], "answer": [1.0, 0.0, None]}
SAMPLE = {"place": ["hill", "hill", "town"], "sex": ["f", "m", "f"], "w": [10.0, 20.0, 5.0]}


@pytest.mark.parametrize(
    ("changed", "covariates", "code"),
    [
        ({"answer": pa.array([None, None, None], pa.float64())}, COVARIATES, "adjustment-no-answers"),
        ({"sex": ["f", None, "f"]}, COVARIATES, "adjustment-covariate-empty"),
        ({}, ("place", "age"), "adjustment-covariate-unknown"),
        ({}, (), "adjustment-no-covariates"),
    ],
)
def test_participants_that_cannot_be_read(changed, covariates, code):
    """On every engine alike."""

    def codes(frame):
        return refused(lambda: collapse_participants(frame, covariates, "answer")).codes

    assert on_every_engine(pa.table(ANSWERS | changed), codes) == (code,)


def test_participants_without_an_answer_are_left_out_and_counted():
    found = on_every_engine(pa.table(ANSWERS), lambda frame: collapse_participants(frame, COVARIATES, "answer"))

    assert (int(found.rows.sum()), found.left_out, found.is_binary) == (2, 1, True)


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        (None, "adjustment-covariate-empty"),
        (0.0, "adjustment-weight-unusable"),
        (-1.0, "adjustment-weight-unusable"),
        (float("nan"), "adjustment-weight-unusable"),
        (float("inf"), "adjustment-weight-unusable"),
    ],
)
def test_a_reference_with_an_unusable_weight(weight, code):
    table = pa.table(SAMPLE | {"w": [10.0, weight, 5.0]})

    def codes(frame):
        return refused(lambda: collapse_reference(frame, COVARIATES, "w")).codes

    assert on_every_engine(table, codes) == (code,)


def test_a_reference_is_read_alike_on_every_engine():
    found = on_every_engine(pa.table(SAMPLE), lambda frame: collapse_reference(frame, COVARIATES, "w", stratum="sex"))

    assert found.cell_weights.tolist() == [10.0, 20.0, 5.0]
    assert found.strata == ("f", "m")


def test_a_stratum_of_one_unit_has_no_variance():
    table = pa.table(
        {"place": ["hill", "hill", "town", "town"], "sex": ["f", "m", "f", "m"], "w": [150.0] * 4, "s": list("aaab")}
    )

    def codes(frame):
        lonely = pair(cells(), collapse_reference(frame, COVARIATES, "w", stratum="s"))
        return refused(lambda: mass_imputation(lonely)).codes

    def value(frame):
        return mass_imputation(pair(cells(), collapse_reference(frame, COVARIATES, "w"))).value

    assert on_every_engine(table, codes) == ("adjustment-reference-lonely",)
    assert 0 < on_every_engine(table, value) < 1


def test_every_refusal_of_inference_is_explained_and_every_explanation_is_used():
    source = Path(nyhavn.__file__).parent
    explained = tomllib.loads((source / "framework" / "refusals" / "inference.toml").read_text(encoding="utf-8"))
    files = [*(source / "engine" / "inference").glob("*.py"), source / "framework" / "adjustment.py"]
    files += [source / "engine" / "adjusted_rows.py", source / "engine" / "weighted_rows.py"]
    files += [source / "chain" / "weighting.py"]
    raised = {
        code for path in files for code in re.findall(r"\"((?:adjustment|network|defect)-[a-z-]+)\"", path.read_text())
    }

    assert raised == set(explained)
    assert all(entry[part].strip() for entry in explained.values() for part in ("title", "why", "do"))
