"""Relevance: what somebody needs to know, which questions ask for it, which tables answer it, and what came of it.

A need is raised by a named body. What is said of it is dated, so that a need that was written down only after people
had answered is told from one that the questions were made for.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal, refusal

NOT_ASKED_OF_PEOPLE = frozenset({AnswerType.CALCULATE, AnswerType.METADATA})
# A question of consent is recognised by its name, or by that of its group. What is recognised is listed on the page.
_CONSENT = re.compile(r"(consent|agree)(_|$)", re.IGNORECASE)
MOST_NAMED = 12  # of a long list, in one sentence


class RaisedBy(StrEnum):
    """What kind of body raised a need."""

    COMMUNITY_BODY = "community-body"
    CIVIL_SOCIETY = "civil-society"
    HUMAN_RIGHTS_INSTITUTION = "human-rights-institution"
    STATISTICS_OFFICE = "statistics-office"
    AUTHORITY = "authority"
    RESEARCH = "research"
    OTHER = "other"
    PRODUCER = "producer"  # whoever makes the data


class Linked(Declared):
    """Something that belongs to a need, by its name, and the day on which that was said."""

    name: str
    on: date


class ResultReturned(Declared):
    """Those who raised the need got the result."""

    on: date
    how: str


class Use(Declared):
    """What came of it. who: a body or a role, no private person."""

    on: date
    who: str
    what: str


class Need(Declared):
    """One need. raised_by: "" where the body does not wish to be named. minutes: where it is written down.

    recorded_on: the day on which it was put on record here. kept_because, kept_on: why no question asks for it.
    """

    number: int = Field(ge=1)
    words: str
    kind: RaisedBy
    raised_by: str = ""
    raised_on: date
    minutes: str
    recorded_on: date
    questions: tuple[Linked, ...] = ()
    tables: tuple[Linked, ...] = ()
    returned: tuple[ResultReturned, ...] = ()
    used: tuple[Use, ...] = ()
    kept_because: str = ""
    kept_on: date | None = None

    @property
    def whose(self) -> str:
        """Who raised it, in words that may be published."""
        return self.raised_by or UNNAMED


class KeptQuestion(Declared):
    """A question that no need asks for, and that is asked all the same. because: in words."""

    question: str
    because: str
    on: date


class Needs(Declared):
    """[needs]: everything on record about who needs what."""

    need: tuple[Need, ...] = ()
    kept: tuple[KeptQuestion, ...] = ()

    @property
    def asked_for(self) -> frozenset[str]:
        """Questions that a need asks for."""
        return frozenset(link.name for need in self.need for link in need.questions)

    @property
    def answered_by(self) -> frozenset[str]:
        """Tables that answer a need."""
        return frozenset(link.name for need in self.need for link in need.tables)

    @property
    def kept_questions(self) -> frozenset[str]:
        """Questions that are asked for a reason, without a need."""
        return frozenset(one.question for one in self.kept)


UNNAMED = "a body of the community that stays unnamed"


def needs_a_need(question: Question) -> bool:
    """Whether somebody has to need it: not what devices write, forms work out, or people are asked for consent."""
    if question.type in NOT_ASKED_OF_PEOPLE:
        return False
    return not any(_CONSENT.match(name) for name in (question.name, *question.groups))


def asked_of_people(instrument: Instrument, *, consent: Collection[str] = ()) -> tuple[str, ...]:
    """The questions that have to answer a need, in the order of the questionnaire. consent: names known besides."""
    return tuple(one.name for one in instrument.questions if needs_a_need(one) and one.name not in consent)


def without_need(asked: Iterable[str], needs: Needs) -> tuple[str, ...]:
    """Questions that no need asks for, and that are not kept for a reason."""
    known = needs.asked_for | needs.kept_questions
    return tuple(name for name in asked if name not in known)


def without_question(asked: Iterable[str], needs: Needs) -> tuple[Need, ...]:
    """Needs that no question of the questionnaire asks about, and that are not kept for a reason."""
    there = frozenset(asked)
    return tuple(
        need for need in needs.need if not need.kept_because and not there & {link.name for link in need.questions}
    )


def needs_reasons(asked: Collection[str], needs: Needs) -> tuple[Reason, ...]:
    """What stands against asking people; empty if each question has its need, and each need its question."""
    return tuple(_reasons(asked, needs))


def check_needs(asked: Collection[str], needs: Needs) -> None:
    """Raises Refusal: question-without-need, need-without-question."""
    reasons = needs_reasons(asked, needs)
    if reasons:
        raise Refusal(*reasons)


def _reasons(asked: Collection[str], needs: Needs) -> Iterator[Reason]:
    questions = without_need(asked, needs)
    if questions:
        what = f"No need asks for these questions: {_listed(questions)}."
        do = "Say which need asks for each of them, take it out of the questionnaire, or write why it is kept."
        yield Reason("question-without-need", what, "needs", do)
    open_needs = without_question(asked, needs)
    if open_needs:
        what = f"No question asks about these needs: {_listed([str(need.number) for need in open_needs])}."
        do = "Say which question asks about it, add one to the questionnaire, or write why there is none."
        yield Reason("need-without-question", what, "needs", do)


def _listed(names: Collection[str]) -> str:
    """The first of them, and how many more there are."""
    shown = ", ".join(list(names)[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def check_raised(*, raised_on: date, today: date, kind: RaisedBy, raised_by: str, producer: str) -> None:
    """Raises Refusal: need-in-future, need-raised-by-producer."""
    if raised_on > today:
        what = "This day is still to come."
        raise refusal("need-in-future", what, where="raised_on", do="Write the day on which the need was raised.")
    if kind is not RaisedBy.PRODUCER and is_same_body(raised_by, producer):
        what = "This is the organisation that makes the data."
        do = "Say that whoever makes the data raised it, or name the body that did."
        raise refusal("need-raised-by-producer", what, where="raised_by", do=do)


def check_came_after(on: date, *, raised_on: date, today: date) -> None:
    """A result or a use lies between the need and today. Raises Refusal "need-day-out-of-order"."""
    if on > today or on < raised_on:
        what = "This day is still to come." if on > today else "On this day nobody had raised the need yet."
        raise refusal("need-day-out-of-order", what, where="on", do="Please check the day.")


def is_same_body(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals and spaces."""
    return bool(one.strip()) and " ".join(one.casefold().split()) == " ".join(other.casefold().split())
