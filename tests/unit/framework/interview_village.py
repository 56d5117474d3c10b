"""A small form about one village, built of plain values, for tests only."""

from dataclasses import replace
from datetime import date

from nyhavn.framework.form_page import FormItem, FormLayout, ItemKind, plain_layout
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.interview import Interview, accepted, begin, problems, visible

TODAY = date(2026, 11, 25)
YES_NO = (Choice("yes", {"": "Yes"}), Choice("no", {"": "No"}))


def question(name: str, kind: AnswerType, **more: object) -> Question:
    return Question(name, name, kind, **{"labels": {"": f"What about {name}?"}, **more})


def form(*questions: Question, **by_item: dict[str, object]) -> tuple[Instrument, FormLayout]:
    """An instrument with its plain layout; by_item: what differs in the item of a question."""
    instrument = Instrument("village", "1", "The village", questions)
    layout = plain_layout(instrument)
    return instrument, replace(
        layout, items=tuple(replace(item, **by_item.get(item.name, {})) for item in layout.items)
    )


def with_note(layout: FormLayout, name: str, text: str, **more: object) -> FormLayout:
    """The layout with a note at its end."""
    return replace(layout, items=(*layout.items, FormItem(name, ItemKind.NOTE, "note", labels={"": text}, **more)))


def asked(interview: Interview) -> list[str]:
    return [shown.item.name for shown in visible(interview, TODAY)]


def wrong(interview: Interview) -> list[tuple[str, str]]:
    return [(problem.question, problem.code) for problem in problems(interview, TODAY)]


def kept(interview: Interview) -> dict[str, str]:
    return dict(accepted(interview, TODAY))


def one(kind: AnswerType, text: str, item: dict[str, object] | None = None, **more: object) -> str:
    """What one typed answer comes to: the value that is kept, or the code of the only problem."""
    instrument, layout = form(question("q", kind, **more), q=item or {})
    interview = begin(instrument, layout).answered({"q": text})
    found = wrong(interview)
    assert len(found) < 2
    assert bool(found) != ("q" in kept(interview))
    return found[0][1] if found else kept(interview)["q"]
