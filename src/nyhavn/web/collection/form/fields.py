"""One item of a form as a template shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from nyhavn.framework.form_page import ItemKind
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.interview import ShownItem
from nyhavn.framework.interview_problems import AnswerProblem

MOST_RADIOS = 30  # above this a list to choose from is easier to use on a small screen
CONTROLS = {
    AnswerType.DATE: "date",
    AnswerType.TIME: "time",
    AnswerType.DATETIME: "datetime-local",
}
KEYBOARDS = {AnswerType.INTEGER: "numeric", AnswerType.DECIMAL: "decimal"}
PARTIAL_DATES = frozenset({"month-year", "year"})  # no browser has a control for a year alone


@dataclass(frozen=True)
class ShownField:
    """control: note, value, radios, ticks, list, lines, or the type of an input. heading: a group begins here."""

    name: str
    control: str
    label: str = field(repr=False)
    hint: str = field(repr=False)
    heading: str = field(repr=False)
    answer: str = field(repr=False)
    choices: tuple[tuple[str, str, bool], ...] = field(repr=False)
    problem: str = field(repr=False)
    keyboard: str
    is_required: bool
    is_fresh: bool

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"q-{self.name}"

    @property
    def is_fieldset(self) -> bool:
        """Whether several controls stand under one question."""
        return self.control in ("radios", "ticks")


def shown_fields(
    items: Sequence[ShownItem], problems: Sequence[AnswerProblem] = (), fresh: Sequence[str] = ()
) -> Iterator[ShownField]:
    """The items of a page in order."""
    wrong = {problem.question: problem for problem in problems}
    before: tuple[str, ...] = ()
    for shown in items:
        paths = tuple(group.path for group in shown.groups)
        begun = [group.label for group in shown.groups if group.path not in before and group.label]
        before = paths
        yield ShownField(
            name=shown.item.name,
            control=_control(shown),
            label=plain(shown.label),
            hint=plain(shown.hint),
            heading=plain(" – ".join(begun)),
            answer=shown.answer,
            choices=tuple(_choices(shown)),
            problem=sentence(wrong[shown.item.name]) if shown.item.name in wrong else "",
            keyboard=KEYBOARDS.get(shown.question.type, "") if shown.question else "",
            is_required=shown.is_required,
            is_fresh=shown.item.name in fresh,
        )


def sentence(problem: AnswerProblem) -> str:
    """What is wrong, in the form's own words or in ours."""
    return problem.message if problem.is_from_form else gettext(problem.message)


def plain(text: str) -> str:
    """Without the marks that form authors use for bold type and headings."""
    lines = (line.lstrip("# ") if line.startswith("#") else line for line in text.split("\n"))
    return "\n".join(lines).replace("**", "").replace("__", "")


def spoken(shown: ShownItem) -> str:
    """An answer in words, for checking."""
    labels = {choice.code: choice.label for choice in shown.choices}
    if not labels:
        return shown.answer
    codes = [shown.answer] if shown.answer in labels else shown.answer.split()
    return ", ".join(plain(labels.get(code, code)) for code in codes)


def _control(shown: ShownItem) -> str:
    if shown.item.kind is ItemKind.NOTE or shown.question is None:
        return "note"
    if shown.item.kind is ItemKind.SHOWN:
        return "value"
    kind = shown.question.type
    if kind is AnswerType.SELECT_MULTIPLE:
        return "ticks"
    if kind is AnswerType.SELECT_ONE:
        return "list" if len(shown.choices) > MOST_RADIOS or "minimal" in shown.item.appearances else "radios"
    if kind in CONTROLS and not shown.item.appearances & PARTIAL_DATES:
        return CONTROLS[kind]
    return "lines" if kind is AnswerType.TEXT and "multiline" in shown.item.appearances else "text"


def _choices(shown: ShownItem) -> Iterator[tuple[str, str, bool]]:
    """Code, words, chosen. Where no answer is needed one can say so: nobody can take back a choice of radio buttons."""
    chosen = {shown.answer, *(shown.answer.split() if shown.question is not None else ())}
    is_one = shown.question is not None and shown.question.type is AnswerType.SELECT_ONE
    for choice in shown.choices:
        yield choice.code, plain(choice.label), choice.code in chosen
    if is_one and not shown.is_required:
        yield "", gettext("No answer"), not shown.answer
