"""Digits and ratios: scores beside plain twins, and both sides of every cut."""

import math
import random

import pytest
from quality_rows import figures, found
from scipy.stats import chi2

from nyhavn.engine.quality.digit_checks import chance, digit_score, myers, whipple

pytestmark = pytest.mark.engines
EVEN = [f"{place // 10}.{place % 10}" for place in range(200)]


def test_digits_that_come_equally_often_score_nothing():
    assert digit_score([7] * 10) == 0
    assert found({"n": EVEN}, "digit-preference", ("n",), cut=0.001) == {}


def test_a_single_digit_scores_a_hundred():
    assert digit_score([50, *[0] * 9]) == pytest.approx(100)


def test_rounded_measurements_are_found_with_the_count_of_each_digit():
    rounded = [f"{place // 2}.{5 * (place % 2)}" for place in range(100)]
    finding = found({"n": [*EVEN, *rounded]}, "digit-preference", ("n",))["digit-preference"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (300, 300, ())
    assert [figures(finding)[f"digit-{digit}"] for digit in range(10)] == [70, 20, 20, 20, 20, 70, 20, 20, 20, 20]
    assert figures(finding)["score"] == pytest.approx(100 * math.sqrt((2 * 40**2 / 30 + 8 * 10**2 / 30) / (300 * 9)))


def test_both_sides_of_the_cut():
    numbers = [*EVEN, *["1.0"] * 60]
    score = figures(found({"n": numbers}, "digit-preference", ("n",), cut=0)["digit-preference"])["score"]
    assert found({"n": numbers}, "digit-preference", ("n",), cut=score - 1e-6)
    assert not found({"n": numbers}, "digit-preference", ("n",), cut=score + 1e-6)


@pytest.mark.parametrize(("text", "decimals", "digit"), [
    ("22.3", 1, 3), ("22", 1, 0), ("-7.9", 1, 9), ("4.35", 2, 5), ("4.349999", 2, 5), ("61", 0, 1), ("0.30", 1, 3),
])  # fmt: skip
def test_the_last_digit_is_that_of_the_number_rounded_as_it_is_measured(text, decimals, digit):
    finding = found({"n": [text] * 50}, "digit-preference", ("n",), decimals=decimals)["digit-preference"]
    assert figures(finding)[f"digit-{digit}"] == 50


@pytest.mark.parametrize(("many", "code"), [(49, "not-judged"), (50, "digit-preference")])
def test_too_few_numbers_for_digits_are_said(many, code):
    assert set(found({"n": ["1.0"] * many}, "digit-preference", ("n",))) == {code}


def test_whipple_is_a_hundred_for_even_ages_and_five_hundred_if_all_are_heaped():
    assert whipple(dict.fromkeys(range(100), 3)) == 100
    assert whipple({25: 10, 30: 10, 62: 0}) == 500
    assert whipple({22: 10, 63: 10}) == 0


def test_myers_is_nothing_for_even_ages_and_ninety_for_a_single_digit():
    assert myers(dict.fromkeys(range(5, 110), 3)) == pytest.approx(0)
    assert myers({30: 10, 50: 4, 10: 3, 80: 7}) == pytest.approx(90)


def test_myers_agrees_with_its_blended_weights():
    """A digit d of the first ten years counts d + 1 times, of the last nine 9 - d times, in between ten times."""
    drawer = random.Random(4)
    ages = {age: drawer.randrange(20) for age in range(110)}
    blended = [
        sum(ages[10 * tens + digit] * {1: digit + 1, 9: 9 - digit}.get(tens, 10) for tens in range(1, 10))
        for digit in range(10)
    ]
    expected = sum(abs(100 * count / sum(blended) - 10) for count in blended) / 2
    assert myers(ages) == pytest.approx(expected)


AGES = [str(age) for age in range(15, 75) for _ in range(4)]


def test_heaped_ages_are_found_and_even_ones_are_not():
    heaped = [*AGES, *["30"] * 40, *["45"] * 40]
    finding = found({"age": heaped}, "age-heaping", ("age",))["age-heaping"]
    assert figures(finding)["whipple"] == pytest.approx(500 * (8 * 4 + 80) / (160 + 80))
    assert finding.rows == finding.out_of == 240
    assert found({"age": AGES}, "age-heaping", ("age",)) == {}


def test_ages_in_parts_of_years_are_cut():
    cut = figures(found({"age": ["29.9"] * 60 + ["30.1"] * 60}, "age-heaping", ("age",))["age-heaping"])
    assert cut["whipple"] == 250


def test_too_few_grown_up_ages_are_said():
    assert set(found({"age": ["30"] * 99 + ["5"] * 99}, "age-heaping", ("age",))) == {"not-judged"}
    assert set(found({"age": ["30"] * 100}, "age-heaping", ("age",))) == {"age-heaping"}


@pytest.mark.parametrize(
    ("first", "second", "expected"), [(30, 30, 1.0), (85, 100, 0.85), (10, 40, 1.0), (3, 900, 0.85)]
)
def test_chance_is_that_of_a_chi_squared_statistic(first, second, expected):
    wanted = ((first + second) * expected / (1 + expected), (first + second) / (1 + expected))
    statistic = sum((n - e) ** 2 / e for n, e in zip((first, second), wanted, strict=True))
    assert chance(first, second, expected) == pytest.approx(chi2.sf(statistic, 1), rel=1e-9, abs=1e-300)


def test_younger_children_are_counted_beside_older_ones():
    ages = ["5.9", "6", "29.9", "30", "59.9", "60"] + ["12"] * 60 + ["40"] * 6
    finding = found({"age": ages}, "age-ratio", ("age",))["age-ratio"]
    assert (figures(finding)["younger"], figures(finding)["older"]) == (62, 8)
    even = [*["12"] * 85, *["40"] * 100]
    assert found({"age": even}, "age-ratio", ("age",)) == {}


def test_males_are_counted_beside_females_by_declared_codes():
    sexes = ["m", "1"] * 40 + ["f"] * 20 + ["x", None]
    finding = found({"sex": sexes}, "sex-ratio", ("sex",), males="m, 1", females="f")["sex-ratio"]
    assert (figures(finding)["males"], figures(finding)["females"], finding.out_of) == (80, 20, 100)
    assert found({"sex": ["m", "f"] * 40}, "sex-ratio", ("sex",), males="m", females="f") == {}
    assert set(found({"sex": ["m"] * 40}, "sex-ratio", ("sex",), males="m", females="f")) == {"not-judged"}
