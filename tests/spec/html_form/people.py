"""A person who answers a form page by page, for tests only: valid answers, drawn from what each question allows."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from nyhavn.framework.expression import parse
from nyhavn.framework.expression_tree import Literal, walk
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.interview import Interview, ShownItem
from nyhavn.framework.interview_pages import FormPage, newly_asked, next_page, problems_on, shown_on

TRIES = 60


def answer_form(interview: Interview, today: date, chance: random.Random) -> Interview:
    """The interview at its end, after every page was answered without a problem."""
    page = next_page(interview, None, today)
    while page is not None:
        interview = answer_page(interview, page, today, chance)
        page = next_page(interview, page, today)
    return interview


def answer_page(interview: Interview, page: FormPage, today: date, chance: random.Random) -> Interview:
    """One page, shown again until nothing new appears on it."""
    waiting = [shown.item.name for shown in shown_on(interview, page, today)]
    while waiting:
        before = interview
        for name in waiting:
            interview = answer_question(interview, page, name, today, chance)
        waiting = list(newly_asked(before, interview, page, today))
    assert problems_on(interview, page, today) == ()
    return interview


def answer_question(interview: Interview, page: FormPage, name: str, today: date, chance: random.Random) -> Interview:
    """A drawn answer that is accepted; none where the question may be left empty and chance says so."""
    shown = next((one for one in shown_on(interview, page, today) if one.item.name == name), None)
    if shown is None or shown.question is None or shown.item.kind != "question":
        return interview
    if not shown.is_required and chance.random() < 0.2:
        return interview.answered({name: ""})
    for typed in ideas(shown, today, chance):
        tried = interview.answered({name: typed})
        if name not in {problem.question for problem in problems_on(tried, page, today)}:
            return tried
    assert not shown.is_required, f"no answer was found for {name}"
    return interview.answered({name: ""})


def ideas(shown: ShownItem, today: date, chance: random.Random) -> Iterator[str]:
    """What somebody might type; not all of it is allowed."""
    question = shown.question
    codes = [choice.code for choice in shown.choices]
    literals = (
        [node.value for node in walk(parse(question.constraint).tree) if isinstance(node, Literal)]
        if (question.constraint)
        else []
    )
    numbers = [int(value) for value in literals if isinstance(value, float)] or [0]
    for _ in range(TRIES):
        match question.type:
            case AnswerType.SELECT_ONE:
                yield chance.choice([codes[0], *codes]) if codes else ""
            case AnswerType.SELECT_MULTIPLE:
                yield " ".join(chance.sample(codes, chance.randint(1, len(codes)))) if codes else ""
            case AnswerType.INTEGER:
                yield str(chance.randint(min(numbers), max(numbers) + 1))
            case AnswerType.DECIMAL:
                yield str(round(chance.uniform(min(numbers), max(numbers) + 1), 2))
            case AnswerType.DATE:
                yield (
                    today - timedelta(days=chance.choice([chance.randint(-30, 30), chance.randint(0, 900)]))
                ).isoformat()
            case AnswerType.DATETIME:
                yield f"{today - timedelta(days=chance.randint(0, 9))}T{chance.randint(0, 23):02}:15"
            case AnswerType.TIME:
                yield f"{chance.randint(0, 23)}:{chance.randint(0, 59):02}"
            case AnswerType.GEOPOINT:
                yield f"{chance.uniform(-90, 90):.5f} {chance.uniform(-180, 180):.5f}"
            case _:
                yield chance.choice(["in my own words", "كلماتي", "0123456789", "name@example.org", "A"])
