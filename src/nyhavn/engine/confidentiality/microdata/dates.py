"""Dates become coarser: day, month, quarter, year, five years. What is coarser is read as ISO 8601 writes it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from nyhavn.engine.confidentiality.microdata.recoding import Recode
from nyhavn.framework.refusal import refusal

_STEP = 5  # years


class DateGrain(StrEnum):
    """How coarse, from fine to coarse."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FIVE_YEARS = "five-years"


def coarser_dates(column: str, days: Iterable[str], grain: DateGrain) -> Recode:
    """How each different day of a column is written then: 2026-03-09 as 2026-03, 2026-Q1, 2026 or 2025-2029.

    Moments lose their clock first. Raises Refusal "date-unreadable" with the number of texts that are no days.
    """
    mapping, unreadable = {}, 0
    for text in set(days):
        day = _day(text)
        unreadable += day is None
        if day is not None:
            mapping[text] = _written(day, grain)
    if unreadable:
        what = f"{unreadable} different texts of this column are no dates."
        do = "Write days as 2026-03-09, or take these texts out with a reason."
        raise refusal("date-unreadable", what, where=f"column {column}", do=do)
    return Recode(column, mapping, list(DateGrain).index(grain))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _written(day: date, grain: DateGrain) -> str:
    first = day.year - day.year % _STEP
    return {
        DateGrain.DAY: f"{day:%Y-%m-%d}",
        DateGrain.MONTH: f"{day:%Y-%m}",
        DateGrain.QUARTER: f"{day:%Y}-Q{(day.month + 2) // 3}",
        DateGrain.YEAR: f"{day:%Y}",
        DateGrain.FIVE_YEARS: f"{first:04d}-{first + _STEP - 1:04d}",
    }[grain]
