"""Days, moments and numbers of text columns.

Engines read dates in their own ways and fail on what is none; here text that is no date is nulled first, so that no
cast can fail, and all engines agree.
"""

import narwhals as nw

from nyhavn.framework.expression_values import (
    DAY_PATTERN,
    DECIMALS,
    LARGEST_WRITTEN,
    MOMENT_PATTERN,
    NUMBER_PATTERN,
    SECONDS_IN_DAY,
)

_DAYS_TO_EPOCH = 719_163  # the ordinal of 1970-01-01, where 0001-01-01 is day 1 (Python's date.toordinal)
_OFFSET = "^[+-][0-9]{4}$"
_LONGEST_CLOCK = 24  # characters after the date: T, a time with nine decimals, an offset
_WHOLE_DIGITS = 12  # more than a number below LARGEST_WRITTEN has, so that rounding up cannot overflow
_HAS_SECONDS = "^.{15}[0-9]{2}"
_END = "\x01"
# Weights are computed elsewhere and written with all digits of a double, more than anybody types as an answer.
_WEIGHT_PATTERN = "^[+]?([0-9]{1,15}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$"


def only_where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    """The value where the condition holds, null elsewhere."""
    return nw.when(condition).then(value)


def fits(text: nw.Expr, form: str) -> nw.Expr:
    """Whether a whole text has a form; form: a pattern from ^ to $ with no other anchor. Null where the text is.

    A sign is put behind the text, because for Java, and so for Spark, $ also stands before a last line break.
    """
    return nw.concat_str(text, nw.lit(_END)).str.contains(f"{form.removesuffix('$')}{_END}$")


def read_numbers(text: nw.Expr) -> nw.Expr:
    """Float64, null where the text is no number; the text is nulled before the cast, so no engine can fail."""
    return only_where(fits(text, NUMBER_PATTERN), text).cast(nw.Float64)


def read_weights(text: nw.Expr) -> nw.Expr:
    """Float64, null where the text is no weight; the text is nulled before the cast, so no engine can fail."""
    return only_where(fits(text, _WEIGHT_PATTERN), text).cast(nw.Float64)


def read_days(text: nw.Expr) -> nw.Expr:
    """Days since 1970-01-01 of the day a text names, Float64, null where it names none."""
    day = only_where(fits(text, DAY_PATTERN), text).str.slice(0, 10).str.to_datetime("%Y-%m-%d")
    years = day.dt.year().cast(nw.Float64) - 1
    leaps = (years / 4).floor() - (years / 100).floor() + (years / 400).floor()
    return years * 365 + leaps + day.dt.ordinal_day().cast(nw.Float64) - _DAYS_TO_EPOCH


def read_moments(text: nw.Expr) -> nw.Expr:
    """Days with their fraction since 1970-01-01T00:00Z; a text without an offset is read as UTC."""
    clock = only_where(fits(text, MOMENT_PATTERN), text).str.replace_all(":", "", literal=True)
    seconds = nw.coalesce(_part(only_where(clock.str.contains(_HAS_SECONDS), clock), 15, 2), nw.lit(0.0))
    after = clock.str.slice(10, _LONGEST_CLOCK).str.replace_all("^[T ][0-9.]+", "")
    zone = only_where(after.str.contains(_OFFSET), after)
    sign = nw.when(zone.str.slice(0, 1) == "-").then(nw.lit(-1.0)).otherwise(nw.lit(1.0))
    offset = nw.coalesce((_part(zone, 1, 2) * 60 + _part(zone, 3, 2)) * sign, nw.lit(0.0))
    minutes = _part(clock, 11, 2) * 60 + _part(clock, 13, 2) - offset
    return read_days(text) + nw.coalesce(minutes * 60 + seconds, nw.lit(0.0)) / SECONDS_IN_DAY


def write_numbers(number: nw.Expr) -> nw.Expr:
    """Numbers as text: whole ones without a point, others with at most six decimals, "NaN" for none.

    The digits are cut out of a number of fixed width. Every further use of `number`, and every function that an
    engine lacks and narwhals spells out (zfill, slices from the end), would be one more copy of all it was made of.
    """
    known = only_where(number.abs() < LARGEST_WRITTEN, number)
    scaled = (known.abs() * 10.0**DECIMALS + 0.5).floor().cast(nw.Int64)
    digits = (scaled + 10 ** (_WHOLE_DIGITS + DECIMALS)).cast(nw.String)  # a 1, then all digits with leading zeros
    whole = digits.str.slice(1, _WHOLE_DIGITS).str.replace_all(f"^0{{1,{_WHOLE_DIGITS - 1}}}", "")
    sign = nw.when(known < 0).then(nw.lit("-")).otherwise(nw.lit(""))
    written = nw.concat_str(sign, whole, nw.lit("."), digits.str.slice(1 + _WHOLE_DIGITS, DECIMALS), ignore_nulls=True)
    short = written.str.replace_all("[.]?0*$", "").str.replace_all("^-0$", "0")
    return short.str.replace_all("^$", "NaN")


def day_texts(text: nw.Expr) -> nw.Expr:
    """The date part of texts that name a day, "" for others."""
    return nw.coalesce(only_where(fits(text, DAY_PATTERN), text.str.slice(0, 10)), nw.lit(""))


def _part(text: nw.Expr, start: int, length: int) -> nw.Expr:
    return text.str.slice(start, length).cast(nw.Float64)
