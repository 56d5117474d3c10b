"""Needs as the people of a cast put them on record."""

from datetime import date

from nyhavn.framework.roles import Role
from nyhavn.web.needs import actions
from nyhavn.web.needs.asks import (
    KeepingEnded,
    NeedSaid,
    QuestionsKept,
    QuestionsTicked,
    ReturnSaid,
    TablesTicked,
    UseSaid,
    WhySaid,
)
from nyhavn.web.needs.models import NeedRaised
from web.cast import Cast

RAISED = date(2025, 1, 7)


def said(**changes: object) -> NeedSaid:
    values: dict[str, object] = {
        "words": "How many hours a day is there water?",
        "raised_by": "The school of the valley",
        "raised_on": RAISED,
        "minutes": "Letter of 7 January 2025",
        "questions": ("hours",),
    }
    return NeedSaid.model_validate(values | changes)


def raised(village: Cast, **changes: object) -> NeedRaised:
    return actions.raise_need(by=village[Role.COORDINATOR], on=village.initiative, said=said(**changes))


def ticked(village: Cast, need: NeedRaised, *questions: str) -> None:
    actions.link_questions(by=village[Role.COORDINATOR], on=need, said=QuestionsTicked(questions=questions))


def answered(village: Cast, need: NeedRaised, *tables: str) -> None:
    actions.link_tables(by=village[Role.COORDINATOR], on=need, said=TablesTicked(tables=tables))


def kept(village: Cast, *questions: str, because: str = "It says who was asked.") -> None:
    said = QuestionsKept(questions=questions, because=because)
    actions.keep_questions(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def stopped_keeping(village: Cast, *questions: str) -> None:
    said = KeepingEnded(questions=questions)
    actions.stop_keeping(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def kept_need(village: Cast, need: NeedRaised, because: str = "It is answered elsewhere.") -> None:
    actions.keep_need(by=village[Role.COORDINATOR], on=need, said=WhySaid(because=because))


def taken_back(village: Cast, need: NeedRaised) -> None:
    actions.take_back(by=village[Role.BOARD_MEMBER], on=need, said=WhySaid(because="It was meant otherwise."))


def returned(village: Cast, need: NeedRaised, on: date) -> None:
    said = ReturnSaid(on=on, how="Read aloud in the assembly.")
    actions.results_returned(by=village[Role.COORDINATOR], on=need, said=said)


def used(village: Cast, need: NeedRaised, on: date) -> None:
    said = UseSaid(on=on, who="The water office", what="A second well was dug.")
    actions.result_used(by=village[Role.COORDINATOR], on=need, said=said)


def the_need(village: Cast) -> NeedRaised:
    """The one that the shared preparation put on record, which asks for everything."""
    return village.initiative.needs_raised.get(number=1)
