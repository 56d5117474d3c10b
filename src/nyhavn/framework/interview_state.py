"""Where an interview stands: what is relevant, what every answer comes to, and which choices are left.

Everything is worked out once, in an order in which no item comes before one that it depends on; so what becomes
irrelevant takes with it all that depended on it. An answer to what is not relevant counts as none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from graphlib import TopologicalSorter

from nyhavn.framework.choice_filters import filter_questions, offered
from nyhavn.framework.expression import Expression, answer_types, check, names, parse
from nyhavn.framework.expression_rows import Row
from nyhavn.framework.expression_values import MOMENT_PATTERN
from nyhavn.framework.form_page import FormChoice, FormItem, FormLayout, ItemKind
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.typed_answers import Typed, read_typed

GIVEN_BY_THE_DOOR = frozenset({"start", "end"})
"""Moments that whoever runs the page may add to the answers; no person types them."""


@dataclass(frozen=True)
class State:
    """Where an interview stands.

    relevant: names of items. values: what every relevant question comes to, as devices write it; no empty ones.
    unreadable: by question, the code of what is wrong with what was typed. choices: those left, by question.
    """

    relevant: frozenset[str]
    values: Mapping[str, str] = field(repr=False)
    unreadable: Mapping[str, str]
    choices: Mapping[str, tuple[FormChoice, ...]]


@lru_cache(maxsize=8192)
def named(text: str) -> tuple[str, ...]:
    """The questions that an expression of a form names; read once, however many people answer it."""
    return names(parse(text))


@lru_cache(maxsize=8192)
def read(text: str) -> Expression:
    """An expression of a form. Raises Refusal if it uses what cannot be evaluated."""
    expression = parse(text)
    check(expression, dict.fromkeys((*named(text), "."), AnswerType.TEXT), current=".")
    return expression


def row(text: str, values: Mapping[str, str], types: Mapping[str, AnswerType], today: date, current: str) -> Row:
    """One person's answers, for one expression. Raises Refusal if it names what is not there."""
    if not all(name in types for name in named(text)):
        check(read(text), types, current=current)
    return Row(values, types, current, today)


def holds(text: str, values: Mapping[str, str], types: Mapping[str, AnswerType], today: date, current: str) -> bool:
    """Whether a condition of a form holds."""
    return row(text, values, types, today, current).truth(read(text).tree)


def worked_out(instrument: Instrument, layout: FormLayout, answers: Mapping[str, str], today: date) -> State:
    """Work an interview out. Raises Refusal for an expression, CycleError for a form, that cannot be worked out."""
    work = _Work(
        questions={question.name: question for question in instrument.questions},
        types=answer_types(instrument),
        typed=answers,
        today=today,
    )
    items = {item.name: item for item in layout.items if not item.repeat}
    for name in order(items.values(), work.questions):
        work.item(items[name])
    return State(frozenset(work.relevant), work.values, work.unreadable, work.choices)


def order(items: Iterable[FormItem], questions: Mapping[str, Question]) -> tuple[str, ...]:
    """The names of the items so that each comes after those it depends on. Raises CycleError if none is."""
    known = {item.name: item for item in items}
    sorter = TopologicalSorter({name: _looked_at(item, questions) & known.keys() for name, item in known.items()})
    return tuple(sorter.static_order())


def _looked_at(item: FormItem, questions: Mapping[str, Question]) -> set[str]:
    question = questions.get(item.name)
    calculation = question.calculation if question else ""
    found = {name for text in (item.relevant, calculation) if text for name in named(text)}
    return found.union(filter_questions(item.choice_filter) if item.choice_filter else ())


@dataclass
class _Work:
    """The state as it grows, item by item."""

    questions: Mapping[str, Question]
    types: Mapping[str, AnswerType]
    typed: Mapping[str, str]
    today: date
    relevant: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[FormChoice, ...]] = field(default_factory=dict)

    def item(self, item: FormItem) -> None:
        """Work out one item; all that it depends on is there."""
        if item.relevant and not holds(item.relevant, self.values, self.types, self.today, item.name):
            return
        self.relevant.add(item.name)
        question = self.questions.get(item.name)
        if question is None:
            return
        if question.type.is_select:
            self.choices[item.name] = offered(item.choices, item.choice_filter, self.values, self.types, self.today)
        found = self.answer(item, question)
        if found.problem:
            self.unreadable[item.name] = found.problem
        elif found.value:
            self.values[item.name] = found.value

    def answer(self, item: FormItem, question: Question) -> Typed:
        """What a relevant question comes to."""
        if question.metadata:
            return self.metadata(question)
        if question.calculation:
            return Typed(self.calculated(question.calculation, item.name))
        if item.kind is ItemKind.QUESTION:
            codes = [choice.code for choice in self.choices.get(item.name, ())]
            return read_typed(item, question, self.typed.get(item.name, ""), codes)
        return Typed(item.default if item.kind in (ItemKind.SHOWN, ItemKind.SILENT) else "")

    def metadata(self, question: Question) -> Typed:
        """The day; moments that the door gives; nothing about a device."""
        if question.metadata == "today":
            return Typed(self.today.isoformat())
        moment = self.typed.get(question.name, "") if question.metadata in GIVEN_BY_THE_DOOR else ""
        return Typed(moment if re.match(MOMENT_PATTERN, moment, re.ASCII) else "")

    def calculated(self, calculation: str, name: str) -> str:
        """The text of a calculation, "" where it comes to no number."""
        text = row(calculation, self.values, self.types, self.today, name).text(read(calculation).tree)
        return "" if text == "NaN" else text
