"""A small data dictionary in TOML, for contributions that were collected without a form.

Every key is described in docs/reference/dictionary.md.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nyhavn.exchange.incoming.dictionary_declared import (
    DONT_KNOW_CODE,
    REFUSED_CODE,
    DeclaredDictionary,
    DeclaredQuestion,
    labels,
)
from nyhavn.exchange.incoming.dictionary_faults import faults
from nyhavn.exchange.incoming.source_file import reading, sha256_of
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal, refusal


@dataclass(frozen=True)
class Reading:
    """How one question's answers stand in the file.

    question: name of the question; column: exact header of its column.
    separator: what stands between several answers in one cell.
    dont_know_column, refused_column, not_applicable_column: headers of separate columns that hold one answer each.
    texts: code by the text that stands for it in the file.
    """

    question: str
    column: str
    separator: str = " "
    dont_know_column: str = ""
    refused_column: str = ""
    not_applicable_column: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the question reads."""
        named = (self.column, self.dont_know_column, self.refused_column, self.not_applicable_column)
        return tuple(column for column in named if column)


@dataclass(frozen=True)
class Dictionary:
    """An instrument with the way its answers stand in the file."""

    instrument: Instrument
    readings: tuple[Reading, ...]


def read_dictionary(path: Path) -> Dictionary:
    """Read a data dictionary.

    Refusals, all of them at once: dictionary-broken (not TOML), dictionary-key-unknown, dictionary-value-wrong,
    dictionary-name-twice, dictionary-column-twice, dictionary-code-unknown.
    """
    declared = _declared(path)
    if reasons := list(_clashes(declared.question, path.name)):
        raise Refusal(*reasons)
    questions = tuple(_question(question) for question in declared.question)
    languages = dict.fromkeys(language for question in questions for language in question.labels if language)
    instrument = Instrument(
        id=declared.id,
        version=declared.version,
        title=declared.title,
        questions=questions,
        languages=declared.languages or tuple(languages),
        source=path.name,
        sha256=sha256_of(path),
    )
    return Dictionary(instrument, tuple(_reading(question) for question in declared.question))


def _declared(path: Path) -> DeclaredDictionary:
    try:
        with reading(path), path.open("rb") as stream:
            content: dict[str, Any] = tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        what = f"The data dictionary is not TOML: {fault}."
        do = "Correct that line; text stands between quotation marks."
        raise refusal("dictionary-broken", what, where=path.name, do=do) from fault
    try:
        return DeclaredDictionary.model_validate(content)
    except ValidationError as fault:
        raise Refusal(*faults(fault, content, path.name)) from fault


def _clashes(questions: Sequence[DeclaredQuestion], where: str) -> Iterator[Reason]:
    if not questions:
        yield Reason("dictionary-value-wrong", "The data dictionary has no question.", where, "Add [[question]] parts.")
    names = [question.name for question in questions]
    for name in _twice(names):
        what = f"Two questions have the name {name}."
        yield Reason("dictionary-name-twice", what, where, "Give each question a name of its own.")
    # A column may be read once on each sheet: a repeat has its own.
    columns = [(question.repeat, column) for question in questions for column in _reading(question).columns]
    for repeat, column in _twice(columns):
        what = f"The column {column} is read twice{f' in repeat {repeat}' if repeat else ''}."
        yield Reason("dictionary-column-twice", what, where, "Name each column once.")
    for question in questions:
        yield from _code_clashes(question, f"{where}, question {question.name}")


def _code_clashes(question: DeclaredQuestion, where: str) -> Iterator[Reason]:
    codes = [choice.code for choice in question.choices]
    for code in _twice(codes):
        what = f"Two choices have the code {code}."
        yield Reason("dictionary-name-twice", what, where, "Give each choice a code of its own.")
    for text in _twice([choice.text or choice.code for choice in question.choices]):
        what = f"The text {text} stands for two choices."
        yield Reason("dictionary-name-twice", what, where, "Give each choice a text of its own.")
    for code in (*question.dont_know, *question.refused):
        if codes and code not in codes:
            what = f"The code {code} is not one of the choices."
            yield Reason("dictionary-code-unknown", what, where, f"Use one of: {', '.join(codes)}; or add the choice.")


def _twice(items: Iterable[Any]) -> list[Any]:
    found = list(items)
    return [item for item in dict.fromkeys(found) if found.count(item) > 1]


def _question(declared: DeclaredQuestion) -> Question:
    return Question(
        name=declared.name,
        column=declared.column or declared.name,
        type=AnswerType(declared.type),
        labels=labels(declared.label),
        choices=tuple(Choice(choice.code, labels(choice.label)) for choice in declared.choices),
        relevant=declared.relevant,
        constraint=declared.constraint,
        calculation=declared.calculation,
        required=declared.required,
        dont_know=(*declared.dont_know, *([DONT_KNOW_CODE] if declared.dont_know_column else [])),
        refused=(*declared.refused, *([REFUSED_CODE] if declared.refused_column else [])),
        repeat=declared.repeat,
        metadata=declared.metadata,
        open_choices=declared.open_choices,
    )


def _reading(declared: DeclaredQuestion) -> Reading:
    return Reading(
        question=declared.name,
        column=declared.column or declared.name,
        separator=declared.separator,
        dont_know_column=declared.dont_know_column,
        refused_column=declared.refused_column,
        not_applicable_column=declared.not_applicable_column,
        texts={choice.text: choice.code for choice in declared.choices if choice.text},
    )
