"""Small and large tables to protect, drawn from a seed."""

from itertools import product

import numpy as np

from nyhavn.engine.confidentiality.suppression.problem import Need, Problem
from nyhavn.engine.confidentiality.suppression.structure import place, structure
from nyhavn.framework.hierarchy import Hierarchy

FEW = 3  # contributors; fewer make a cell sensitive


def tree(name, leaves, groups=()):
    """A total, groups of these sizes below it, and the leaves that are left over directly below the total."""
    codes = [f"{name}{number}" for number in range(leaves)]
    parents, first = {}, 0
    for number, size in enumerate(groups):
        parents[f"{name}-{number}"] = "all"
        parents |= dict.fromkeys(codes[first : first + size], f"{name}-{number}")
        first += size
    return Hierarchy(name, "all", parents | dict.fromkeys(codes[first:], "all"))


def problem_of(tables, seed, *, mean=2.0, percent=20.0, few=FEW, is_counts=False, with_respondents=False, costs=None):
    """Linked tables by their hierarchies, with people in every inner cell drawn from the seed.

    Each person gives an amount (1 where people are counted). Cells of fewer than `few` people are sensitive and need
    room of `percent` each way, at least 1. Cells without people are known to be empty.
    """
    rng = np.random.default_rng(seed)
    every = list({hierarchy.name: hierarchy for table in tables for hierarchy in table}.values())
    shape = structure(tables)
    index = {at: number for number, at in enumerate(shape.places)}
    size = len(index)
    values, counts, own = np.zeros(size), np.zeros(size), np.zeros(size)
    for leaf in product(*(hierarchy.leaves for hierarchy in every)):
        people = int(rng.negative_binomial(1, 1 / (1 + mean)))
        amounts = np.ones(people) if is_counts else np.ceil(rng.lognormal(2.0, 1.0, people))
        lines = [hierarchy.ancestors(code) for hierarchy, code in zip(every, leaf, strict=True)]
        for codes in product(*lines):
            cell = index.get(place(every, codes))
            if cell is not None:
                values[cell] += amounts.sum()
                counts[cell] += people
                own[cell] = max(own[cell], amounts.max(initial=0.0))
    room = np.maximum(np.ceil(values * percent / 100), 1.0)
    sensitive = np.flatnonzero((counts > 0) & (counts < few))
    needs = tuple(Need(int(cell), float(min(room[cell], values[cell])), float(room[cell])) for cell in sensitive)
    return Problem(
        matrix=shape.matrix,
        values=values,
        low=np.zeros(size),
        high=np.full(size, 10 * values.max() + 10),
        costs=np.round(1 + rng.random(size) * 9) if costs is None else costs(values),
        fixed=values == 0,
        unseen=np.zeros(size, dtype=bool),
        needs=needs,
        blocks=shape.blocks,
        own=own if with_respondents else np.zeros(0),
        alone=(counts == 1) & (not is_counts) if with_respondents else np.zeros(0, dtype=bool),
        whole=is_counts,
    )
