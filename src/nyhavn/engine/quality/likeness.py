"""Interviews that agree in nearly everything, within one interviewer and day (percent match).

Kuriakose and Robbins 2016: of the questions that at least one of the two answered, the share that both answered alike.
Pairs are compared within blocks alone. First they are compared in the questions with most different answers: whoever
differs there in more questions than may differ at all is no near duplicate, and need not be compared further.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.duplicates import most_varied
from nyhavn.engine.quality.flags import MOST_ROW_NUMBERS, row_numbers
from nyhavn.engine.quality.material import Found, Material, not_judged, raised, single
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.framework.checks import Check

QUESTIONS_FIRST = 12
_OTHER, _SIZE, _ALIKE, _EITHER = "_other", "_size", "_alike", "_either"


def near_duplicate(material: Material, check: Check) -> Iterator[Found]:
    """Interviews with a percent match of at least `share` with another one of their block; both are counted."""
    by = list(check.by)
    columns = [name for name in check.columns or material.asked_of_people() if name not in by]
    headers = tuple(map(material.header, by))
    blocked = material.answers.filter(*(~nw.col(name).is_null() for name in by))
    sized = blocked.with_columns(nw.col(ROW).count().over(*by).alias(_SIZE))
    largest, most = int(check.number("largest")), nw.col(_SIZE)
    sizes = totals(
        sized.select(ROW, _SIZE),
        {"compared": ones((most > 1) & (most <= largest)), "largest": most.max(), "too_many": ones(most > largest)},
    )
    blocks = [single("largest-block", sizes["largest"])]
    if sizes["too_many"]:
        yield from _not_compared(material, check, headers, sized.filter(most > largest), sizes["too_many"], blocks)
    if len(columns) < check.number("fewest"):
        yield from not_judged(check, headers, sizes["compared"], "there are too few questions to compare")
    elif sizes["compared"]:
        small = sized.filter((most > 1) & (most <= largest)).select(ROW, *by, *columns)
        yield from _alike(material, check, small, columns, sizes["compared"], blocks)


def _not_compared(
    material: Material, check: Check, headers: tuple[str, ...], rows: nw.LazyFrame[Any], count: int, blocks: list[Any]
) -> Iterator[Found]:
    code = "near-duplicate-not-compared"
    yield raised(check, code, headers, (count, count), numbers=row_numbers(rows), evidence=blocks)


def _alike(
    material: Material,
    check: Check,
    interviews: nw.LazyFrame[Any],
    columns: Sequence[str],
    compared: int,
    blocks: list[Any],
) -> Iterator[Found]:
    different = {name: material.different.get(name, 0) for name in columns}
    first = most_varied(different, QUESTIONS_FIRST)
    may_differ = math.floor(len(columns) * (1 - check.number("share")) + _ROUNDING)
    near = _pairs(interviews, check.by, first)
    near = near.filter(nw.col(_EITHER) - nw.col(_ALIKE) <= may_differ).select(ROW, _OTHER)
    matched = _matched(near, interviews, columns)
    enough = nw.col(_EITHER) >= int(check.number("fewest"))
    share = nw.col(_ALIKE).cast(nw.Float64) / nw.when(nw.col(_EITHER) > 0).then(nw.col(_EITHER)).cast(nw.Float64)
    pairs = matched.filter(enough & (share >= check.number("share") - _ROUNDING))
    found = pairs.select(ROW, _OTHER, _ALIKE, _EITHER).collect("pyarrow").to_native()
    if found.num_rows:
        rows = sorted({*found.column(ROW).to_pylist(), *found.column(_OTHER).to_pylist()})
        shares = [a / e for a, e in zip(*(found.column(name).to_pylist() for name in (_ALIKE, _EITHER)), strict=True)]
        evidence = [*blocks, single("pairs", found.num_rows), single("highest-match", max(shares))]
        headers = tuple(map(material.header, check.by))
        counts, numbers = (len(rows), compared), tuple(rows[:MOST_ROW_NUMBERS])
        yield raised(check, "near-duplicate", headers, counts, numbers=numbers, evidence=evidence)


_ROUNDING = 1e-9  # 0.85 of 20 questions are 17, also for a double


def _pairs(interviews: nw.LazyFrame[Any], by: Sequence[str], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Every pair of a block once, with the questions that both answered alike and that either answered."""
    left = interviews.select(*by, ROW, *columns)
    right = interviews.select(*by, nw.col(ROW).alias(_OTHER), *_renamed(columns))
    both = left.join(right, on=list(by), how="inner").filter(nw.col(ROW) < nw.col(_OTHER))
    return both.select(ROW, _OTHER, *_compared(columns))


def _matched(pairs: nw.LazyFrame[Any], interviews: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """The pairs, compared in all questions."""
    left = interviews.select(ROW, *columns)
    right = interviews.select(nw.col(ROW).alias(_OTHER), *_renamed(columns))
    both = pairs.join(left, on=[ROW], how="inner").join(right, on=[_OTHER], how="inner")
    return both.select(ROW, _OTHER, *_compared(columns))


def _renamed(columns: Sequence[str]) -> list[nw.Expr]:
    return [nw.col(name).alias(f"_its{place}") for place, name in enumerate(columns)]


def _compared(columns: Sequence[str]) -> list[nw.Expr]:
    pairs = [(nw.col(name), nw.col(f"_its{place}")) for place, name in enumerate(columns)]
    alike = [_one(mine == its) for mine, its in pairs]
    either = [_one(~mine.is_null() | ~its.is_null()) for mine, its in pairs]
    return [nw.sum_horizontal(*alike).alias(_ALIKE), nw.sum_horizontal(*either).alias(_EITHER)]


def _one(truth: nw.Expr) -> nw.Expr:
    return nw.when(truth).then(nw.lit(1)).otherwise(nw.lit(0))
