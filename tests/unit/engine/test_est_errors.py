"""Standard errors and intervals where formulas are easily wrong: large numbers, lonely strata, full counts, edges."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from nyhavn.engine.estimation import Estimation, SamplingError, code_rows, tables
from nyhavn.engine.estimation.intervals import korn_graubard
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown, Category, Figure, Indicator, Statistic

WATER = Question("water", "water", AnswerType.SELECT_ONE, choices=(Choice("yes"), Choice("no")))
SEX = Question("sex", "sex", AnswerType.SELECT_ONE, choices=(Choice("f"), Choice("m")))
SIZE = Question("size", "size", AnswerType.DECIMAL)
INSTRUMENT = Instrument("i", "1", "", (WATER, SEX, SIZE))
BY_SEX = Breakdown(
    id="sex", title="", question="sex", categories=(Category(code="f", label=""), Category(code="m", label=""))
)
SAFE = Indicator(id="safe", title="", statistic=Statistic.PROPORTION, numerator="${water} = 'yes'", by=(("sex",),))
MEAN = Indicator(id="mean", title="", statistic=Statistic.MEAN, value="size")
TOTAL = Indicator(id="total", title="", statistic=Statistic.TOTAL, value="size")
COUNT = Indicator(id="count", title="", statistic=Statistic.COUNT)


def estimation(
    indicator: Indicator,
    error: SamplingError,
    *,
    population: Mapping[str, int] | None = None,
    confidence: float = 0.95,
    design: Mapping[str, str] | None = None,
    **columns: Sequence[str],
) -> Estimation:
    size = len(next(iter(columns.values())))
    nobody = {question.name: pa.nulls(size, pa.string()) for question in INSTRUMENT.questions}
    table = pa.table({"_row": pa.array(range(size), pa.int64()), **nobody, **columns})
    coded: nw.LazyFrame[Any] = code_rows(
        nw.from_native(duckdb.connect().from_arrow(table)).lazy(),
        indicators=[indicator],
        breakdowns=[BY_SEX],
        instrument=INSTRUMENT,
        today=date(2026, 3, 1),
        **(design or {}),
    )
    return tables(
        coded, [indicator], [BY_SEX], error=error, inference=True, population=population, confidence=confidence
    )


def total(found: Estimation) -> Figure:
    return found.tables[0].figure()


def test_large_numbers_close_together_keep_the_digits_of_their_error() -> None:
    """NIST StRD NumAcc4: 1001 values around 10000000.2, mean 10000000.2, standard deviation 0.1, certified."""
    values = ["10000000.2"] + ["10000000.1", "10000000.3"] * 500
    figure = total(estimation(MEAN, SamplingError.SIMPLE_RANDOM, size=values))
    assert figure.value == pytest.approx(10000000.2, rel=1e-11)
    assert figure.standard_error == pytest.approx(0.1 / 1001**0.5, rel=1e-6)


def test_the_interval_of_a_mean_is_students() -> None:
    values = [1.0, 2.0, 4.0, 9.0]
    figure = total(estimation(MEAN, SamplingError.SIMPLE_RANDOM, confidence=0.9, size=[str(v) for v in values]))
    low, high = stats.t.interval(0.9, 3, loc=np.mean(values), scale=stats.sem(values))
    assert (figure.low, figure.high) == (pytest.approx(low), pytest.approx(high))


def test_one_answer_has_no_error_and_the_reason_is_said() -> None:
    found = estimation(MEAN, SamplingError.SIMPLE_RANDOM, size=["3"])
    assert (total(found).value, total(found).standard_error, total(found).low) == (3.0, None, None)
    assert found.about_groups == (
        "mean: No standard error for some groups: their answers come from too few independent units.",
    )


def test_answers_all_alike_show_no_spread_to_measure() -> None:
    found = estimation(MEAN, SamplingError.SIMPLE_RANDOM, size=["0.1"] * 30)
    assert total(found).standard_error is None
    assert "alike" in found.about_groups[0]


def test_one_cluster_has_no_error_however_many_people_it_holds() -> None:
    people = {"water": ["yes", "no", "yes", "no"], "psu": ["a"] * 4}
    found = estimation(SAFE, SamplingError.CLUSTER, design={"cluster": "psu"}, **people)
    assert (total(found).n, total(found).value, total(found).standard_error) == (4, 0.5, None)
    assert "too few independent units" in found.about_groups[0]


def test_two_clusters_have_one() -> None:
    """The twin: z = (1 - 0.5) / 4 and its opposite, v = 2 * (2 * 0.125^2)."""
    people = {"water": ["yes", "yes", "no", "yes", "no", "no"], "psu": list("aaabbb")}
    found = estimation(SAFE, SamplingError.CLUSTER, design={"cluster": "psu"}, **people)
    assert total(found).standard_error == pytest.approx((2 * 2 * (0.5 / 6) ** 2) ** 0.5)
    assert found.remarks == ()


def test_a_group_within_one_cluster_has_no_error_though_the_total_has() -> None:
    people = {"water": ["yes", "no", "yes", "no"], "sex": ["f", "f", "m", "m"], "psu": ["a", "a", "b", "c"]}
    found = estimation(SAFE, SamplingError.CLUSTER, design={"cluster": "psu"}, **people)
    by_sex = found.tables[1]
    assert by_sex.figure("f").standard_error is None
    assert by_sex.figure("m").standard_error is not None


def test_a_stratum_of_one_cluster_leaves_its_groups_without_an_error() -> None:
    people = {"water": ["yes", "no", "yes", "no"], "psu": list("abcd"), "region": ["n", "n", "n", "s"]}
    found = estimation(SAFE, SamplingError.CLUSTER, design={"cluster": "psu", "stratum": "region"}, **people)
    assert total(found).standard_error is None
    assert found.about_groups == (
        "safe: No standard error for some groups: only one unit was drawn in one of their strata.",
    )


def test_the_same_cluster_code_in_two_strata_is_two_clusters() -> None:
    people = {"water": ["yes", "no", "yes", "yes"], "psu": ["1", "2", "1", "2"], "region": ["n", "n", "s", "s"]}
    design = {"cluster": "psu", "stratum": "region"}
    apart = {**people, "psu": ["n1", "n2", "s1", "s2"]}
    same = total(estimation(SAFE, SamplingError.CLUSTER, design=design, **people))
    assert same == total(estimation(SAFE, SamplingError.CLUSTER, design=design, **apart))
    assert same.standard_error is not None


def test_a_full_count_has_an_error_of_zero_and_no_width() -> None:
    figure = total(estimation(SAFE, SamplingError.SIMPLE_RANDOM, population={"": 3}, water=["yes", "no", "no"]))
    assert figure.standard_error == 0.0
    assert figure.low == figure.high == figure.value


def test_a_sample_larger_than_its_population_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        estimation(SAFE, SamplingError.SIMPLE_RANDOM, population={"": 2}, water=["yes", "no", "no"])
    assert refused.value.codes == ("population-too-small",)


def test_a_stratum_larger_than_its_population_is_named() -> None:
    people = {"water": ["yes", "no", "no"], "region": ["n", "s", "s"]}
    with pytest.raises(Refusal, match="2 rows were drawn in stratum s"):
        estimation(
            SAFE, SamplingError.SIMPLE_RANDOM, population={"n": 9, "s": 1}, design={"stratum": "region"}, **people
        )


def test_a_design_of_clusters_without_a_cluster_column_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        estimation(SAFE, SamplingError.CLUSTER, water=["yes"])
    assert refused.value.codes == ("cluster-missing",)


def test_everybody_saying_yes_leaves_room_for_doubt() -> None:
    """Clopper and Pearson's one-sided bound for n of n, and no standard error of zero."""
    figure = total(estimation(SAFE, SamplingError.SIMPLE_RANDOM, water=["yes"] * 20))
    assert (figure.value, figure.standard_error, figure.high) == (1.0, None, 1.0)
    assert figure.low == pytest.approx(stats.binomtest(20, 20).proportion_ci(0.95, "exact").low)


def test_everybody_saying_yes_in_clusters_counts_clusters_and_not_people() -> None:
    people = {"water": ["yes"] * 20, "psu": list("abcde") * 4}
    figure = total(estimation(SAFE, SamplingError.CLUSTER, design={"cluster": "psu"}, **people))
    assert figure.low == pytest.approx(stats.binomtest(5, 5).proportion_ci(0.95, "exact").low)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (37, 1000)])
def test_with_the_binomial_variance_the_interval_is_clopper_and_pearsons(hits: int, n: int) -> None:
    share = np.array([hits / n])
    numbers = np.array([n]), np.array([n - 1]), np.array([n])
    low, high = korn_graubard(share, share * (1 - share) / n, *numbers, 0.95, cap=True)
    exact = stats.binomtest(hits, n).proportion_ci(0.95, "exact")
    assert low[0] == pytest.approx(exact.low)
    assert high[0] == pytest.approx(exact.high)


def test_an_effective_number_above_the_answers_is_cut_to_them() -> None:
    numbers = np.array([10]), np.array([9]), np.array([10])
    tight = korn_graubard(np.array([0.5]), np.array([0.0001]), *numbers, 0.95, cap=True)
    exact = stats.binomtest(5, 10).proportion_ci(0.95, "exact")
    assert tight[0][0] == pytest.approx(exact.low)
    assert korn_graubard(np.array([0.5]), np.array([0.0001]), *numbers, 0.95, cap=False)[0][0] > exact.low


def test_sums_over_records_without_weights_have_no_error() -> None:
    for indicator, value in ((TOTAL, 6.0), (COUNT, 3.0)):
        found = estimation(indicator, SamplingError.SIMPLE_RANDOM, size=["1", "2", "3"])
        assert (total(found).value, total(found).standard_error) == (value, None)
        assert "not an estimate for a population" in found.about_groups[0]


def test_a_weighted_count_of_a_population_has_an_error() -> None:
    found = estimation(
        COUNT, SamplingError.CLUSTER, design={"weight": "w", "cluster": "psu"}, w=["2", "2", "4"], psu=list("abc")
    )
    assert total(found).value == 8.0
    assert total(found).standard_error == pytest.approx((3 / 2 * ((8 / 3 - 2) ** 2 * 2 + (4 - 8 / 3) ** 2)) ** 0.5)
    assert found.remarks == ()


def test_what_may_be_published_about_missing_errors_names_no_group_and_no_answer() -> None:
    """ "All alike" about a hidden group would say what hiding it keeps back."""
    found = estimation(SAFE, SamplingError.SIMPLE_RANDOM, water=["yes", "yes", "yes"])
    assert "alike" in found.about_groups[0]
    assert found.remarks and not any("alike" in remark for remark in found.remarks)
