"""Two releases together must not give away what each of them hides."""

import pytest

from nyhavn.chain.previous import Previous, check_over_time, over_time
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable

THRESHOLD = 5


def table(n: int | None, numerator: int | None, status: CellStatus = CellStatus.PUBLISHED) -> StatisticalTable:
    """A table with one group."""
    return StatisticalTable("t.by.place", "t", ("place",), (Figure(("north",), status, n=n, numerator=numerator),))


def compared(was: StatisticalTable, now: StatisticalTable, threshold: int = THRESHOLD) -> None:
    """Compares a release with the one before."""
    check_over_time(Previous("r", "1", (was,)), (now,), threshold)


def is_refused(was: StatisticalTable, now: StatisticalTable, threshold: int = THRESHOLD) -> bool:
    """Whether the comparison stops the release."""
    try:
        compared(was, now, threshold)
    except Refusal:
        return True
    return False


@pytest.mark.parametrize("change", [1, 4, -1, -4])
def test_a_number_that_changes_by_fewer_than_the_threshold_stops_the_release(change: int) -> None:
    with pytest.raises(Refusal) as caught:
        compared(table(40, 12), table(40 + change, 12))
    assert caught.value.codes == ("changed-by-too-few",)


def test_the_numerator_is_compared_as_well() -> None:
    with pytest.raises(Refusal, match="fewer people"):
        compared(table(40, 12), table(40, 13))


@pytest.mark.parametrize("change", [0, 5, -5, 100])
def test_an_unchanged_number_and_a_large_change_come_through(change: int) -> None:
    assert not is_refused(table(400, 120), table(400 + change, 120 + change))


def test_a_number_hidden_now_but_open_in_the_last_release_stops_the_release() -> None:
    with pytest.raises(Refusal) as caught:
        compared(table(40, 12), table(None, None, CellStatus.SUPPRESSED))
    assert caught.value.codes == ("published-before",)


def test_a_number_hidden_before_and_open_now_comes_through() -> None:
    assert not is_refused(table(None, None, CellStatus.SUPPRESSED), table(40, 12))


def test_data_without_persons_may_change_by_one() -> None:
    assert not is_refused(table(40, 12), table(41, 12), threshold=1)
    assert is_refused(table(40, 12), table(41, 12))


def test_the_report_says_whether_releases_were_compared() -> None:
    assert "not checked" in over_time(None)
    assert "compared with release r" in over_time(Previous("r", "1", ()))
