"""The form for paper: every question with its number, its answers with their codes, and who is asked it."""

from collections.abc import Iterator
from dataclasses import dataclass

from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.form_page import FormItem, ItemKind
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.interview_texts import in_language
from nyhavn.web.collection.form.fields import plain
from nyhavn.web.collection.form.skips import in_words


@dataclass(frozen=True)
class PaperItem:
    """One row of the paper. number: "" for a note. only_if: in words, "" if everybody is asked."""

    number: str
    heading: str
    label: str
    hint: str
    only_if: str
    control: str
    choices: tuple[tuple[str, str], ...] = ()


def on_paper(form: Form, language: str) -> tuple[PaperItem, ...]:
    """All that a person is asked, in order."""
    return tuple(_items(form, language))


def _items(form: Form, language: str) -> Iterator[PaperItem]:
    questions = {question.name: question for question in form.instrument.questions}
    numbers = _numbers(form)
    before: tuple[str, ...] = ()
    for item in form.layout.items:
        if item.kind not in (ItemKind.QUESTION, ItemKind.NOTE):
            continue
        begun = [form.layout.group(path) for path in item.groups if path not in before]
        before = item.groups
        headings = [in_language(group.labels, language, form.layout) for group in begun if group]
        question = questions.get(item.name) if item.kind is ItemKind.QUESTION else None
        yield PaperItem(
            number=numbers.get(item.name, ""),
            heading=plain(" – ".join(filter(None, headings))),
            label=plain(_named(in_language(item.labels, language, form.layout), numbers)),
            hint=plain(_named(in_language(item.hints, language, form.layout), numbers)),
            only_if=in_words(item.relevant, numbers) if item.relevant else "",
            control=_control(question),
            choices=tuple(_choices(item, question, form, language)),
        )


def _numbers(form: Form) -> dict[str, str]:
    """Numbers of the questions that are asked; a condition on anything else names it as the form does."""
    asked = [item.name for item in form.layout.items if item.kind is ItemKind.QUESTION]
    return {name: str(number) for number, name in enumerate(asked, start=1)}


def _named(text: str, numbers: dict[str, str]) -> str:
    """On paper an answer that a text speaks of is a place to look it up."""
    for name, number in numbers.items():
        text = text.replace(f"${{{name}}}", f"… ({number})")
    return text


def _control(question: Question | None) -> str:
    if question is None:
        return "note"
    if question.type is AnswerType.SELECT_MULTIPLE:
        return "ticks"
    if question.type is AnswerType.SELECT_ONE:
        return "one"
    return "lines" if question.type is AnswerType.TEXT else "line"


def _choices(item: FormItem, question: Question | None, form: Form, language: str) -> Iterator[tuple[str, str]]:
    """Code and words of every answer; of one that stands in the list twice, the first."""
    seen: set[str] = set()
    for choice in item.choices if question else ():
        if choice.code not in seen:
            seen.add(choice.code)
            yield choice.code, plain(in_language(choice.labels, language, form.layout)) or choice.code
