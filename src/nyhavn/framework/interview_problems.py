"""What can be wrong with an answer, in plain sentences. No sentence repeats the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from nyhavn.framework.form_page import FormItem
from nyhavn.framework.typed_answers import EARLIEST_YEAR, LATEST_YEAR, LONGEST_TEXT


@dataclass(frozen=True)
class AnswerProblem:
    """One answer that is not accepted yet.

    code: one of SENTENCES. message: for the person; not shown in logs, because a form's own words may hold answers.
    is_from_form: the form's own words in the person's language; else plain English, to be translated by code.
    """

    question: str
    code: str
    message: str = field(repr=False)
    is_from_form: bool = False


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "answer-required": "An answer is needed here.",
        "constraint": "This answer is outside what the form expects. Please check it.",
        "not-a-number": "This is not a number. Please write it with digits.",
        "not-whole": "Please write a whole number, without a point.",
        "decimal-comma": "This number has a comma. Please write it without one; decimals take a point, as in 3.5.",
        "number-too-long": "This number has too many digits. Please check it.",
        "out-of-range": "This number is not on the scale. Please check it.",
        "not-a-date": "This is not a date. Please write year, month and day, as in 2026-11-22.",
        "year-far-off": (
            f"This year is not between {EARLIEST_YEAR} and {LATEST_YEAR}. "
            "Please write the date of the international calendar, as in 2026-11-22."
        ),
        "not-a-time": "This is not a time of day. Please write hours and minutes, as in 14:30.",
        "not-a-moment": "This is not a date with a time. Please write it as in 2026-11-22 14:30.",
        "not-a-position": "This is not a place. Please write latitude and longitude, as in 55.6797 12.5911.",
        "position-out-of-range": (
            "This place is not on the map. Latitude is between -90 and 90, longitude between -180 and 180."
        ),
        "not-in-list": "Please choose from the list.",
        "several-for-one": "Please choose one answer only.",
        "too-long": f"This text is too long. Please keep it under {LONGEST_TEXT:,} characters.",
        "not-plain-text": "This text holds a sign that cannot be kept. Please write it again.",
    }
)


def plainly(item: FormItem, code: str) -> AnswerProblem:
    """The problem in plain words."""
    return AnswerProblem(item.name, code, SENTENCES[code])


def is_off_scale(item: FormItem, value: str) -> bool:
    """Whether a number is outside the scale of a range question, or between its steps."""
    if item.type != "range":
        return False
    first, last, step = scale(item)
    number = Fraction(value)
    return not min(first, last) <= number <= max(first, last) or (number - first) % step != 0


def scale(item: FormItem) -> tuple[Fraction, Fraction, Fraction]:
    """First and last number and step of a range question (XLSForm: 1 to 10 by 1, where the form says nothing).

    Raises ValueError or ZeroDivisionError where they are no numbers.
    """
    given = [
        Fraction(item.parameters.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
    ]
    return given[0], given[1], given[2]
