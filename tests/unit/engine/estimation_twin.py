"""The slow twin of the free-standing estimator: every figure row by row, by the textbook, in plain Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How the rows were drawn: names of columns, "" or () where there are none."""

    strata: str = ""
    clusters: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()  # one variable each, of calibrated weights
    initial: str = ""
    weight: str = "w"


@dataclass(frozen=True)
class Figure:
    n: int
    value: float | None
    standard_error: float | None


def total(rows: list[Row], inside: Callable[[Row], bool], y: str, plan: Plan) -> Figure:
    valid = [inside(row) and row[y] is not None for row in rows]
    value = sum(row[plan.weight] * row[y] for row, use in zip(rows, valid, strict=True) if use)
    u = [row[y] if use else 0.0 for row, use in zip(rows, valid, strict=True)]
    return figure(rows, valid, value, u, plan, is_ratio=False)


def ratio(rows: list[Row], inside: Callable[[Row], bool], y: str, x: str, plan: Plan) -> Figure:
    valid = [inside(row) and row[y] is not None and row[x] is not None for row in rows]
    used = [row for row, use in zip(rows, valid, strict=True) if use]
    below = sum(row[plan.weight] * row[x] for row in used)
    if not below:
        return Figure(len(used), None, None)
    value = sum(row[plan.weight] * row[y] for row in used) / below
    u = [(row[y] - value * row[x]) / below if use else 0.0 for row, use in zip(rows, valid, strict=True)]
    return figure(rows, valid, value, u, plan, is_ratio=True)


def quantile(rows: list[Row], inside: Callable[[Row], bool], y: str, share: float, plan: Plan) -> float | None:
    used = sorted((row[y], row[plan.weight]) for row in rows if inside(row) and row[y] is not None)
    wanted, reached = share * sum(weight for _, weight in used), 0.0
    for value, weight in used:
        reached += weight
        if reached >= wanted - 1e-12 * sum(one for _, one in used):
            return value
    return None


def figure(rows: list[Row], valid: list[bool], value: float, u: list[float], plan: Plan, *, is_ratio: bool) -> Figure:
    n = sum(valid)
    if n == 0:
        return Figure(0, None, None)
    if plan.margins:
        u = residuals(rows, u, plan)
    z = [row[plan.weight] * one for row, one in zip(rows, u, strict=True)]
    groups = {row[plan.strata] if plan.strata else "" for row, use in zip(rows, valid, strict=True) if use}
    units = {unit(row, number, plan, 1) for number, (row, use) in enumerate(zip(rows, valid, strict=True)) if use}
    if len(units) - len(groups) < 1:
        return Figure(n, value, None)
    places = list(range(len(rows)))
    if is_ratio and not (plan.strata or plan.clusters or plan.margins):
        size = rows[0][plan.sizes[0]] if plan.sizes else None
        correction = 1 - len(rows) / size if size else 1.0
        return Figure(n, value, sqrt(correction * n / (n - 1) * sum(one**2 for one in z)))
    variance = stage(rows, places, z, valid, plan, 1)
    return Figure(n, value, None if variance is None else sqrt(max(variance, 0.0)))


def residuals(rows: list[Row], u: list[float], plan: Plan) -> list[float]:
    """Take away weighted means, margin after margin, until nothing changes."""
    for _ in range(2000):
        before = u
        for margin in plan.margins:
            sums: dict[Any, float] = defaultdict(float)
            weights: dict[Any, float] = defaultdict(float)
            for row, one in zip(rows, u, strict=True):
                sums[row[margin]] += row[plan.initial] * one
                weights[row[margin]] += row[plan.initial]
            u = [one - sums[row[margin]] / weights[row[margin]] for row, one in zip(rows, u, strict=True)]
        if max(abs(one - other) for one, other in zip(u, before, strict=True)) < 1e-16:
            break
    return u


def unit(row: Row, number: int, plan: Plan, at: int) -> tuple:
    """The name of a row's unit at a stage, the row itself where no clusters were drawn."""
    names = plan.clusters[:at]
    key = (row[plan.strata] if plan.strata else "", *(row[name] for name in names))
    return key if len(plan.clusters) >= at else (*key, number)


def stage(rows: list[Row], places: list[int], z: list[float], valid: list[bool], plan: Plan, at: int) -> float | None:
    """Variance of one stage and those below it; None where answers stand in a group of one unit."""
    strata: dict[Any, list[int]] = defaultdict(list)
    for place in places:
        strata[rows[place][plan.strata] if plan.strata and at == 1 else ""].append(place)
    found = 0.0
    for members in strata.values():
        sums: dict[tuple, float] = defaultdict(float)
        within: dict[tuple, list[int]] = defaultdict(list)
        for place in members:
            name = unit(rows[place], place, plan, at)
            sums[name] += z[place]
            within[name].append(place)
        m = len(sums)
        size = rows[members[0]][plan.sizes[at - 1]] if len(plan.sizes) >= at else None
        f = m / size if size else 0.0
        if m > 1:
            mean = sum(sums.values()) / m
            found += (1 - f) * m / (m - 1) * sum((one - mean) ** 2 for one in sums.values())
        elif f < 1 and any(valid[place] for place in members):
            return None
        if f > 0 and len(plan.sizes) > at:
            parts = [stage(rows, inner, z, valid, plan, at + 1) for inner in within.values()]
            if any(part is None for part in parts):
                return None
            found += f * sum(parts)
    return found


def jackknife(rows: list[Row], estimate: Callable[[Iterable[tuple[Row, float]]], float | None], plan: Plan) -> float:
    """The exact delete-one-unit jackknife, every estimate made anew from the rows; without population sizes."""
    names = [unit(row, number, plan, 1) for number, row in enumerate(rows)]
    units: dict[Any, set] = defaultdict(set)
    for name in names:
        units[name[0]].add(name)
    whole = estimate((row, row[plan.weight]) for row in rows)
    found = 0.0
    for stratum, members in units.items():
        for left_out in members:
            n = len(members)
            weights = [
                0.0 if name == left_out else row[plan.weight] * (n / (n - 1) if name[0] == stratum else 1.0)
                for name, row in zip(names, rows, strict=True)
            ]
            again = estimate(zip(rows, weights, strict=True))
            if whole is not None and again is not None:
                found += (n - 1) / n * (again - whole) ** 2
    return sqrt(found)
