"""Checks of single answers against what the instrument says about their question."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import narwhals as nw

from nyhavn.engine.days import read_numbers
from nyhavn.engine.quality.flags import Flag
from nyhavn.engine.quality.subjects import NOT_ASKED_OF_PEOPLE, Subject, alternatives, evaluated
from nyhavn.framework.expression_values import DAY_PATTERN, NUMBER_PATTERN, TIME_PATTERN
from nyhavn.framework.findings import Severity
from nyhavn.framework.instrument import AnswerType

Check = Callable[[Subject], Iterator[Flag]]

_DEGREES = r"-?[0-9]{1,3}([.][0-9]+)?"
GEOPOINT_PATTERN = f"^{_DEGREES} {_DEGREES}( -?[0-9]+([.][0-9]+)?){{0,2}}$"  # latitude, longitude, altitude, accuracy


def unanswered(subject: Subject) -> Iterator[Flag]:
    """Asked, but nothing stands there. What was not asked is not missing."""
    asked = subject.asked.holds
    if asked is None or subject.question.type in NOT_ASKED_OF_PEOPLE:
        return
    severity = Severity.WARNING if subject.question.required else Severity.NOTE
    wording = "The question was asked, and no answer is there."
    if subject.question.required:
        wording = "The form requires an answer, the question was asked, and no answer is there."
    alone = subject.asked.alone(subject.question.name)
    yield Flag("missing-answer", severity, (subject.header,), wording, ~subject.is_filled, asked, alone)


def answered_unasked(subject: Subject) -> Iterator[Flag]:
    """The condition for asking does not hold, but something stands there."""
    asked = subject.asked.holds
    if asked is None or not subject.question.relevant or subject.question.type in NOT_ASKED_OF_PEOPLE:
        return
    wording = "By the form the question was not to be asked, and an answer is there."
    yield Flag("answered-not-asked", Severity.WARNING, (subject.header,), wording, subject.is_filled, ~asked)


def unreadable(subject: Subject) -> Iterator[Flag]:
    """The answer cannot be read as what the question asks for."""
    readable = _READABLE.get(subject.question.type)
    if readable is None:
        return
    pattern, thing = readable
    bad = ~subject.answer.str.contains(pattern)
    if subject.question.type is AnswerType.INTEGER:
        number = read_numbers(subject.answer)
        bad = bad | (number != number.floor())
    marked = nw.coalesce(bad, nw.lit(False))
    wording = f"The answer cannot be read as {thing}."
    name = subject.question.name
    yield Flag("unreadable", Severity.WARNING, (subject.header,), wording, marked, subject.is_answered, name)


def out_of_range(subject: Subject) -> Iterator[Flag]:
    """The answer breaks the question's own constraint."""
    name = subject.question.name
    read = evaluated(subject.question.constraint, subject.types, subject.today, current=name)
    if read.holds is None or not subject.question.constraint:
        return
    wording = "The answer is outside the limits that the instrument sets."
    alone = read.alone(name)
    yield Flag("out-of-range", Severity.WARNING, (subject.header,), wording, ~read.holds, subject.is_answered, alone)


def not_a_choice(subject: Subject) -> Iterator[Flag]:
    """The answer is not in the list; of several answers, each is looked at."""
    question = subject.question
    codes = question.codes.union(question.dont_know, question.refused)
    if not question.type.is_select or question.open_choices or not question.choices:
        return
    if question.type is AnswerType.SELECT_ONE:
        known = subject.answer.is_in(sorted(codes))
    else:
        any_code = alternatives(codes)
        known = subject.answer.str.contains(f"^({any_code})( ({any_code}))*$")
    marked = ~nw.coalesce(known, nw.lit(True))
    wording = "The answer is not among the choices of the question."
    yield Flag("not-a-choice", Severity.WARNING, (subject.header,), wording, marked, subject.is_filled, question.name)


def not_evaluated(subject: Subject) -> Iterator[Flag]:
    """A condition of the question that nobody can check here is said, never passed over."""
    question = subject.question
    if question.type in NOT_ASKED_OF_PEOPLE:
        return
    constraint = evaluated(question.constraint, subject.types, subject.today, current=question.name)
    for obstacle, unchecked in (
        (subject.asked.obstacle, "So it was not checked who was asked."),
        (constraint.obstacle, "So the limits of the answers were not checked."),
    ):
        if obstacle:
            wording = f"{obstacle} {unchecked}"
            every = subject.is_filled | ~subject.is_filled
            yield Flag("not-evaluated", Severity.NOTE, (subject.header,), wording, every, every, question.name)


_READABLE: Mapping[AnswerType, tuple[str, str]] = MappingProxyType(
    {
        AnswerType.INTEGER: (NUMBER_PATTERN, "a whole number"),
        AnswerType.DECIMAL: (NUMBER_PATTERN, "a number"),
        AnswerType.DATE: (DAY_PATTERN, "a date (year-month-day)"),
        AnswerType.DATETIME: (DAY_PATTERN, "a date and time"),
        AnswerType.TIME: (TIME_PATTERN, "a time of day"),
        AnswerType.GEOPOINT: (GEOPOINT_PATTERN, "a position"),
    }
)
# Every check of single answers, in the order in which findings are listed.
CHECKS: tuple[Check, ...] = (unanswered, answered_unasked, unreadable, out_of_range, not_a_choice, not_evaluated)
