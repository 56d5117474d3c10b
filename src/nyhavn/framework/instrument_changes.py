"""What changed between two versions of a questionnaire, in plain words, and what may have changed in meaning.

Meaning is guarded strictly: a program cannot know whether new words mean the same, so every new wording of a question
or an answer counts, except for spelling that no reader would notice (capitals, blanks, punctuation).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.expression_words import choice_words, condition_words, shortened
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question


class ChangeKind(StrEnum):
    """What sort of change it is."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    WORDING = "wording"
    CHOICES = "choices"
    TYPE = "type"
    WHO = "who is asked"
    ACCEPTED = "accepted"
    COMPUTED = "computed"
    LANGUAGE = "language"
    ORDER = "order"


# Answers before and after such a change cannot be added up without a look at it.
_TOUCHES_MEANING = frozenset(
    {
        ChangeKind.RENAMED,
        ChangeKind.WORDING,
        ChangeKind.CHOICES,
        ChangeKind.TYPE,
        ChangeKind.WHO,
        ChangeKind.COMPUTED,
    }
)


@dataclass(frozen=True)
class Change:
    """One change. question: its name, "" for the form as a whole; sentence: plain words for people."""

    kind: ChangeKind
    question: str
    sentence: str

    @property
    def touches_meaning(self) -> bool:
        """Whether answers before and after may not mean the same."""
        return self.kind in _TOUCHES_MEANING


def changes(before: Instrument, after: Instrument) -> tuple[Change, ...]:
    """Everything that changed, in the order of the questions; what was removed stands at the end."""
    return tuple(_changes(before, after))


def breaks(before: Instrument, after: Instrument) -> tuple[Change, ...]:
    """The changes that touch the meaning of questions which stand in both."""
    return tuple(change for change in changes(before, after) if change.touches_meaning)


def _changes(before: Instrument, after: Instrument) -> Iterator[Change]:
    yield from _languages(before.languages, after.languages)
    renamed = dict(_renamed(before, after))
    for question in after.questions:
        old = before.question(question.name)
        if old is not None:
            yield from _in_question(old, question, before, after)
        elif question.name in renamed:
            what = f"“{renamed[question.name]}” is now called “{question.name}”; its words are the same."
            yield Change(ChangeKind.RENAMED, question.name, what)
        else:
            yield Change(ChangeKind.ADDED, question.name, f"New: {_named(question)}.")
    for question in before.questions:
        if after.question(question.name) is None and question.name not in renamed.values():
            yield Change(ChangeKind.REMOVED, question.name, f"No longer asked: {_named(question)}.")
    yield from _order(before, after)


def _languages(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for language in after:
        if language not in before:
            yield Change(ChangeKind.LANGUAGE, "", f"New language: {language or 'without a name'}.")
    for language in before:
        if language not in after:
            yield Change(ChangeKind.LANGUAGE, "", f"No longer in the language: {language or 'without a name'}.")


def _renamed(before: Instrument, after: Instrument) -> Iterator[tuple[str, str]]:
    """New name and old name of questions that only changed their name: the same words, type and choices."""
    gone = [question for question in before.questions if after.question(question.name) is None]
    for question in after.questions:
        if before.question(question.name) is not None:
            continue
        twin = next((old for old in gone if old.labels and _is_same(old, question)), None)
        if twin is not None:
            gone.remove(twin)
            yield question.name, twin.name


def _is_same(old: Question, new: Question) -> bool:
    return (old.type, old.labels, old.choices, old.repeat) == (new.type, new.labels, new.choices, new.repeat)


def _order(before: Instrument, after: Instrument) -> Iterator[Change]:
    kept = [question.name for question in after.questions if before.question(question.name)]
    if kept != [question.name for question in before.questions if after.question(question.name)]:
        yield Change(ChangeKind.ORDER, "", "The questions stand in another order.")


def _in_question(old: Question, new: Question, before: Instrument, after: Instrument) -> Iterator[Change]:
    if old.type is not new.type:
        what = f"{_named(new)}: the answer was {_TYPE_WORDS[old.type]}, and is now {_TYPE_WORDS[new.type]}."
        yield Change(ChangeKind.TYPE, new.name, what)
    if old.repeat != new.repeat:
        what = f"{_named(new)}: it was asked once per {old.repeat or 'form'}, and now once per {new.repeat or 'form'}."
        yield Change(ChangeKind.WHO, new.name, what)
    for language, text in _reworded(old.labels, new.labels):
        what = f"{_named(new)}: new words{_in(language)}. Before: “{shortened(text)}”."
        yield Change(ChangeKind.WORDING, new.name, what)
    yield from _choices(old, new)
    yield from _conditions(old, new, before, after)
    if old.required != new.required:
        now = "must now be answered" if new.required else "may now be left open"
        yield Change(ChangeKind.ACCEPTED, new.name, f"{_named(new)}: it {now}.")


def _conditions(old: Question, new: Question, before: Instrument, after: Instrument) -> Iterator[Change]:
    if _tight(old.relevant) != _tight(new.relevant):
        was = condition_words(old.relevant, before) or "always"
        now = condition_words(new.relevant, after) or "always"
        what = f"{_named(new)}: it is asked of others than before. Before: {was}. Now: {now}."
        yield Change(ChangeKind.WHO, new.name, what)
    if _tight(old.calculation) != _tight(new.calculation):
        yield Change(ChangeKind.COMPUTED, new.name, f"{_named(new)}: it is worked out in another way.")
    if _tight(old.constraint) != _tight(new.constraint):
        now = f"only answers with {new.constraint}" if new.constraint else "every answer"
        yield Change(ChangeKind.ACCEPTED, new.name, f"{_named(new)}: it now accepts {now}.")


def _choices(old: Question, new: Question) -> Iterator[Change]:
    was, now = _by_code(old.choices), _by_code(new.choices)
    for code in [code for code in now if was and code not in was]:
        yield Change(ChangeKind.CHOICES, new.name, f"{_named(new)}: new answer {choice_words(new, code, '')}.")
    for code in [code for code in was if code not in now]:
        yield Change(
            ChangeKind.CHOICES, new.name, f"{_named(new)}: no longer an answer: {choice_words(old, code, '')}."
        )
    for code in [code for code in was if code in now]:
        for language, text in _reworded(was[code].labels, now[code].labels):
            what = f"{_named(new)}: the answer “{code}” has new words{_in(language)}. Before: “{shortened(text)}”."
            yield Change(ChangeKind.CHOICES, new.name, what)
    if {*old.dont_know, *old.refused} != {*new.dont_know, *new.refused}:
        what = f"{_named(new)}: other answers now mean “don't know” or “I do not want to say”."
        yield Change(ChangeKind.CHOICES, new.name, what)
    if old.open_choices != new.open_choices:
        now_open = "answers outside the list are now" if new.open_choices else "answers outside the list are no longer"
        yield Change(ChangeKind.CHOICES, new.name, f"{_named(new)}: {now_open} possible.")


def _by_code(choices: Sequence[Choice]) -> dict[str, Choice]:
    return {choice.code: choice for choice in choices}


def _reworded(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Languages in which a text has other words, with the words before."""
    for language, text in old.items():
        if language in new and _folded(text) != _folded(new[language]):
            yield language, text


def _folded(text: str) -> str:
    """A text without what no reader would notice."""
    return re.sub(r"[\s.,;:!?…“”\"«»‘’·]+", " ", text).strip().casefold()


def _tight(expression: str) -> str:
    """An expression with single blanks: in an expression every other sign is part of the meaning."""
    return " ".join(expression.split())


def _in(language: str) -> str:
    return f" in {language}" if language else ""


def _named(question: Question) -> str:
    label = shortened(question.label())
    return f"“{label}”" if label == question.name else f"“{label}” ({question.name})"


_TYPE_WORDS: Mapping[AnswerType, str] = {
    AnswerType.INTEGER: "a whole number",
    AnswerType.DECIMAL: "a number",
    AnswerType.SELECT_ONE: "one of a list",
    AnswerType.SELECT_MULTIPLE: "any number from a list",
    AnswerType.DATE: "a day",
    AnswerType.DATETIME: "a day and time",
    AnswerType.TIME: "a time of day",
    AnswerType.TEXT: "a text",
    AnswerType.GEOPOINT: "a place on the map",
    AnswerType.MEDIA: "a picture, sound or file",
    AnswerType.CALCULATE: "worked out from other answers",
    AnswerType.METADATA: "noted by the device",
}


def type_words(type_: AnswerType) -> str:
    """What kind of answer a question takes, in plain words."""
    return _TYPE_WORDS[type_]
