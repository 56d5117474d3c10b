"""Slow twins of the risk of records: loops over rows, straight from the definitions."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

Row = tuple[str | None, ...]


def agrees(row: Row, other: Row) -> bool:
    """Whether `other` may hide `row`: a missing value agrees with every value; a row of nothing hides no whole one."""
    says_nothing = len(row) > 1 and None not in row and all(value is None for value in other)
    pairs = zip(row, other, strict=True)
    return not says_nothing and all(mine == its or mine is None or its is None for mine, its in pairs)


def sample_frequencies(rows: Sequence[Row]) -> list[int]:
    return [sum(agrees(row, other) for other in rows) for row in rows]


def population_frequencies(rows: Sequence[Row], weights: Sequence[float]) -> list[float]:
    return [sum(w for other, w in zip(rows, weights, strict=True) if agrees(row, other)) for row in rows]


def risk(fk: int, population: float) -> float:
    """The mean of 1 / F, where F - fk counts failures before the fk-th success (negative binomial), term by term."""
    p = min(fk / population, 1.0)
    if p == 1:
        return 1 / fk
    chance, total, size = fk * math.log(p), 0.0, fk  # of exactly `size` in the population, as its logarithm
    while chance > -42 or size < fk / p:
        total += math.exp(chance) / size
        chance += math.log(size / (size - fk + 1) * (1 - p))
        size += 1
    return total


def household_risks(households: Sequence[str | None], risks: Sequence[float]) -> list[float]:
    """Of each row's household."""
    found = []
    for home, own in zip(households, risks, strict=True):
        members = [own] if home is None else [r for other, r in zip(households, risks, strict=True) if other == home]
        found.append(1 - math.prod(1 - member for member in members))
    return found


def classes(rows: Sequence[Row], values: Sequence[str | None]) -> list[Counter[str]]:
    """Per row the stated values of all rows that agree with it; rows whose class states none are left out."""
    found = []
    for row in rows:
        stated = Counter(v for other, v in zip(rows, values, strict=True) if v is not None and agrees(row, other))
        if stated:
            found.append(stated)
    return found


def distinct(found: Sequence[Counter[str]]) -> int:
    return min(map(len, found))


def entropy(found: Sequence[Counter[str]]) -> float:
    def of(counts: Counter[str]) -> float:
        total = counts.total()
        return -sum(count / total * math.log(count / total) for count in counts.values())

    return math.exp(min(map(of, found)))


def recursive_c(found: Sequence[Counter[str]], least: int) -> int:
    """The smallest whole c with r1 < c (rl + ... + rm) in every class."""
    c = 1
    while not all(holds(sorted(counts.values(), reverse=True), c, least) for counts in found):
        c += 1
    return c


def holds(frequencies: Sequence[int], c: int, least: int) -> bool:
    return frequencies[0] < c * sum(frequencies[least - 1 :])


def closeness(found: Sequence[Counter[str]], everybody: Counter[str], order: Sequence[str]) -> tuple[float, float]:
    """The largest distance with values equally far apart, and with values in order one step apart."""
    equal = ordered = 0.0
    for counts in found:
        apart = [counts[v] / counts.total() - everybody[v] / everybody.total() for v in order]
        equal = max(equal, sum(map(abs, apart)) / 2)
        steps = [abs(sum(apart[: place + 1])) for place in range(len(order))]
        ordered = max(ordered, sum(steps) / (len(order) - 1) if len(order) > 1 else 0.0)
    return equal, ordered


def minimal_sample_uniques(rows: Sequence[Row]) -> list[list[tuple[int, ...]]]:
    """Per row the sets of keys by which it is unique while by no part of the set it is."""

    def is_unique(row: Row, held: tuple[int, ...]) -> bool:
        return sum(all(other[key] == row[key] for key in held) for other in rows) == 1

    found = []
    for row in rows:
        stated = [key for key, value in enumerate(row) if value is not None]
        sets = [held for size in range(1, len(stated) + 1) for held in combinations(stated, size)]
        unique = {held for held in sets if is_unique(row, held)}
        found.append([held for held in sets if held in unique and not _has_part(held, unique)])
    return found


def _has_part(held: tuple[int, ...], unique: set[tuple[int, ...]]) -> bool:
    return any(part in unique for size in range(1, len(held)) for part in combinations(held, size))


def score(sets: Sequence[tuple[int, ...]], keys: int) -> int:
    return sum(math.factorial(keys - len(held)) for held in sets)


def dis_scores(rows: Sequence[Row], scores: Sequence[float], fraction: float) -> list[float]:
    """Skinner and Elliot's chance for the file, spread over rows by their scores."""
    counts, keys = Counter(rows), len(rows[0])
    uniques = sum(count == 1 for count in counts.values())
    paired = sum(count for count in counts.values() if count == 2)
    if not any(scores):
        return [0.0] * len(rows)
    file = uniques * fraction / (uniques * fraction + paired * (1 - fraction))
    power = 1 + (8 - keys) / 20
    spread = sum(each**-power for each in scores if each)
    return [1 / (1 + (uniques / file - uniques) / (each**power * spread)) if each else 0.0 for each in scores]
