"""Random linked tables of counts and of amounts, with the people behind them."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from cell_attacker import Breakdown, codes_of, is_below, leaves_of


@dataclass(frozen=True)
class Draw:
    """breakdowns: of all tables. tables: the names of the breakdowns of each. contributions: by leaf, one each."""

    breakdowns: tuple
    tables: tuple
    contributions: dict
    is_counts: bool

    @property
    def by_name(self):
        return {one.name: one for one in self.breakdowns}

    def inside(self, names, codes):
        """All contributions to a cell, largest first."""
        wanted = dict(zip(names, codes, strict=True))
        found = [
            amount
            for leaf, amounts in self.contributions.items()
            if all(
                is_below(code, wanted.get(one.name, one.total), one.parents)
                for one, code in zip(self.breakdowns, leaf, strict=True)
            )
            for amount in amounts
        ]
        return sorted(found, reverse=True)

    def cells(self, names):
        """All codes of a table."""
        return product(*(codes_of(self.by_name[name].parents, self.by_name[name].total) for name in names))

    def respondents(self):
        """(leaf, own, alone) of one person per leaf: the largest contributor; alone: the value if nobody else is there.

        Whoever is counted does not know whether anybody else is; whoever gave the only amount is taken to know it.
        """
        for leaf, amounts in self.contributions.items():
            if amounts:
                yield leaf, max(amounts), sum(amounts) if len(amounts) == 1 and not self.is_counts else None


def breakdown(rng, name, size):
    """`size` leaves below a total; sometimes two groups of them stand between."""
    leaves = [f"{name}{number}" for number in range(size)]
    if size < 4 or rng.random() < 0.5:
        return Breakdown(name, "all", dict.fromkeys(leaves, "all"))
    cut = int(rng.integers(2, size - 1))
    parents = {f"{name}x": "all", f"{name}y": "all"}
    parents |= {leaf: f"{name}{'x' if at < cut else 'y'}" for at, leaf in enumerate(leaves)}
    return Breakdown(name, "all", parents)


def size_of(one):
    return len(codes_of(one.parents, one.total))


MOST_OF_THREE = 150  # cells of the cross of three breakdowns: many of them are one person's, who attacks as well


def draw(seed, most_cells):
    """Random tables with at most so many cells between them, and by three breakdowns with at most MOST_OF_THREE."""
    rng = np.random.default_rng(seed)
    is_counts = bool(rng.random() < 0.6)
    shape = int(rng.integers(0, 4))  # one table of two or of three breakdowns, or two linked ones
    count = 2 if shape < 2 else 3
    least = 0 if most_cells <= 40 else int(rng.choice([41, 100, 200, 300])) if count == 2 else 41
    while True:
        largest = 7 if most_cells <= 40 else int(rng.integers(4, 24))
        breakdowns = tuple(breakdown(rng, name, int(rng.integers(2, largest))) for name in "abc"[:count])
        tables = (("a", "b"), ("a", "c")) if shape == 3 else (tuple("abc"[:count]),)
        by_name = {one.name: one for one in breakdowns}
        cells = sum(int(np.prod([size_of(by_name[name]) for name in names])) for names in tables)
        crossed = int(np.prod([size_of(one) for one in breakdowns]))
        if least <= cells <= most_cells and (count == 2 or crossed <= MOST_OF_THREE):
            return Draw(breakdowns, tables, _contributions(rng, breakdowns, is_counts), is_counts)


def _contributions(rng, breakdowns, is_counts):
    mean = float(rng.choice([1.0, 3.0, 8.0]))
    found = {}
    for leaf in product(*(leaves_of(one.parents, one.total) for one in breakdowns)):
        people = int(rng.negative_binomial(1, 1 / (1 + mean))) if rng.random() < 0.9 else 0
        amounts = [1.0] * people if is_counts else np.ceil(rng.lognormal(3, 1.2, people)).tolist()
        found[leaf] = amounts
    return found
