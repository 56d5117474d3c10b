"""The word beside a figure, on both sides of every boundary of the policies."""

from dataclasses import replace

import pytest

from nyhavn.framework.reliability import POLICIES, Precision, Word, reliability, too_few
from nyhavn.framework.statistics import Statistic

SHARE = Precision(n=400, value=0.4, standard_error=0.025, low=0.35, high=0.45, effective=380.0, df=40)
MEAN = Precision(n=400, value=100.0, standard_error=5.0, low=90.0, high=110.0, effective=300.0, df=40)


def word(statistic: Statistic, found: Precision) -> Word:
    flag = reliability(statistic, found)
    assert flag is not None and flag.why
    return flag.word


def test_a_good_share_and_a_good_mean_are_reliable() -> None:
    assert word(Statistic.PROPORTION, SHARE) is Word.RELIABLE
    assert word(Statistic.MEAN, MEAN) is Word.RELIABLE


@pytest.mark.parametrize(
    ("change", "inside", "outside", "is_then"),
    [
        ("n", 30, 29, Word.UNRELIABLE),
        ("effective", 30.0, 29.9, Word.UNRELIABLE),
        ("high", 0.649, 0.651, Word.UNRELIABLE),  # 0.30 wide
        ("df", 8, 7, Word.CAUTION),
        ("value", 0.077, 0.0769, Word.UNRELIABLE),  # an interval of 0.10 may be 130 % of the share
    ],
)
def test_a_share_is_flagged_just_outside_each_boundary_and_not_just_inside(change, inside, outside, is_then) -> None:
    assert word(Statistic.PROPORTION, replace(SHARE, **{change: inside})) is Word.RELIABLE
    assert word(Statistic.PROPORTION, replace(SHARE, **{change: outside})) is is_then


def test_a_rare_share_with_a_narrow_interval_is_reliable_however_wide_relative_to_it() -> None:
    narrow = replace(SHARE, value=0.01, low=0.001, high=0.051)
    assert word(Statistic.PROPORTION, narrow) is Word.RELIABLE
    assert word(Statistic.PROPORTION, replace(narrow, high=0.052)) is Word.UNRELIABLE


@pytest.mark.parametrize(("value", "low", "high"), [(0.0, 0.0, 0.01), (1.0, 0.99, 1.0)])
def test_nobody_and_everybody_are_to_be_used_with_caution(value: float, low: float, high: float) -> None:
    none = replace(SHARE, value=value, low=low, high=high, standard_error=None, effective=None)
    assert word(Statistic.PROPORTION, none) is Word.CAUTION


@pytest.mark.parametrize(
    ("error", "is_then"),
    [(16.5, Word.RELIABLE), (16.6, Word.CAUTION), (33.3, Word.CAUTION), (33.4, Word.UNRELIABLE)],
)
@pytest.mark.parametrize("statistic", [Statistic.MEAN, Statistic.TOTAL, Statistic.RATIO, Statistic.QUANTILE])
def test_other_figures_are_flagged_by_their_coefficient_of_variation(statistic, error: float, is_then: Word) -> None:
    assert word(statistic, replace(MEAN, standard_error=error)) is is_then
    assert word(statistic, replace(MEAN, standard_error=error, value=-100.0)) is is_then


def test_a_figure_of_zero_with_an_error_is_unreliable_and_one_without_an_error_too() -> None:
    assert word(Statistic.MEAN, replace(MEAN, value=0.0)) is Word.UNRELIABLE
    assert word(Statistic.MEAN, replace(MEAN, standard_error=None)) is Word.UNRELIABLE
    assert word(Statistic.PROPORTION, replace(SHARE, low=None)) is Word.UNRELIABLE


def test_nothing_is_said_where_there_is_no_figure() -> None:
    assert reliability(Statistic.MEAN, replace(MEAN, value=None)) is None


def test_nine_answers_are_too_few_for_any_figure_and_ten_are_not() -> None:
    assert "Fewer than 10" in too_few(9)
    assert too_few(10) == ""


def test_every_policy_says_whose_it_is_and_since_when() -> None:
    assert {policy.id for policy in POLICIES.policy} == {"nchs-2017", "statcan-cv"}
    assert all(policy.office and policy.date and policy.source for policy in POLICIES.policy)
    assert all(POLICIES.of(statistic) is not None for statistic in Statistic)
