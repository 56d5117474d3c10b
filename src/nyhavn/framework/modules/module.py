"""What every module is: a topic of who people are, declared in a plan, with its rules as named and cited data.

A module becomes breakdowns, so that everything after it stays as it is, and limits that are printed with the figures.
It works on what people were asked and nothing else: what was not asked is "not collected", which is never 0 %.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.modules.conditions import any_of, is_answered
from nyhavn.framework.modules.own_words import Said, writings_of
from nyhavn.framework.refusal import Reason
from nyhavn.framework.statistics import Breakdown

NOBODY_ASKED = Instrument(id="", version="", title="", questions=())
ANSWERED = "answered"  # name of the count of those who answered anything that a module asks
Facts = Mapping[str, int]  # counts of contributions by name: exact, restricted


class Module(Declared):
    """A declared module.

    id: of its breakdowns, or what their ids begin with. title: what readers see, "" for the usual one. note: added to
    the usual note.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,24}$")
    title: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        """How a refusal names the module."""
        return f"module {self.id}"

    @abstractmethod
    def asks(self) -> tuple[str, ...]:
        """Names of the questions that the module is made from."""

    @abstractmethod
    def breakdowns(self, instrument: Instrument, said: Said) -> tuple[Breakdown, ...]:
        """The breakdowns, ready to be counted.

        said: by question of free text every writing that occurs; without it only the agreed writings are known.
        """

    def published(self, instrument: Instrument) -> tuple[Breakdown, ...]:
        """The breakdowns as everybody may see them. Where words decide, they are left out: one may be one person's."""
        made = self.breakdowns(instrument, {})
        asked = [instrument.question(name) for name in self.asks()]
        is_closed = all(question is not None and not takes_words(question) for question in asked)
        return made if is_closed else tuple(map(_without_words, made))

    def words_in(self, instrument: Instrument) -> tuple[str, ...]:
        """The questions whose writings decide: those answered in free text, or from a list that is open."""
        asked = (instrument.question(name) for name in self.asks())
        return tuple(question.name for question in asked if question and takes_words(question))

    def declining(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """By question the words for declining and for not knowing that the questionnaire itself does not list."""
        return {}

    def as_read(self, instrument: Instrument, said: Said) -> Instrument:
        """The questionnaire as the tables read it: with the writings that mean declining or not knowing."""
        extra = self.declining()
        questions = tuple(
            _with_silence(question, *extra[question.name], said.get(question.name, ()))
            if question.name in extra
            else question
            for question in instrument.questions
        )
        return replace(instrument, questions=questions)

    def reasons(self, instrument: Instrument, identity: tuple[IdentityQuestion, ...]) -> Iterator[Reason]:
        """What stands against counting it: first of all questions that nobody was asked, or that were worked out."""
        for name in self.asks():
            question = instrument.question(name)
            if question is None:
                yield not_collected(name, self.where)
            elif question.type is AnswerType.CALCULATE:
                what = f"{name} is worked out by the form instead of being asked."
                do = "Name the question that people answered."
                yield Reason("module-computed", what, self.where, do)

    def facts(self, instrument: Instrument) -> Mapping[str, str]:
        """What has to be counted before limits can be said: name -> expression."""
        return {ANSWERED: any_of([is_answered(name) for name in self.asks()])}

    @abstractmethod
    def limits(self, instrument: Instrument, found: Facts, threshold: int) -> tuple[str, ...]:
        """What the figures do not say, in sentences that may be published. threshold: of small counts."""


def not_collected(question: str, where: str) -> Reason:
    """The reason for a question that nobody was asked."""
    what = f"Nobody was asked {question}: it is not in the questionnaire. Not collected is not 0 %."
    return Reason("module-not-collected", what, where, "Correct the name, or take the module out.")


def wrong_kind(question: str, kind: AnswerType, needed: str, where: str) -> Reason:
    """The reason for a question whose answers the module cannot use."""
    what = f"{question} is of type {kind}, and the module needs {needed}."
    return Reason("module-question-kind", what, where, "Name another question.")


def unknown_answer(question: str, code: str, where: str) -> Reason:
    """The reason for an answer that the list of a question does not hold."""
    what = f"{question} has no answer {code}."
    return Reason("module-answer-unknown", what, where, "Use the codes of the questionnaire.")


def takes_words(question: Question) -> bool:
    """Whether people may answer with words that stand in no list."""
    return question.type is AnswerType.TEXT or question.open_choices


def _with_silence(
    question: Question, declined: tuple[str, ...], unknown: tuple[str, ...], said: tuple[str, ...]
) -> Question:
    known = sorted({*said, *question.codes})
    refused = dict.fromkeys((*question.refused, *writings_of(declined, known)))
    dont_know = dict.fromkeys((*question.dont_know, *writings_of(unknown, known)))
    return replace(question, refused=tuple(refused), dont_know=tuple(dont_know))


def _without_words(breakdown: Breakdown) -> Breakdown:
    categories = tuple(category.model_copy(update={"when": "", "answers": ()}) for category in breakdown.categories)
    return breakdown.model_copy(update={"categories": categories})
