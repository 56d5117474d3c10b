"""Numbers far from the others, in another unit, or in the place of an answer: each fault alone, and its clean twin."""

import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_rows import figures, found

from engines import drawn
from nyhavn.engine.quality.spreads import NORMAL_MAD
from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.engines
AROUND = [str(number) for number in range(40, 61)]


def outliers(numbers, **parameters):
    raised = found({"n": numbers}, "outlier", ("n",), **parameters)
    return raised["outlier"].row_numbers if "outlier" in raised else ()


def test_a_number_far_from_the_others_is_found_and_nothing_else():
    finding = found({"n": [*AROUND, "500"]}, "outlier", ("n",))["outlier"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (1, 22, (22,))
    assert figures(finding)["above"] < 500


def test_numbers_that_lie_together_are_no_outliers():
    assert outliers(AROUND) == ()


@pytest.mark.parametrize(("number", "is_found"), [("92.5", False), ("92.6", True), ("9.5", False), ("9.4", True)])
def test_the_fences_stand_three_interquartile_ranges_beyond_the_quartiles(number, is_found):
    """42 numbers from 40 to 60, and two that keep the quartiles at 45.75 and 57.25 wherever they stand."""
    numbers = [*AROUND, *AROUND, number]
    low, _, high = statistics.quantiles(map(float, numbers), n=4, method="inclusive")
    reach = 3 * (high - low)
    expected = not low - reach <= float(number) <= high + reach
    assert (outliers(numbers) == (43,)) is expected


@pytest.mark.parametrize("k", [1.5, 3.5])
def test_median_and_mad_are_an_alternative(k):
    numbers = [*AROUND, "75", "110"]
    middle = statistics.median(map(float, numbers))
    reach = k * NORMAL_MAD * statistics.median(abs(float(number) - middle) for number in numbers)
    expected = tuple(place for place, number in enumerate(numbers, 1) if abs(float(number) - middle) > reach)
    assert outliers(numbers, method="mad", k=k, most=1) == expected


def test_what_is_far_in_one_group_is_usual_in_another():
    rows = {"n": [*AROUND, *(str(int(number) * 10) for number in AROUND), "500"], "g": ["a"] * 21 + ["b"] * 21 + ["a"]}
    finding = found(rows, "outlier", ("n",), by=("g",))["outlier"]
    assert finding.row_numbers == (43,)
    assert finding.columns == ("n", "g")
    assert found({"n": rows["n"], "g": ["a"] * 21 + ["b"] * 22}, "outlier", ("n",), by=("g",)) == {}


def test_rows_without_a_group_are_a_group_of_their_own():
    rows = {"n": [*AROUND, *AROUND, "500"], "g": ["a"] * 21 + [None] * 22}
    assert found(rows, "outlier", ("n",), by=("g",))["outlier"].row_numbers == (43,)


@pytest.mark.parametrize(("many", "is_judged"), [(18, False), (19, True)])
def test_too_few_numbers_are_not_judged_and_said(many, is_judged):
    raised = found({"n": [*AROUND[:many], "900"]}, "outlier", ("n",))
    assert set(raised) == ({"outlier"} if is_judged else {"not-judged"})


def test_numbers_of_which_half_are_the_same_have_no_limit():
    raised = found({"n": [*["1"] * 40, "2", "900"]}, "outlier", ("n",))
    assert set(raised) == {"not-judged"}
    assert raised["not-judged"].wording.startswith("The check “outlier” could not be made: ")


@pytest.mark.parametrize("by", [(), ("g",)])
@pytest.mark.parametrize(("far", "is_judged"), [(2, True), (3, False)])
def test_many_numbers_far_away_are_uneven_and_said_to_be_so(far, is_judged, by):
    """One in twenty is the limit: 2 of 44 lie below it, 3 of 45 above."""
    numbers = [*AROUND, *AROUND, *["500"] * far]
    raised = found({"n": numbers, "g": ["a"] * len(numbers)}, "outlier", ("n",), by=by)
    assert set(raised) == ({"outlier"} if is_judged else {"not-judged"})
    assert is_judged or "uneven rather than wrong" in raised["not-judged"].wording


def test_dont_know_is_no_number():
    question = Question("n", "n", AnswerType.INTEGER, dont_know=("999",))
    assert found({"n": [*AROUND, "999"]}, "outlier", ("n",), questions=(question,)) == {}
    assert found({"n": [*AROUND, "999"]}, "sentinel-number", ("n",), questions=(question,)) == {}


@pytest.mark.parametrize("number", ["999", "99", "-99", "9999.0"])
def test_a_number_that_stands_for_no_answer_is_found_where_it_lies_far_away(number):
    low = [str(place) for place in range(10, 31)]
    finding = found({"n": [*low, number]}, "sentinel-number", ("n",))["sentinel-number"]
    assert (finding.rows, finding.row_numbers) == (1, (22,))


def test_the_same_number_among_others_like_it_is_a_number():
    high = [str(place) for place in range(970, 1030)]
    assert found({"n": [*high, "999"]}, "sentinel-number", ("n",)) == {}
    assert found({"n": [*AROUND, "500"]}, "sentinel-number", ("n",)) == {}


MILLIMETRES = [str(number) for number in range(120, 160)]


@pytest.mark.parametrize("number", ["13.5", "1400"])
def test_a_number_in_another_unit_is_found(number):
    finding = found({"n": [*MILLIMETRES, number]}, "other-unit", ("n",))["other-unit"]
    assert finding.row_numbers == (41,)
    part = "would-be-larger" if number == "13.5" else "would-be-smaller"
    assert figures(finding)[part] == 1


@pytest.mark.parametrize("number", ["3", "100000", "999"])
def test_a_number_that_no_unit_explains_is_none_in_another_unit(number):
    """And a code of missing answers is not 99.9 centimetres."""
    assert found({"n": [*MILLIMETRES, number]}, "other-unit", ("n",)) == {}


def test_the_factor_can_be_declared():
    grams = [str(number) for number in range(3000, 3500, 10)]
    assert found({"n": [*grams, "3.4"]}, "other-unit", ("n",), factor=1000)["other-unit"].rows == 1
    assert found({"n": [*grams, "3.4"]}, "other-unit", ("n",)) == {}


def twin(numbers, groups, k):
    """Tukey's fences by group in plain Python: row numbers."""
    marked = []
    for group in dict.fromkeys(groups):
        mine = [float(n) for n, g in zip(numbers, groups, strict=True) if g == group and n is not None]
        if len(mine) < 4:
            continue
        low, _, high = statistics.quantiles(mine, n=4, method="inclusive")
        reach = k * (high - low)
        for place, (n, g) in enumerate(zip(numbers, groups, strict=True), 1):
            if g == group and n is not None and reach > 0 and not low - reach <= float(n) <= high + reach:
                marked.append(place)
    return tuple(sorted(marked))


NUMBERS = st.sampled_from([None, "0", "1", "2", "3", "3.5", "4", "5", "6", "40", "-30", "41.25"])


@given(st.lists(st.tuples(NUMBERS, st.sampled_from(["a", "b"])), min_size=4, max_size=40), st.booleans())
@settings(max_examples=drawn(12), deadline=None)
def test_outliers_agree_with_a_plain_twin(rows, by_group):
    numbers, groups = [number for number, _ in rows], [group if by_group else "a" for _, group in rows]
    declared = {"by": ("g",)} if by_group else {}
    raised = found({"n": numbers, "g": groups}, "outlier", ("n",), k=1.5, fewest=4, most=1, **declared)
    assert (raised["outlier"].row_numbers if "outlier" in raised else ()) == twin(numbers, groups, 1.5)


def test_spreads_of_many_repeated_numbers_are_exact():
    chance = random.Random(5)
    numbers = [f"{chance.gauss(50, 9):.1f}" for _ in range(600)]
    assert outliers(numbers, k=1.5, most=1) == twin(numbers, ["a"] * 600, 1.5)
