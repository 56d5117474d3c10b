"""What an answer is worth: usable, don't know, declined, or not there. Don't know and declined are never a "no"."""

from collections.abc import Iterable, Mapping
from datetime import date

import narwhals as nw

from nyhavn.engine.expressions import number
from nyhavn.framework.expression import parse
from nyhavn.framework.instrument import AnswerType, Question


def reference(question: str) -> str:
    """A question as expressions name it."""
    return "${" + question + "}"


def readable_number(question: str, types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """The answer as a finite number, else null: Float64."""
    value = number(parse(reference(question)), types, today=today)
    return nw.when(value.is_finite()).then(value)


def has_answer(question: Question, types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """Whether the question holds an answer that says something. Boolean, never null.

    It must be there, be neither don't know nor declined, and be readable: a number where a number was asked for, one of
    the codes where the list of answers is closed. A code that nobody knows is no "no" either.
    """
    text = nw.col(question.name)
    usable = (text != "").fill_null(False)
    if question.type.is_number:
        usable = usable & ~readable_number(question.name, types, today).is_null()
    elif question.type is AnswerType.SELECT_ONE and question.codes and not question.open_choices:
        usable = text.is_in(sorted(question.codes)).fill_null(False)
    without = (*question.dont_know, *question.refused)
    return usable & ~is_any_of(question, without, types, today) if without else usable


def is_any_of(question: Question, codes: Iterable[str], types: Mapping[str, AnswerType], today: date) -> nw.Expr:
    """Whether the answer is one of these codes (select_multiple: whether one of them is among those chosen).

    A number is compared as a number too: a spreadsheet turns the code 99 into 99.0, and that must not become an age.
    Boolean, never null.
    """
    wanted = tuple(codes)
    text = nw.col(question.name)
    if question.type is AnswerType.SELECT_MULTIPLE:
        padded = nw.concat_str(nw.lit(" "), text, nw.lit(" "))
        found = [padded.str.contains(f" {code} ", literal=True).fill_null(False) for code in wanted]
        return nw.any_horizontal(*found, ignore_nulls=True)
    same = text.is_in(wanted).fill_null(False)
    values = [value for value in map(_number, wanted) if value is not None]
    if not (question.type.is_number and values):
        return same
    return same | readable_number(question.name, types, today).is_in(values).fill_null(False)


def _number(code: str) -> float | None:
    try:
        return float(code)
    except ValueError:
        return None
