"""Response: per question who was asked, and what came back."""

from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.passes import ones, totals
from nyhavn.engine.quality.subjects import NOT_ASKED_OF_PEOPLE, Subject, collected_types, subjects
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.response import ResponseCounts

QUESTIONS_IN_A_PASS = 30


def response(answers: nw.LazyFrame[Any], instrument: Instrument, *, today: date) -> tuple[ResponseCounts, ...]:
    """Response to every question that is put to people and was collected, in the instrument's order.

    A question whose condition cannot be evaluated is left out, because nobody knows who was asked; the findings name
    it. An answer to a question that was not asked is not counted.
    """
    columns = answers.collect_schema().names()
    known = subjects(columns, instrument, collected_types(instrument, columns), today)
    asked = [each for each in known if each.question.type not in NOT_ASKED_OF_PEOPLE and each.asked.holds is not None]
    counts: list[ResponseCounts] = []
    for start in range(0, len(asked), QUESTIONS_IN_A_PASS):
        counts += _counted(answers, asked[start : start + QUESTIONS_IN_A_PASS])
    return tuple(counts)


def _counted(answers: nw.LazyFrame[Any], part: list[Subject]) -> list[ResponseCounts]:
    named = {f"{place}.{of}": ones(truth) for place, subject in enumerate(part) for of, truth in _truths(subject)}
    found = totals(answers, {"rows": nw.len(), **named})
    return [
        ResponseCounts(
            question=subject.question.name,
            rows=found["rows"],
            **{of: found[f"{place}.{of}"] for of, _ in _truths(subject)},
        )
        for place, subject in enumerate(part)
    ]


def _truths(subject: Subject) -> list[tuple[str, nw.Expr]]:
    asked = subject.asked.holds
    if asked is None:
        return []
    return [
        ("asked", asked),
        ("answered", asked & subject.is_answered),
        ("dont_know", asked & subject.is_dont_know),
        ("refused", asked & subject.is_refused),
        ("missing", asked & ~subject.is_filled),
    ]
