"""Times of interviews: over before they began, too short or long, in the wrong order, two at once."""

from collections.abc import Iterable, Iterator
from typing import Any

import narwhals as nw

from nyhavn.engine.days import only_where
from nyhavn.engine.quality.flags import rows_found
from nyhavn.engine.quality.material import Found, Material, marking, not_judged, raised, single
from nyhavn.engine.quality.moments import with_moments
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.framework.checks import Check

HALF_A_SECOND = 0.5 / 60  # minutes; moments are doubles, and no device knows less than a second
OF_TIMES = frozenset({"duration", "time-order", "overlapping-interviews"})
_BEGIN, _END = "_begin", "_end"


def timed(answers: nw.LazyFrame[Any], checks: Iterable[Check]) -> nw.LazyFrame[Any]:
    """The answers with the moments that checks of times look at, each a column of minutes under its `_name`."""
    of_times = [check for check in checks if check.kind in OF_TIMES]
    wanted = {_name(check, column): (column, check.text("written")) for check in of_times for column in check.columns}
    return with_moments(answers, wanted)


def _name(check: Check, column: str) -> str:
    return f"_minutes {check.text('written')} {column}"


def _minutes(check: Check) -> list[nw.Expr]:
    return [nw.col(_name(check, column)) for column in check.columns]


def duration(material: Material, check: Check) -> Iterator[Found]:
    """Interviews that end before they start, and those much shorter or longer than they can be."""
    start, end = _minutes(check)
    headers = tuple(map(material.header, check.columns))
    both = ~start.is_null() & ~end.is_null()
    yield marking(check, "end-before-start", headers, end < start - HALF_A_SECOND, both)
    minutes = end - start
    forwards = minutes >= 0.0
    shortest, longest = _shortest(material, check, only_where(forwards, minutes)), check.optional("longest")
    if shortest is not None:
        evidence = [single("shortest", shortest)]
        too_short = minutes < shortest - HALF_A_SECOND
        yield marking(check, "interview-too-short", headers, too_short, forwards, evidence=evidence)
    if longest is not None:
        evidence = [single("longest", longest)]
        too_long = minutes > longest + HALF_A_SECOND
        yield marking(check, "interview-too-long", headers, too_long, forwards, evidence=evidence)


def _shortest(material: Material, check: Check, minutes: nw.Expr) -> float | None:
    """Minutes below which an interview is too short: as declared, else a share of the median; None if neither is."""
    declared, share = check.optional("shortest"), check.number("share")
    if declared is not None or not share:
        return declared
    known = material.timed.select(minutes.alias(_END)).filter(~nw.col(_END).is_null())
    row = known.select(nw.col(_END).median().alias("median"), nw.len().alias("rows")).collect("pyarrow").to_native()
    median, rows = row.column("median")[0].as_py(), int(row.column("rows")[0].as_py())
    return None if median is None or rows < check.number("fewest") else share * float(median)


def time_order(material: Material, check: Check) -> Iterator[Found]:
    """Each time beside the one before it; a missing one is not compared."""
    headers_of, minutes = list(map(material.header, check.columns)), _minutes(check)
    for place, (first, then) in enumerate(zip(minutes, minutes[1:], strict=False)):
        headers = (headers_of[place], headers_of[place + 1])
        looked_at = ~first.is_null() & ~then.is_null()
        yield marking(check, "time-order", headers, then < first - HALF_A_SECOND, looked_at)


def overlapping_interviews(material: Material, check: Check) -> Iterator[Found]:
    """Interviews that begin before an earlier one of the same interviewer has ended; both are counted.

    Interviews that lack a time or the interviewer are not looked at; one that ends before it starts overlaps nothing.
    """
    start, end = _minutes(check)
    keys, headers = list(check.by), tuple(map(material.header, (*check.columns, *check.by)))
    known = material.timed.filter(*(~nw.col(name).is_null() for name in keys))
    told = known.select(ROW, *keys, start.alias(_BEGIN), end.alias(_END))
    # Emptied and not filtered away: engines would work out both moments once more for every term of the filter.
    is_whole = nw.col(_END) >= nw.col(_BEGIN)
    told = told.select(ROW, *keys, *(only_where(is_whole, nw.col(name)).alias(name) for name in (_BEGIN, _END)))
    complete = nw.all_horizontal(*(~nw.col(name).is_null() for name in check.columns), ignore_nulls=False)
    compared = totals(known, {"compared": ones(complete)})["compared"]
    if not compared:
        yield from not_judged(check, headers, 0, "no interview has both times and an interviewer")
        return
    found = rows_found(_overlapping(told, keys))
    if found.count:
        yield raised(check, "overlapping-interviews", headers, (found.count, compared), numbers=found.numbers)


def _overlapping(told: nw.LazyFrame[Any], keys: list[str]) -> nw.LazyFrame[Any]:
    """The interviews during which another one of the same interviewer runs; those without times are null and last."""
    in_order = [_BEGIN, ROW]
    latest = told.with_columns(nw.col(_END).cum_max().over(*keys, order_by=in_order).alias("_latest"))
    beside = latest.with_columns(
        nw.col("_latest").shift(1).over(*keys, order_by=in_order).alias("_before"),
        nw.col(_BEGIN).shift(-1).over(*keys, order_by=in_order).alias("_next"),
    )
    runs_on = nw.coalesce(nw.col("_before") > nw.col(_BEGIN) + HALF_A_SECOND, nw.lit(False))
    begins_within = nw.coalesce(nw.col("_next") < nw.col(_END) - HALF_A_SECOND, nw.lit(False))
    return beside.filter(runs_on | begins_within)
