"""Accuracy: response to the questions, from the shares that are published. Don't know and declined stay apart."""

from collections.abc import Iterator
from math import fsum
from statistics import median

from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.release import ResponseRow

REASONS = ("dont-know", "declined", "missing")
NONRESPONSE = ("item-nonresponse-middle", "item-nonresponse-highest")


def answers(records: QualityRecords) -> Iterator[QualityFigure]:
    """The figures of response. A5 is defined per question; the middle and the highest of them are given."""
    rows = records.release.response
    shares = [(1 - row.answered, row.label) for row in rows if row.answered is not None]
    if shares:
        yield computed("item-nonresponse-middle", median(share for share, _ in shares))
        highest, label = max(shares, key=lambda one: one[0])
        yield computed("item-nonresponse-highest", highest, about=(label,))
    else:
        yield from (not_computed(code, "no-response") for code in NONRESPONSE)
    yield from _by_reason(rows)
    if records.collected_questions:
        yield computed("response-shown", len(shares) / records.collected_questions)
    else:
        yield not_computed("response-shown", "no-response")


def _by_reason(rows: tuple[ResponseRow, ...]) -> Iterator[QualityFigure]:
    """Means over the questions whose three reasons are told apart."""
    parts = [(row.dont_know, row.refused, row.missing) for row in rows]
    apart = [reasons for reasons in parts if None not in reasons]
    if not apart:
        yield from (not_computed(code, "no-reasons") for code in REASONS)
        return
    for place, code in enumerate(REASONS):
        yield computed(code, fsum(reasons[place] or 0.0 for reasons in apart) / len(apart))
