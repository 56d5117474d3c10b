"""What reads as a number, a day or a moment in an expression: one rule for both interpreters.

Patterns match a whole text, use ASCII digits, and mean the same in RE2, Rust, Java and Python.
"""

import math
import re
from datetime import UTC, date, datetime

# Numbers lie between 1e-24 and 1e24, or are 0; differences of two that are not equal are above 1e-40. With at most
# MOST_FACTORS factors no result reaches infinity (1e40 ** 7 < 1e308), where engines begin to differ.
NUMBER_PATTERN = r"^[+-]?([0-9]{1,15}([.][0-9]{0,20})?|[.][0-9]{1,20})([eE][+-]?[0-9])?$"
LARGEST_LITERAL = 1e24
SMALLEST_LITERAL = 1e-24
MOST_FACTORS = 7
LARGEST_WRITTEN = 1e11  # up to here a number is written to six decimals with 64-bit integers, exactly
DECIMALS = 6  # of a computed number that is written as text

_LEAP_YEAR = "([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)"
_YEAR = "[1-9][0-9]{3}"
_DATE = (
    f"({_YEAR}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|{_YEAR}-(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|{_YEAR}-02-(0[1-9]|1[0-9]|2[0-8])|{_LEAP_YEAR}-02-29)"
)
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?"
_OFFSET = "(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])"
# ISO 8601 calendar dates of the years 1000 to 9999, alone or with a clock time; the time may carry an offset.
DAY_PATTERN = f"^{_DATE}([T ]{_CLOCK}{_OFFSET}?)?$"
MOMENT_PATTERN = f"^{_DATE}[T ]{_CLOCK}{_OFFSET}?$"
TIME_PATTERN = f"^{_CLOCK}{_OFFSET}?$"

SECONDS_IN_DAY = 86_400
EPOCH = date(1970, 1, 1)
_EPOCH_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(NUMBER_PATTERN, re.ASCII)
_DAY = re.compile(DAY_PATTERN, re.ASCII)


def days_since_epoch(day: date) -> float:
    """Days from 1970-01-01."""
    return float((day - EPOCH).days)


def read_number(text: str) -> float:
    """The number a text is, NaN if it is none."""
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def read_day(text: str) -> float:
    """Days from 1970-01-01 to the day a text names, NaN if it names none."""
    return days_since_epoch(date.fromisoformat(text[:10])) if _DAY.fullmatch(text) else math.nan


def read_moment(text: str) -> float:
    """Days, with their fraction, from 1970-01-01T00:00Z; whole seconds count.

    A text without an offset is read as UTC: two clocks of one device compare rightly either way.
    """
    day = read_day(text)
    if math.isnan(day) or len(text) == len("2000-01-01"):
        return day
    read = datetime.fromisoformat(re.sub(r"[.][0-9]+", "", text))
    moment = read if read.tzinfo else read.replace(tzinfo=UTC)
    return (moment - _EPOCH_MOMENT).total_seconds() / SECONDS_IN_DAY


def write_number(number: float) -> str:
    """A number as text: whole numbers without a point, others with at most six decimals."""
    if math.isnan(number) or abs(number) >= LARGEST_WRITTEN:
        return "NaN"
    scaled = math.floor(abs(number) * 10**DECIMALS + 0.5)
    whole, fraction = divmod(scaled, 10**DECIMALS)
    sign = "-" if number < 0 and scaled else ""
    decimals = f"{fraction:0{DECIMALS}d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
