"""How much participants are like the population, and how far a figure could move: each number beside its twin."""

from math import inf, sqrt

import pytest

from nyhavn.engine.inference import (
    adjust,
    data_defect,
    doubly_robust,
    pair,
    population_cells,
    representativity,
)
from nyhavn.engine.inference.data_defect import defect_bias
from nyhavn.engine.inference.models import fit_propensity
from nyhavn.framework.adjustment import ADJUSTMENT_POLICY, Adjustment, AdjustmentMethod, FloorId, PropensityMethod
from nyhavn.framework.refusal import Refusal
from unit.engine.inference_cast import COVARIATES, PEOPLE, ROWS, by_margins, cells, counted

LIKELIHOOD, CALIBRATED = PropensityMethod.LIKELIHOOD, PropensityMethod.CALIBRATED


def everybody() -> list[tuple[str, str]]:
    """The population, one by one."""
    return [codes for codes, count in PEOPLE.items() for _ in range(int(count))]


def took_part() -> list[tuple[str, str]]:
    return [codes for codes, (count, _) in ROWS.items() for _ in range(count)]


def test_the_r_indicator_and_the_variation_of_chances_equal_their_twins():
    both = counted()
    fitted = fit_propensity(both, COVARIATES, LIKELIHOOD)
    chance = dict(zip(both.categories, fitted.chance.tolist(), strict=True))
    chances = [chance[codes] for codes in everybody()]
    mean = sum(chances) / len(chances)
    spread = sqrt(sum((value - mean) ** 2 for value in chances) / (len(chances) - 1))

    found = representativity(both, fitted)

    assert found.r_indicator == pytest.approx(1 - 2 * spread, rel=1e-12)
    assert found.variation == pytest.approx(spread / mean, rel=1e-12)


def test_the_same_share_of_every_group_is_fully_representative():
    """One in ten of every cell: all chances equal, nothing to even out."""
    alike = {codes: (int(count / 10), int(count / 20)) for codes, count in PEOPLE.items()}
    both = counted(alike)
    found = representativity(both, fit_propensity(both, COVARIATES, LIKELIHOOD))

    assert found.r_indicator == pytest.approx(1, abs=1e-9)
    assert found.variation == pytest.approx(0, abs=1e-9)
    assert found.difference_before == pytest.approx(0, abs=1e-9)


def test_coverage_counts_people_and_cells_that_somebody_is_like():
    both = counted(ROWS | {("town", "f"): (0, 0)})
    found = representativity(both)

    assert found.population_covered == pytest.approx(400 / 600)
    assert found.cells_covered == 0.75
    assert found.smallest_category == 15  # the town, by its men alone
    assert representativity(counted()).population_covered == 1


def test_standardised_differences_equal_their_twins():
    both = counted()
    fitted = fit_propensity(both, COVARIATES, LIKELIHOOD)
    weight = dict(zip(both.categories, fitted.weights.tolist(), strict=True))
    here, there = took_part(), everybody()
    for entry in representativity(both, fitted).balance:
        place = COVARIATES.index(entry.covariate)
        p = sum(codes[place] == entry.category for codes in there) / len(there)
        q = sum(codes[place] == entry.category for codes in here) / len(here)
        after = sum(weight[codes] for codes in here if codes[place] == entry.category) / sum(map(weight.get, here))
        divisor = sqrt((p * (1 - p) + q * (1 - q)) / 2)

        assert entry.difference_before == pytest.approx((q - p) / divisor, rel=1e-12)
        assert entry.difference_after == pytest.approx((after - p) / divisor, rel=1e-9, abs=1e-12)


def test_calibrated_weights_leave_no_difference():
    both = counted()
    found = representativity(both, fit_propensity(both, COVARIATES, CALIBRATED))

    assert found.difference_before > 0.3
    assert found.difference_after == pytest.approx(0, abs=1e-9)


def test_margins_alone_show_differences_and_no_coverage():
    both = by_margins()
    found = representativity(both, fit_propensity(both, COVARIATES, CALIBRATED))

    assert (found.population_covered, found.r_indicator) == (None, None)
    assert found.difference_after == pytest.approx(0, abs=1e-9)
    assert found.difference_before == pytest.approx(representativity(counted()).difference_before)


def test_the_data_defect_is_the_correlation_of_taking_part_and_the_answer():
    """Twin: Pearson's correlation over all 600 people, of whom 75 took part; who says yes is made up so that it is."""
    said = [(codes, place < ROWS[codes][1]) for codes, (count, _) in ROWS.items() for place in range(count)]
    others = [(codes, place % 3 == 0) for codes, n in PEOPLE.items() for place in range(int(n) - ROWS[codes][0])]
    took = [1.0] * len(said) + [0.0] * len(others)
    yes = [float(answer) for _, answer in said + others]
    n, truth, share = len(yes), sum(yes) / len(yes), sum(took) / len(took)
    covariance = sum((a - truth) * (t - share) for a, t in zip(yes, took, strict=True)) / n
    twin = covariance / sqrt(truth * (1 - truth) * share * (1 - share))

    found = data_defect(sum(yes[:75]) / 75, truth, participants=75, population=600)

    assert found.correlation == pytest.approx(twin, rel=1e-9)
    assert found.difference == pytest.approx(defect_bias(twin, fraction=75 / 600, spread=sqrt(truth * (1 - truth))))


def test_mengs_example_of_a_very_large_survey():
    """One in a hundred of everybody and a correlation of 0.005: worth 404 drawn by chance (Meng 2018)."""
    population = 230_000_000
    spread = 0.5
    off = defect_bias(0.005, fraction=0.01, spread=spread)
    found = data_defect(0.5 + off, 0.5, participants=population // 100, population=population)

    assert found.effective_n == pytest.approx(404.04, abs=0.005)


def test_no_difference_is_no_defect():
    assert data_defect(0.5, 0.5, participants=10, population=100).effective_n == inf


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"participants": 100}, "defect-population-too-small"),
        ({"participants": 0}, "defect-population-too-small"),
        ({"benchmark": 1.0}, "defect-no-spread"),
        ({"spread": 0.0}, "defect-no-spread"),
    ],
)
def test_a_defect_that_cannot_be_known(said, code):
    whole = {"mean": 0.5, "benchmark": 0.4, "participants": 99, "population": 100.0}
    with pytest.raises(Refusal) as refused:
        data_defect(**(whole | said))

    assert refused.value.codes == (code,)
    assert data_defect(**whole).correlation > 0


@pytest.mark.parametrize("method", AdjustmentMethod)
def test_leaving_out_each_covariate_gives_the_range_of_what_was_not_measured(method):
    both = counted()
    figure = adjust(both, Adjustment(method=method))
    alone = {
        name: adjust(pair(_only(name), population_cells((name,), _people(name))), Adjustment(method=method))
        for name in COVARIATES
    }
    without = {"place": alone["sex"].estimate.value, "sex": alone["place"].estimate.value}
    moves = {name: abs(value - figure.estimate.value) for name, value in without.items()}

    found = figure.sensitivity

    assert dict(found.left_out) == pytest.approx(without, abs=1e-9)
    assert found.strongest == max(moves, key=moves.get)
    assert found.as_strong.high - figure.estimate.value == pytest.approx(max(moves.values()), abs=1e-9)
    assert figure.estimate.value - found.as_strong.low == pytest.approx(max(moves.values()), abs=1e-9)


def test_the_stated_defect_gives_a_second_range_and_both_are_said_in_words():
    both = counted()
    figure = adjust(both, Adjustment())
    value, n = figure.estimate.value, figure.estimate.participants
    defect = ADJUSTMENT_POLICY.value(FloorId.STATED_DEFECT)
    variation = n / figure.estimate.effective_n - 1
    twin = defect * sqrt((1 - n / 600 + variation) / (n / 600)) * sqrt(value * (1 - value))

    found = figure.sensitivity

    assert found.by_defect.high - value == pytest.approx(twin, rel=1e-9)
    assert len(found.words) == 2
    assert all("could lie anywhere between" in sentence for sentence in found.words)
    assert found.strongest in found.words[0]
    assert not any("margin" in sentence or "confidence" in sentence for sentence in found.words)


def test_with_one_covariate_leaving_it_out_gives_the_participants_as_they_are():
    both = pair(_only("place"), population_cells(("place",), _people("place")))
    figure = adjust(both, Adjustment())

    assert figure.sensitivity.left_out[0][1] == pytest.approx(figure.naive)


def test_a_figure_carries_what_the_policy_asks_for_and_repetitions_if_declared():
    both = counted()
    figure = adjust(both, Adjustment(replicates=60, seed=4))

    assert figure.estimate == doubly_robust(both)
    assert figure.found.effective_n == figure.estimate.effective_n
    assert figure.found.smallest_category == 25
    assert figure.bootstrap is not None
    assert figure.bootstrap.standard_error == pytest.approx(figure.estimate.standard_error, rel=0.4)
    assert figure.estimate.interval_label.startswith("model-based")
    assert adjust(both, Adjustment()).bootstrap is None


def _only(name: str):
    place = COVARIATES.index(name)
    sums: dict[tuple[str], tuple[int, int]] = {}
    for codes, (count, yes) in ROWS.items():
        before = sums.get((codes[place],), (0, 0))
        sums[(codes[place],)] = (before[0] + count, before[1] + yes)
    return cells(sums, covariates=(name,))


def _people(name: str) -> dict[tuple[str, ...], float]:
    place = COVARIATES.index(name)
    return {
        (code,): sum(n for codes, n in PEOPLE.items() if codes[place] == code) for code in {c[place] for c in PEOPLE}
    }
