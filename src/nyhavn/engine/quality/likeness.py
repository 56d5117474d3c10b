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
from nyhavn.engine.quality.passes import ROW, totals
from nyhavn.engine.quality.values import grouped
from nyhavn.framework.checks import Check
from nyhavn.framework.findings import Evidence

QUESTIONS_BEYOND = 5  # compared first, beside as many as may differ; with fewer, chance alone makes too many candidates
MOST_CANDIDATES = 20_000  # pairs that are worth looking up one by one; with more, all are compared in all questions
_OTHER, _SIZE, _ALIKE, _EITHER, _DIFFERENT = "_other", "_size", "_alike", "_either", "_different"


def near_duplicate(material: Material, check: Check) -> Iterator[Found]:
    """Interviews with a percent match of at least `share` with another one of their block; both are counted."""
    by, largest = list(check.by), int(check.number("largest"))
    columns = [name for name in check.columns or material.asked_of_people() if name not in by]
    headers = tuple(map(material.header, by))
    blocked = material.answers.filter(*(~nw.col(name).is_null() for name in by)).select(ROW, *by, *columns)
    sizes = grouped(blocked, by, [nw.len().alias(_SIZE)])
    too_large = nw.col(_SIZE) > largest
    fits = nw.when((nw.col(_SIZE) > 1) & ~too_large).then(nw.col(_SIZE)).otherwise(nw.lit(0))
    over = nw.when(too_large).then(nw.col(_SIZE)).otherwise(nw.lit(0))
    found = totals(sizes, {"compared": fits.sum(), "largest": nw.col(_SIZE).max(), "too_many": over.sum()})
    blocks = [single("largest-block", found["largest"])]
    if found["too_many"]:
        outside = blocked.select(ROW, *by).join(sizes.filter(too_large), on=by, how="inner")
        numbers, counts = row_numbers(outside), (found["too_many"], found["too_many"])
        yield raised(check, "near-duplicate-not-compared", headers, counts, numbers=numbers, evidence=blocks)
        blocked = blocked.join(sizes.filter(~too_large), on=by, how="inner")
    if len(columns) < check.number("fewest"):
        yield from not_judged(check, headers, found["compared"], "there are too few questions to compare")
    elif found["compared"]:
        yield from _alike(material, check, blocked, columns, found["compared"], blocks)


def _alike(
    material: Material,
    check: Check,
    interviews: nw.LazyFrame[Any],
    columns: Sequence[str],
    compared: int,
    blocks: list[Evidence],
) -> Iterator[Found]:
    candidates = _candidates(material, check, interviews, columns)
    if candidates == []:
        return
    if candidates is not None:
        interviews = interviews.filter(nw.col(ROW).is_in(candidates))
    enough = nw.col(_EITHER) >= int(check.number("fewest"))
    share = nw.col(_ALIKE).cast(nw.Float64) / nw.when(nw.col(_EITHER) > 0).then(nw.col(_EITHER)).cast(nw.Float64)
    pairs = _pairs(interviews, check.by, columns, _compared(columns)).filter(
        enough & (share >= check.number("share") - _ROUNDING)
    )
    found = pairs.collect("pyarrow").to_native()
    if found.num_rows:
        rows = sorted({*found.column(ROW).to_pylist(), *found.column(_OTHER).to_pylist()})
        shares = [a / e for a, e in zip(*(found.column(name).to_pylist() for name in (_ALIKE, _EITHER)), strict=True)]
        evidence = [*blocks, single("pairs", found.num_rows), single("highest-match", max(shares))]
        headers = tuple(map(material.header, check.by))
        counts, numbers = (len(rows), compared), tuple(rows[:MOST_ROW_NUMBERS])
        yield raised(check, "near-duplicate", headers, counts, numbers=numbers, evidence=evidence)


_ROUNDING = 1e-9  # 0.85 of 20 questions are 17, also for a double


def _candidates(
    material: Material, check: Check, interviews: nw.LazyFrame[Any], columns: Sequence[str]
) -> list[int] | None:
    """Interviews with another one that differs in few enough of the first questions; None if they are too many."""
    different = {name: material.different.get(name, 0) for name in columns}
    may_differ = math.floor(len(columns) * (1 - check.number("share")) + _ROUNDING)
    first = most_varied(different, may_differ + QUESTIONS_BEYOND)
    near = _pairs(interviews, check.by, first, _differing(first)).filter(nw.col(_DIFFERENT) <= may_differ)
    # Sorted, because DuckDB 2.0 waits for itself where a join of one Arrow table with itself may end early.
    found = near.select(ROW, _OTHER).sort(ROW, _OTHER).head(MOST_CANDIDATES + 1).collect("pyarrow").to_native()
    if found.num_rows > MOST_CANDIDATES:
        return None
    return sorted({*found.column(ROW).to_pylist(), *found.column(_OTHER).to_pylist()})


def _pairs(
    interviews: nw.LazyFrame[Any], by: Sequence[str], columns: Sequence[str], compared: Sequence[nw.Expr]
) -> nw.LazyFrame[Any]:
    """Every pair of a block once, with what a comparison in some columns says."""
    left = interviews.select(*by, ROW, *columns)
    right = interviews.select(*by, nw.col(ROW).alias(_OTHER), *_renamed(columns))
    both = left.join(right, on=list(by), how="inner").filter(nw.col(ROW) < nw.col(_OTHER))
    return both.select(ROW, _OTHER, *compared)


def _renamed(columns: Sequence[str]) -> list[nw.Expr]:
    return [nw.col(name).alias(f"_its{place}") for place, name in enumerate(columns)]


def _beside(columns: Sequence[str]) -> list[tuple[nw.Expr, nw.Expr]]:
    return [(nw.col(name), nw.col(f"_its{place}")) for place, name in enumerate(columns)]


def _differing(columns: Sequence[str]) -> list[nw.Expr]:
    """The questions that the two did not answer alike; what both left out is alike."""
    alike = [nw.coalesce(mine == its, mine.is_null() & its.is_null()) for mine, its in _beside(columns)]
    return [nw.sum_horizontal(*(_one(~each) for each in alike)).alias(_DIFFERENT)]


def _compared(columns: Sequence[str]) -> list[nw.Expr]:
    """The questions that both answered alike, and those that either answered."""
    alike = [_one(mine == its) for mine, its in _beside(columns)]
    either = [_one(~mine.is_null() | ~its.is_null()) for mine, its in _beside(columns)]
    return [nw.sum_horizontal(*alike).alias(_ALIKE), nw.sum_horizontal(*either).alias(_EITHER)]


def _one(truth: nw.Expr) -> nw.Expr:
    return nw.when(truth).then(nw.lit(1)).otherwise(nw.lit(0))
