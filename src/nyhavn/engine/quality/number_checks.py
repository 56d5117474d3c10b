"""Numbers far from the others: outliers, numbers that stand for no answer, numbers in another unit."""

from collections.abc import Iterator
from dataclasses import replace

import narwhals as nw

from nyhavn.engine.quality.flags import row_numbers
from nyhavn.engine.quality.material import Found, Material, Spread, counted, marking, not_judged, raised, single
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.engine.quality.spreads import NORMAL_MAD, SENTINELS, filled, grouped_spreads, limits, width
from nyhavn.framework.checks import Check

ONE_SPREAD = frozenset({"outlier", "sentinel-number", "other-unit"})  # kinds that look at spreads of whole columns
_X, _LOW, _HIGH = "_x", "_low", "_high"
_TOO_MANY = "so many numbers lie far away that they are uneven rather than wrong"
_TOO_FEW = "there are too few numbers, or half of them are the same"


def is_by_mad(check: Check) -> bool:
    """Whether limits are drawn by the median distance from the median."""
    return check.kind == "outlier" and check.text("method") == "mad"


def outlier(material: Material, check: Check) -> Iterator[Found]:
    """Numbers beyond the limits of their column or group (Tukey's fences, or median and MAD)."""
    for column in check.columns:
        if check.by:
            yield from _by_group(material, check, column)
        else:
            yield from _of_column(material, check, column)


def _of_column(material: Material, check: Check, column: str) -> Iterator[Found]:
    edges = _edges(material, check, column, check.text("method"))
    headers = (material.header(column),)
    if edges is None:
        yield from not_judged(check, headers, _rows(material, column), _TOO_FEW)
        return
    number = material.number(column)
    marked = (number < edges[0]) | (number > edges[1])
    evidence = [single("below", edges[0]), single("above", edges[1]), single("k", check.number("k"))]
    flag = marking(check, "outlier", headers, marked, ~number.is_null(), alone=column, evidence=evidence)
    instead = next(not_judged(check, headers, _rows(material, column), _TOO_MANY), None)
    yield replace(flag, at_most=check.number("most"), instead=instead)


def _edges(material: Material, check: Check, column: str, method: str) -> tuple[float, float] | None:
    """The limits of a column, None if none can be drawn."""
    spread = material.spreads.get(column)
    if spread is None or not _is_judged(spread, check, method):
        return None
    return limits(spread, method, check.number("k"))


def _is_judged(spread: Spread, check: Check, method: str) -> bool:
    return spread.rows >= check.number("fewest") and width(spread, method) > 0


def _rows(material: Material, column: str) -> int:
    spread = material.spreads.get(column)
    return spread.rows if spread else 0


def _by_group(material: Material, check: Check, column: str) -> Iterator[Found]:
    keys, headers = list(check.by), tuple(map(material.header, (column, *check.by)))
    method, k = check.text("method"), check.number("k")
    numbers = material.answers.select(ROW, *map(filled, keys), material.number(column).alias(_X))
    numbers = numbers.filter(~nw.col(_X).is_null())
    spreads = grouped_spreads(numbers, keys, _X)
    low, high = ("median", "median") if method == "mad" else ("low", "high")
    reach = nw.col("mad") * (k * NORMAL_MAD) if method == "mad" else (nw.col("high") - nw.col("low")) * k
    judged = (nw.col("rows") >= check.number("fewest")) & (reach > 0.0)
    edges = spreads.select(
        *keys,
        nw.when(judged).then(nw.col(low) - reach).alias(_LOW),
        nw.when(judged).then(nw.col(high) + reach).alias(_HIGH),
    )
    beside = numbers.join(edges, on=keys, how="left")
    far = (nw.col(_X) < nw.col(_LOW)) | (nw.col(_X) > nw.col(_HIGH))
    is_judged = ~nw.col(_LOW).is_null()
    counts = totals(beside, {"far": ones(far), "judged": ones(is_judged), "not_judged": ones(~is_judged)})
    evidence = [single("k", k), counted("not-judged", counts["not_judged"])]
    if not counts["judged"]:
        yield from not_judged(check, headers, counts["not_judged"], _TOO_FEW)
    if counts["far"] > check.number("most") * counts["judged"]:
        for finding in not_judged(check, headers, counts["far"], _TOO_MANY):
            yield replace(finding, out_of=counts["judged"])
    elif counts["far"]:
        found = (counts["far"], counts["judged"])
        numbers_of = row_numbers(beside.filter(far))
        yield raised(check, "outlier", headers, found, numbers=numbers_of, evidence=evidence)


def sentinel_number(material: Material, check: Check) -> Iterator[Found]:
    """Numbers of a list that lie beyond Tukey's fences and beyond all numbers that are not of the list.

    What the form knows as don't know or declined is no number. A number that others surpass is more likely one itself.
    """
    known = [float(number) for number in check.text("numbers").split()]
    for column in check.columns:
        edges = _edges(material, check, column, "tukey")
        if edges is None:
            yield from not_judged(check, (material.header(column),), _rows(material, column), _TOO_FEW)
            continue
        number = material.number(column)
        spread = material.spreads[column]
        low, high = min(edges[0], spread.least), max(edges[1], spread.most)
        beyond = [one for one in known if one < low or one > high]
        if beyond:
            marked = number.is_in(beyond)
            header = (material.header(column),)
            yield marking(check, "sentinel-number", header, marked, ~number.is_null(), alone=column)


def other_unit(material: Material, check: Check) -> Iterator[Found]:
    """Numbers beyond Tukey's fences that lie within them if multiplied or divided by the factor.

    A number that often stands for no answer is none in another unit (999 mm are no 99.9 cm).
    """
    factor = check.number("factor")
    for column in check.columns:
        edges = _edges(material, check, column, "tukey")
        if edges is None:
            yield from not_judged(check, (material.header(column),), _rows(material, column), _TOO_FEW)
            continue
        number = material.number(column)
        far = ((number < edges[0]) | (number > edges[1])) & ~number.is_in(SENTINELS)
        smaller, larger = _within(number * factor, edges), _within(number / factor, edges)
        parts = (("would-be-larger", far & smaller), ("would-be-smaller", far & larger))
        evidence = [single("factor", factor)]
        yield marking(
            check, "other-unit", (material.header(column),), far & (smaller | larger), ~number.is_null(),
            alone=column, parts=parts, evidence=evidence,
        )  # fmt: skip


def _within(number: nw.Expr, edges: tuple[float, float]) -> nw.Expr:
    return (number >= edges[0]) & (number <= edges[1])
