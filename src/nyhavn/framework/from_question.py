"""Breakdowns and indicators made from a question, for people who do not write expressions."""

import re
from collections.abc import Iterable, Sequence

from nyhavn.framework.instrument import AnswerType, Choice, Question
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic

LONGEST_BREAKDOWN_ID, LONGEST_INDICATOR_ID, LONGEST_CODE = 40, 60, 60
_WITH_LETTER_FIRST = "q_"


def breakdown_from(question: Question, *, language: str, title: str = "", taken: Iterable[str] = ()) -> Breakdown:
    """A breakdown whose categories are the choices of a question, with their labels in that language.

    Choices that mean "declined" make no category: whoever declined is a group of its own in every table. Where people
    could choose several answers, a person stands in the first category whose answer is among them, and the note says
    so. title: "" for the question's own text. taken: ids that are in use. Raises Refusal "question-without-choices".
    """
    _check_has_choices(question)
    several = question.type is AnswerType.SELECT_MULTIPLE
    offered = [choice for choice in question.choices if choice.code not in question.refused]
    codes = _free_codes(offered)
    categories = tuple(
        Category(
            code=code,
            label=_shown(choice, language),
            when=holds(question, (choice.code,)) if several else "",
            answers=() if several or code == choice.code else (choice.code,),
        )
        for choice, code in zip(offered, codes, strict=True)
    )
    note = "People could choose several answers. Each is counted once, under the first of theirs in this order."
    return Breakdown(
        id=free_id(question.name, taken, LONGEST_BREAKDOWN_ID),
        title=title or question.label(language),
        question="" if several else question.name,
        categories=categories,
        note=note if several else "",
    )


def share_from(
    question: Question,
    codes: Sequence[str],
    *,
    language: str,
    title: str = "",
    unit: str = "",
    by: Sequence[tuple[str, ...]] = (),
    taken: Iterable[str] = (),
) -> Indicator:
    """The share of people who gave one of these answers, of all who gave an answer that can be used.

    title: "" for the question's text with the answers. Raises Refusal: question-without-choices, answer-not-chosen.
    """
    _check_has_choices(question)
    unknown = [code for code in codes if code not in usable_codes(question)]
    if unknown or not codes:
        what = f"{question.name} has no answer to count: {', '.join(unknown)}." if unknown else "No answer was chosen."
        raise refusal("answer-not-chosen", what, where="answers", do="Choose one or more of the answers offered.")
    labels = {choice.code: _shown(choice, language) for choice in question.choices}
    said = ", ".join(labels[code] for code in codes)
    return Indicator(
        id=free_id(f"{question.name}_{codes[0]}", taken, LONGEST_INDICATOR_ID),
        title=title or f"{question.label(language)} {said}",
        statistic=Statistic.PROPORTION,
        numerator=holds(question, codes),
        unit=unit,
        by=tuple(by),
    )


def _shown(choice: Choice, language: str) -> str:
    """What people saw in that language, or else in the first one there is."""
    return choice.labels.get(language) or next(iter(choice.labels.values()), "") or choice.code


def usable_codes(question: Question) -> tuple[str, ...]:
    """The codes of a question that say something: neither "don't know" nor "declined"."""
    return tuple(c.code for c in question.choices if c.code not in (*question.dont_know, *question.refused))


def holds(question: Question, codes: Sequence[str]) -> str:
    """The expression that is true for whoever gave one of these answers."""
    if question.type is AnswerType.SELECT_MULTIPLE:
        return " or ".join(f"selected(${{{question.name}}}, {_quoted(code)})" for code in codes)
    return " or ".join(f"${{{question.name}}} = {_quoted(code)}" for code in codes)


def free_id(wanted: str, taken: Iterable[str], longest: int) -> str:
    """A short name made of small letters, digits and underscores that nobody uses yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", wanted.casefold()).strip("_")
    base = (plain if plain[:1].isalpha() else _WITH_LETTER_FIRST + plain).strip("_")[: longest - 3]
    used = set(taken)
    tries = (base, *(f"{base}_{number}" for number in range(2, len(used) + 3)))
    return next(name for name in tries if name not in used)


def _check_has_choices(question: Question) -> None:
    if not question.type.is_select or not question.choices:
        what = f"The question {question.name} offers no list of answers to choose from."
        do = "Choose another question, or write an expression."
        raise refusal("question-without-choices", what, where=f"question {question.name}", do=do)


def _free_codes(choices: Sequence[Choice]) -> list[str]:
    """A code of a category for each choice: the choice's own where it may be one, else one made from it."""
    codes: list[str] = []
    for choice in choices:
        plain = re.sub(r"[^A-Za-z0-9.+-]+", "_", choice.code).strip("_")[: LONGEST_CODE - 4] or "answer"
        wanted = choice.code if re.fullmatch(r"[A-Za-z0-9.+-][A-Za-z0-9_.+-]{0,55}", choice.code) else plain
        tries = (wanted, *(f"{wanted}_{number}" for number in range(2, len(choices) + 3)))
        codes.append(next(code for code in tries if code not in codes))
    return codes


def _quoted(code: str) -> str:
    """A text of an expression; XPath has two quotation marks and no way to write one inside itself."""
    return f'"{code}"' if "'" in code else f"'{code}'"
