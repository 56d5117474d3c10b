"""Times of interviews as numbers, for order and length.

`engine.days` reads any moment of an expression; here files of interviews are read, where times are written in other
ways too, and every use of a text is one more copy of all that it was made of. So each moment is a column of its own,
made of a column that holds nothing but moments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.days import only_where
from nyhavn.framework.expression_values import DAY_PATTERN

MINUTES_IN_DAY = 1440.0
SECONDS_IN_MINUTE = 60.0
DAYS_IN_YEAR = 365.25  # whole days of years since 1, exact from 1901 to 2099
_YEAR = "[1-9][0-9]{3}"
_LEAP_YEAR = "([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)"
_CLOCK = "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])?)?$"
_WITH_MINUTES, _WITH_OFFSET = 16, 21  # characters of 2024-05-01T10:00, and of that with +0200
_UP_TO_THE_OFFSET = "^.{16}(:[0-9]{2}([.][0-9]+)?)?"


@dataclass(frozen=True)
class Written:
    """How times are written: the pattern of a whole text, and the days in the codes of strptime."""

    pattern: str
    day: str


def _pattern(*, is_month_first: bool) -> str:
    """Days that exist, with month and day in either order, and perhaps a clock."""
    kinds = (
        ("(0[1-9]|[12][0-9]|3[01])", "(0[13578]|1[02])", _YEAR),
        ("(0[1-9]|[12][0-9]|30)", "(0[469]|11)", _YEAR),
        ("(0[1-9]|1[0-9]|2[0-8])", "02", _YEAR),
        ("29", "02", _LEAP_YEAR),
    )
    dates = []
    for day, month, year in kinds:
        first, second = (month, day) if is_month_first else (day, month)
        dates.append(f"{first}[/.-]{second}[/.-]{year}")
    return f"^({'|'.join(dates)}){_CLOCK}"


WRITTEN: Mapping[str, Written] = {
    "iso": Written(DAY_PATTERN, "%Y-%m-%d"),
    "day-first": Written(_pattern(is_month_first=False), "%d-%m-%Y"),
    "month-first": Written(_pattern(is_month_first=True), "%m-%d-%Y"),
}


def with_moments(frame: nw.LazyFrame[Any], wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
    """The frame with columns of minutes, Float64: by name the column that is read, and how it is written.

    Null where the text names no moment. Without a clock it is midnight, without an offset UTC; parts of a second are
    cut. Exact from 1901 to 2099.
    """
    if not wanted:
        return frame
    known = {
        _known(name): only_where(nw.col(column).str.contains(WRITTEN[written].pattern), nw.col(column))
        for name, (column, written) in wanted.items()
    }
    minutes = {name: _minutes(nw.col(_known(name)), written) for name, (_, written) in wanted.items()}
    return frame.with_columns(**known).with_columns(**minutes)


def _known(name: str) -> str:
    return f"_text of {name}"


def _minutes(known: nw.Expr, written: str) -> nw.Expr:
    date = known.str.slice(0, 10) if written == "iso" else known.str.slice(0, 10).str.replace_all("[/.]", "-")
    day = date.str.to_datetime(WRITTEN[written].day)
    days = ((day.dt.year().cast(nw.Float64) - 1.0) * DAYS_IN_YEAR).floor() + day.dt.ordinal_day().cast(nw.Float64)
    return days * MINUTES_IN_DAY + _clock(known) - _offset(known)


def _clock(known: nw.Expr) -> nw.Expr:
    """Minutes since midnight; hours and minutes stand at fixed places, seconds where a colon comes before them."""
    to_the_minute = only_where(known.str.len_chars() >= _WITH_MINUTES, known)
    minutes = _part(to_the_minute, 11) * 60.0 + _part(to_the_minute, 14)
    seconds = _part(only_where(known.str.slice(16, 1) == ":", known), 17) / SECONDS_IN_MINUTE
    return nw.coalesce(minutes, nw.lit(0.0)) + nw.coalesce(seconds, nw.lit(0.0))


def _part(text: nw.Expr, start: int) -> nw.Expr:
    return text.str.slice(start, 2).cast(nw.Float64)


def _offset(known: nw.Expr) -> nw.Expr:
    """Minutes by which the clock is ahead of UTC; 0 where nothing is said."""
    long_enough = only_where(known.str.len_chars() >= _WITH_OFFSET, known)
    after = long_enough.str.replace_all(_UP_TO_THE_OFFSET, "").str.replace_all(":", "", literal=True)
    number = only_where(after.str.contains("^[+-][0-9]{4}$"), after).cast(nw.Float64)
    hours = nw.when(number < 0.0).then((number / 100.0).ceil()).otherwise((number / 100.0).floor())
    return nw.coalesce(number - hours * 40.0, nw.lit(0.0))
