"""What a person typed, read as the kind of answer the question takes, and written as devices write it.

Digits of every script are understood. Nothing else is repaired in silence: where a text could mean two things (3,500
may be three and a half, or three thousand five hundred) the person is asked.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from nyhavn.framework.expression_values import MOMENT_PATTERN, TIME_PATTERN
from nyhavn.framework.form_page import FormItem
from nyhavn.framework.instrument import AnswerType, Question

LONGEST_TEXT = 10_000  # characters; about four printed pages, more than any answer in the reference data
EARLIEST_YEAR, LATEST_YEAR = 1500, 2200  # outside, a year is most often one of another calendar (1403, 1447, 2569)
MOST_WHOLE_DIGITS, MOST_DECIMALS = 15, 20  # what expressions read as a number

_MINUSES = "\u2212\u2013\ufe63\uff0d"
_POINTS = "\u066b\uff0e"  # the Arabic decimal separator, which never parts thousands, and the full-width point
_SIGNS = str.maketrans(_MINUSES + _POINTS + "\uff1a\uff0f", "-" * len(_MINUSES) + "." * len(_POINTS) + ":/")
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
_NUMBER = re.compile(r"(?P<sign>[+-]?)0*(?P<whole>[0-9]*)(?:[.](?P<decimals>[0-9]*))?")
_COMMAS = ",\u060c\u066c\uff0c"
_WITH_COMMA = re.compile(f"[+-]?[0-9.]*[{_COMMAS}][0-9.{_COMMAS}]*")
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,3})[0-9]{0,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")


@dataclass(frozen=True)
class Typed:
    """An answer as it is kept, or the code of what is wrong with it; both "" where nothing was typed."""

    value: str = ""
    problem: str = ""


def read_typed(item: FormItem, question: Question, text: str, codes: Sequence[str]) -> Typed:
    """Read what was typed. codes: of the choices that are offered now, in order."""
    typed = text.strip()
    if not typed:
        return Typed()
    special = (*question.dont_know, *question.refused)
    if question.type.is_select:
        return _chosen(question, typed, (*codes, *(code for code in special if code not in question.codes)))
    if plain_signs(typed) in special:
        return Typed(plain_signs(typed))
    if question.type is AnswerType.DATE:
        return _day(_completed(plain_signs(typed), item.appearances))
    return _READERS.get(question.type, _text)(typed)


def plain_signs(text: str) -> str:
    """With digits of any script as 0 to 9, one kind of minus and point, and no invisible marks of direction."""
    plain = text.translate(_INVISIBLE).translate(_SIGNS).strip()
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _chosen(question: Question, typed: str, codes: Sequence[str]) -> Typed:
    """Codes in the order of the list, each once."""
    if typed in codes and question.type is AnswerType.SELECT_ONE:
        return Typed(typed)
    words = typed.split()
    unknown = [word for word in words if word not in codes]
    is_open = question.open_choices and not question.choices
    if unknown and not is_open:
        return Typed(problem="not-in-list")
    if question.type is AnswerType.SELECT_ONE:
        return Typed(typed) if is_open else Typed(problem="several-for-one")
    return Typed(" ".join((*(code for code in dict.fromkeys(codes) if code in words), *dict.fromkeys(unknown))))


def _text(typed: str) -> Typed:
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    if len(lines) > LONGEST_TEXT:
        return Typed(problem="too-long")
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in lines):
        return Typed(problem="not-plain-text")
    return Typed(lines)


def _integer(typed: str) -> Typed:
    plain = plain_signs(typed)
    number = _decimal(plain)
    # A point in a whole number may mean thousands (14.000), so that even 14.0 is asked about.
    return Typed(problem="not-whole") if number.value and "." in plain else number


def _decimal(typed: str) -> Typed:
    plain = plain_signs(typed)
    if _WITH_COMMA.fullmatch(plain):
        return Typed(problem="decimal-comma")
    read = _NUMBER.fullmatch(plain)
    if read is None or not any(sign.isdigit() for sign in plain):
        return Typed(problem="not-a-number")
    whole, decimals = read["whole"] or "0", (read["decimals"] or "").rstrip("0")
    if len(whole) > MOST_WHOLE_DIGITS or len(decimals) > MOST_DECIMALS:
        return Typed(problem="number-too-long")
    number = f"{whole}.{decimals}" if decimals else whole
    return Typed(f"-{number}" if read["sign"] == "-" and number != "0" else number)


def _completed(plain: str, appearances: frozenset[str]) -> str:
    """A month or a year alone, where the form asks for no more, stands for its first day."""
    if "month-year" in appearances and re.fullmatch(r"[0-9]{4}[-/.][0-9]{1,2}", plain):
        return f"{plain}-01"
    return f"{plain}-01-01" if "year" in appearances and re.fullmatch(r"[0-9]{4}", plain) else plain


def _day(plain: str) -> Typed:
    read = _DAY.fullmatch(plain)
    if read is None:
        return Typed(problem="not-a-date")
    year, month, day = (int(part) for part in read.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        return Typed(problem="not-a-date")
    return Typed(found.isoformat()) if EARLIEST_YEAR <= year <= LATEST_YEAR else Typed(problem="year-far-off")


def _time(typed: str) -> Typed:
    read = _CLOCK.fullmatch(plain_signs(typed))
    if read is None:
        return Typed(problem="not-a-time")
    hour, minute, second, fraction, offset = (part or "" for part in read.groups())
    clock = f"{hour:>02}:{minute}:{second or '00'}.{fraction:<03}{offset}"
    return Typed(clock) if re.match(TIME_PATTERN, clock) else Typed(problem="not-a-time")


def _moment(typed: str) -> Typed:
    day, time = (plain_signs(typed).replace("T", " ").split(None, 1) + [""])[:2]
    found_day, found_time = _day(day), _time(time)
    if found_day.problem == "year-far-off":
        return found_day
    moment = f"{found_day.value}T{found_time.value}"
    return Typed(moment) if re.match(MOMENT_PATTERN, moment) else Typed(problem="not-a-moment")


def _position(typed: str) -> Typed:
    """Latitude and longitude, with altitude and accuracy if they are there, as text with blanks between them."""
    plain = plain_signs(typed)
    parts = re.split(r"\s*[;\u060c]\s*|\s*,\s+|\s+", plain)
    if len(parts) == 1 and re.fullmatch(r"[^,]+[.][^,]+,[^,]+[.][^,]+", plain):
        parts = plain.split(",")
    numbers = [_decimal(part) for part in parts]
    if any(number.problem == "decimal-comma" for number in numbers):
        return Typed(problem="decimal-comma")
    if not 2 <= len(numbers) <= 4 or any(number.problem for number in numbers):
        return Typed(problem="not-a-position")
    latitude, longitude = (float(number.value) for number in numbers[:2])
    if not (math.fabs(latitude) <= 90 and math.fabs(longitude) <= 180):
        return Typed(problem="position-out-of-range")
    return Typed(" ".join(number.value for number in numbers))


_READERS: Mapping[AnswerType, Callable[[str], Typed]] = MappingProxyType(
    {
        AnswerType.INTEGER: _integer,
        AnswerType.DECIMAL: _decimal,
        AnswerType.TIME: _time,
        AnswerType.DATETIME: _moment,
        AnswerType.GEOPOINT: _position,
    }
)
