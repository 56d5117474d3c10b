"""Times of interviews: over before they began, too short or long, in the wrong order, two at once."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw

from nyhavn.engine.days import only_where, read_moments
from nyhavn.engine.quality.flags import MOST_ROW_NUMBERS, row_numbers
from nyhavn.engine.quality.material import Found, Material, marking, not_judged, raised, single
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.framework.checks import Check

MINUTES_IN_DAY = 1440.0
_CLEARLY = 1.0 / 86_400 / 2  # half a second, in days: moments are doubles
_BEGIN, _END = "_begin", "_end"
_WRITTEN: Mapping[str, tuple[str, int, int]] = {
    "day-first": ("^[0-9]{2}[/.-][0-9]{2}[/.-][0-9]{4}", 3, 0),
    "month-first": ("^[0-9]{2}[/.-][0-9]{2}[/.-][0-9]{4}", 0, 3),
}  # the pattern, and where month and day begin


def moment(name: str, written: str) -> nw.Expr:
    """Days with their fraction since 1970; null where the text names no moment as it is said to be written."""
    text = nw.col(name)
    if written not in _WRITTEN:
        return read_moments(text)
    pattern, month, day = _WRITTEN[written]
    known = only_where(text.str.contains(pattern), text)
    parts = (known.str.slice(6, 4), nw.lit("-"), known.str.slice(month, 2), nw.lit("-"), known.str.slice(day, 2))
    return read_moments(nw.concat_str(*parts, known.str.slice(10), ignore_nulls=False))


def duration(material: Material, check: Check) -> Iterator[Found]:
    """Interviews that end before they start, and those much shorter or longer than they can be."""
    start, end = (moment(name, check.text("written")) for name in check.columns)
    headers = tuple(map(material.header, check.columns))
    both = ~start.is_null() & ~end.is_null()
    yield marking(check, "end-before-start", headers, end < start - _CLEARLY, both)
    minutes = (end - start) * MINUTES_IN_DAY
    forwards = minutes >= 0.0
    shortest, longest = _shortest(material, check, only_where(forwards, minutes)), check.optional("longest")
    if shortest is not None:
        evidence = [single("shortest", shortest)]
        too_short = minutes < shortest
        yield marking(check, "interview-too-short", headers, too_short, forwards, evidence=evidence)
    if longest is not None:
        evidence = [single("longest", longest)]
        yield marking(check, "interview-too-long", headers, minutes > longest, forwards, evidence=evidence)


def _shortest(material: Material, check: Check, minutes: nw.Expr) -> float | None:
    """Minutes below which an interview is too short: as declared, else a share of the median; None if neither is."""
    declared, share = check.optional("shortest"), check.number("share")
    if declared is not None or not share:
        return declared
    known = material.answers.select(minutes.alias(_END)).filter(~nw.col(_END).is_null())
    row = known.select(nw.col(_END).median().alias("median"), nw.len().alias("rows")).collect("pyarrow").to_native()
    median, rows = row.column("median")[0].as_py(), int(row.column("rows")[0].as_py())
    return None if median is None or rows < check.number("fewest") else share * float(median)


def time_order(material: Material, check: Check) -> Iterator[Found]:
    """Each time beside the one before it; a missing one is not compared."""
    written = check.text("written")
    for before, after in zip(check.columns, check.columns[1:], strict=False):
        first, then = moment(before, written), moment(after, written)
        headers = (material.header(before), material.header(after))
        looked_at = ~first.is_null() & ~then.is_null()
        yield marking(check, "time-order", headers, then < first - _CLEARLY, looked_at)


def overlapping_interviews(material: Material, check: Check) -> Iterator[Found]:
    """Interviews that begin before an earlier one of the same interviewer has ended; both are counted.

    Interviews that lack a time or the interviewer, or end before they start, are not compared.
    """
    start, end = (moment(name, check.text("written")) for name in check.columns)
    keys, headers = list(check.by), tuple(map(material.header, (*check.columns, *check.by)))
    known = material.answers.filter(*(~nw.col(name).is_null() for name in keys))
    told = known.select(ROW, *keys, start.alias(_BEGIN), end.alias(_END))
    # Emptied and not filtered away: engines would work out both moments once more for every term of the filter.
    is_whole = nw.col(_END) >= nw.col(_BEGIN)
    told = told.select(ROW, *keys, *(only_where(is_whole, nw.col(name)).alias(name) for name in (_BEGIN, _END)))
    overlapping = _overlapping(told, keys)
    compared = totals(told, {"compared": ones(~nw.col(_BEGIN).is_null())})["compared"]
    if not compared:
        yield from not_judged(check, headers, 0, "no interview has both times and an interviewer")
    numbers = row_numbers(overlapping)
    if numbers:
        is_cut = len(numbers) == MOST_ROW_NUMBERS
        count = totals(overlapping, {"rows": nw.len()})["rows"] if is_cut else len(numbers)
        yield raised(check, "overlapping-interviews", headers, (count, compared), numbers=numbers)


def _overlapping(told: nw.LazyFrame[Any], keys: list[str]) -> nw.LazyFrame[Any]:
    """The interviews during which another one of the same interviewer runs; those without times are null and last."""
    in_order = [_BEGIN, ROW]
    latest = told.with_columns(nw.col(_END).cum_max().over(*keys, order_by=in_order).alias("_latest"))
    beside = latest.with_columns(
        nw.col("_latest").shift(1).over(*keys, order_by=in_order).alias("_before"),
        nw.col(_BEGIN).shift(-1).over(*keys, order_by=in_order).alias("_next"),
    )
    runs_on = nw.coalesce(nw.col("_before") > nw.col(_BEGIN) + _CLEARLY, nw.lit(False))
    begins_within = nw.coalesce(nw.col("_next") < nw.col(_END) - _CLEARLY, nw.lit(False))
    return beside.filter(runs_on | begins_within)
