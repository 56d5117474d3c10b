"""One person's way through a form: what to show, what is wrong, what is kept. Pure, one request at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from nyhavn.framework.expression import answer_types
from nyhavn.framework.form_obstacles import unsupported_items
from nyhavn.framework.form_page import FormItem, FormLayout, ItemKind
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.interview_problems import AnswerProblem, is_off_scale, plainly
from nyhavn.framework.interview_state import State, holds, worked_out
from nyhavn.framework.interview_texts import Wording
from nyhavn.framework.refusal import Refusal


@dataclass(frozen=True)
class Interview:
    """An instrument, its layout, and one person's answers so far.

    answers: what was typed, by question; several choices as codes joined by one blank, as devices write them.
    """

    instrument: Instrument
    layout: FormLayout
    language: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def answered(self, answers: Mapping[str, str]) -> "Interview":
        """The interview with these answers too; an empty one takes an answer back."""
        merged = {**self.answers, **answers}
        return replace(self, answers={name: text for name, text in merged.items() if text.strip()})

    def in_language(self, language: str) -> "Interview":
        """The interview in another language; the answers stay."""
        return replace(self, language=language)


@dataclass(frozen=True)
class ShownChoice:
    """A choice as it is offered. label: its code where the form has no words for it."""

    code: str
    label: str


@dataclass(frozen=True)
class ShownGroup:
    """A group as it is shown above its items. label: "" where it has none."""

    path: str
    label: str = field(repr=False)


@dataclass(frozen=True)
class ShownItem:
    """An item as it stands on a page, in the interview's language. All texts are plain: a page escapes them.

    question: None for a note. answer: as typed, or the value of an item that the person cannot change.
    groups: around it, the outermost first.
    """

    item: FormItem
    question: Question | None
    label: str = field(repr=False)
    hint: str = field(repr=False)
    guidance: str = field(repr=False)
    choices: tuple[ShownChoice, ...]
    answer: str = field(repr=False)
    is_required: bool
    groups: tuple[ShownGroup, ...]


def begin(instrument: Instrument, layout: FormLayout, language: str = "") -> Interview:
    """A new interview, with the defaults of the form as first answers.

    Raises Refusal, with every reason, if a page cannot do all that the form asks for.
    """
    if reasons := unsupported_items(layout, instrument):
        raise Refusal(*reasons)
    defaults = {item.name: item.default for item in layout.items if item.default and item.kind is ItemKind.QUESTION}
    return Interview(instrument, layout, language, defaults)


def visible(interview: Interview, today: date) -> tuple[ShownItem, ...]:
    """The items that stand on the pages now, with the choices that are left, in the form's order."""
    desk = _desk(interview, today)
    return tuple(desk.shown(item) for item in interview.layout.items if item.is_displayed and desk.is_relevant(item))


def calculated(interview: Interview, today: date) -> Mapping[str, str]:
    """What the calculations come to; no empty ones."""
    values = _desk(interview, today).state.values
    worked = {question.name for question in interview.instrument.questions if question.calculation}
    return {name: value for name, value in values.items() if name in worked}


def problems(interview: Interview, today: date) -> tuple[AnswerProblem, ...]:
    """What keeps the answers from being accepted, at most one per question, in the form's order."""
    return _desk(interview, today).all_problems()


def accepted(interview: Interview, today: date) -> Mapping[str, str]:
    """The answers as they are kept, by question, calculations among them, in the instrument's order.

    An answer that became irrelevant, that is empty or that has a problem is not among them: ask for `problems` first.
    """
    desk = _desk(interview, today)
    faulty = {problem.question for problem in desk.all_problems()}
    kept = [question.name for question in interview.instrument.questions if question.name not in faulty]
    return {name: desk.state.values[name] for name in kept if name in desk.state.values}


def _desk(interview: Interview, today: date) -> "_Desk":
    state = worked_out(interview.instrument, interview.layout, interview.answers, today)
    wording = Wording(interview.instrument, interview.layout, interview.language, state.values)
    questions = {question.name: question for question in interview.instrument.questions}
    groups = {group.path: ShownGroup(group.path, wording.text(group.labels)) for group in interview.layout.groups}
    return _Desk(interview, today, state, wording, questions, answer_types(interview.instrument), groups)


@dataclass(frozen=True)
class _Desk:
    """One look at an interview."""

    interview: Interview
    today: date
    state: State
    wording: Wording
    questions: Mapping[str, Question]
    types: Mapping[str, AnswerType]
    groups: Mapping[str, ShownGroup]

    def is_relevant(self, item: FormItem) -> bool:
        return item.name in self.state.relevant

    def holds(self, text: str, item: FormItem) -> bool:
        return holds(text, self.state.values, self.types, self.today, item.name)

    def is_required(self, item: FormItem) -> bool:
        """Where a filter leaves no choice nobody can answer, and so nobody must."""
        has_answer = item.name not in self.state.choices or bool(self.choices(item))
        return bool(item.required) and item.kind is ItemKind.QUESTION and has_answer and self.holds(item.required, item)

    def shown(self, item: FormItem) -> ShownItem:
        is_asked = item.kind is ItemKind.QUESTION
        return ShownItem(
            item=item,
            question=None if item.kind is ItemKind.NOTE else self.questions.get(item.name),
            label=self.wording.text(item.labels),
            hint=self.wording.text(item.hints),
            guidance=self.wording.text(item.guidance),
            choices=self.choices(item),
            answer=(self.interview.answers if is_asked else self.state.values).get(item.name, ""),
            is_required=self.is_required(item),
            groups=tuple(self.groups[path] for path in item.groups if path in self.groups),
        )

    def choices(self, item: FormItem) -> tuple[ShownChoice, ...]:
        """Those left of the list, and the codes for don't know and declined that stand outside it."""
        question = self.questions.get(item.name)
        if question is None or not question.type.is_select or item.kind is ItemKind.NOTE:
            return ()
        listed = self.state.choices.get(item.name, ())
        beside = [code for code in (*question.dont_know, *question.refused) if code not in question.codes]
        return (
            *(ShownChoice(choice.code, self.wording.text(choice.labels) or choice.code) for choice in listed),
            *(ShownChoice(code, code) for code in beside),
        )

    def all_problems(self) -> tuple[AnswerProblem, ...]:
        items = self.interview.layout.items
        asked = [item for item in items if item.kind is ItemKind.QUESTION and self.is_relevant(item)]
        return tuple(problem for item in asked for problem in self.problems(item))

    def problems(self, item: FormItem) -> Iterator[AnswerProblem]:
        """The first thing that is wrong with one answer."""
        value = self.state.values.get(item.name, "")
        question = self.questions[item.name]
        if code := self.state.unreadable.get(item.name, ""):
            yield plainly(item, code)
        elif not value:
            if self.is_required(item):
                yield self.in_own_words(item, "answer-required")
        elif self.is_beside_the_scale(question, value):
            return
        elif is_off_scale(item, value):
            yield plainly(item, "out-of-range")
        elif question.constraint and not self.holds(question.constraint, item):
            yield self.in_own_words(item, "constraint")

    def in_own_words(self, item: FormItem, code: str) -> AnswerProblem:
        """With the form's own message where it has one."""
        texts = item.constraint_messages if code == "constraint" else item.required_messages
        message = self.wording.text(texts)
        return AnswerProblem(item.name, code, message, is_from_form=True) if message else plainly(item, code)

    def is_beside_the_scale(self, question: Question, value: str) -> bool:
        """Whether it is a don't know or a declined that no list of choices holds: no limit is meant for it."""
        special = {*question.dont_know, *question.refused} - question.codes
        return not special.isdisjoint(value.split() if question.type is AnswerType.SELECT_MULTIPLE else [value])
