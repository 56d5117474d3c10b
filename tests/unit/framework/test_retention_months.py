"""Months are counted on the calendar, and a yes holds on its last day."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_terms import MOST_MONTHS, Kept, PurposeTerms, RecipientKind
from nyhavn.framework.retention import after_months, earlier, first_of_month, last_day

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
        (date(9990, 5, 15), MOST_MONTHS, date.max),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one_of_that_month(day: date, months: int, expected: date) -> None:
    assert after_months(day, months) == expected


@given(DAYS, st.integers(0, MOST_MONTHS))
def test_it_is_never_in_another_month_and_never_later_than_the_day_itself(day: date, months: int) -> None:
    """The slow way: month by month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    found = after_months(day, months)
    assert (found.year, found.month) == (year, month)
    assert found.day <= day.day
    assert found.day == day.day or first_of_month(after_months(found, 1)).toordinal() == found.toordinal() + 1


@dataclass(frozen=True)
class Told:
    terms: tuple[PurposeTerms, ...]


def told(kept: Kept, months: int | None = None) -> Told:
    said = {"purpose": Purpose.MEDIA, "kept": kept, "months": months, "recipients": (RecipientKind.TEAM,)}
    return Told((PurposeTerms.model_validate(said),))


def test_what_was_promised_says_the_last_day() -> None:
    day = date(2026, 3, 31)
    assert last_day(told(Kept.MONTHS, 3), Purpose.MEDIA, day) == date(2026, 6, 30)
    assert last_day(told(Kept.NOT_KEPT), Purpose.MEDIA, day) == day
    assert last_day(told(Kept.UNTIL_WITHDRAWN), Purpose.MEDIA, day) is None
    assert last_day(told(Kept.MONTHS, 3), Purpose.ATTRIBUTION, day) is None
    assert last_day(Told(()), Purpose.MEDIA, day) is None


def test_the_earlier_of_two_ends_counts() -> None:
    one, other = date(2026, 1, 1), date(2026, 1, 2)
    assert earlier(one, other) == earlier(other, one) == earlier(one, None) == earlier(None, one) == one
    assert earlier(None, None) is None
