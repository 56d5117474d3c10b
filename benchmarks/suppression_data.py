"""Random hierarchical tables to protect: made up, the same for every program from a seed and the numbers of codes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nyhavn.engine.confidentiality.suppression.problem import Need, Problem
from nyhavn.engine.confidentiality.suppression.structure import Place, Structure, place, structure
from nyhavn.framework.hierarchy import Hierarchy

MOST_COST = 20_000  # tau-ARGUS turns costs into whole numbers up to this; made so at once, they are the same for all
FEW = 3  # contributors: fewer make a cell sensitive
PERCENT = 15  # of its value: how uncertain a sensitive cell must stay, each way
EMPTY = 0.12  # share of inner cells without contributors


@dataclass(frozen=True)
class Table:
    """hierarchies: of its breakdowns. problem: what is to be protected. shape: which cell is which.

    counts: contributors.
    """

    hierarchies: tuple[Hierarchy, ...]
    shape: Structure
    problem: Problem
    counts: NDArray[np.int64]


def random_hierarchy(name: str, leaves: int, rng: np.random.Generator) -> Hierarchy:
    """A tree of one or two levels below the total."""
    codes = [f"{name}{number:03d}" for number in range(leaves)]
    if leaves < 5:
        return Hierarchy.flat(name, tuple(codes), "Total")
    groups = int(rng.integers(2, max(3, leaves // 3) + 1))
    cuts = sorted(rng.choice(np.arange(1, leaves), groups - 1, replace=False).tolist())
    parents: dict[str, str] = {}
    for number, (first, last) in enumerate(zip([0, *cuts], [*cuts, leaves], strict=True)):
        if last - first == 1:
            parents[codes[first]] = "Total"
            continue
        group = f"{name}{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number]}"
        parents[group] = "Total"
        parents |= dict.fromkeys(codes[first:last], group)
    return Hierarchy(name, "Total", parents)


def random_table(leaves: Sequence[int], seed: int, typical: float) -> Table:
    """A table of sums over contributors. leaves: per breakdown. typical: contributors of an inner cell, about."""
    rng = np.random.default_rng(seed)
    hierarchies = tuple(random_hierarchy("abc"[number], many, rng) for number, many in enumerate(leaves))
    shape = structure([hierarchies])
    index = {at: number for number, at in enumerate(shape.places)}
    values, counts, empty = np.zeros(len(index)), np.zeros(len(index), dtype=np.int64), rng.random(tuple(leaves))
    for at, codes in zip(np.ndindex(*leaves), product(*(h.leaves for h in hierarchies)), strict=True):
        people = 0 if empty[at] < EMPTY else 1 + int(rng.geometric(1 / typical)) - int(rng.random() < 0.5)
        value = float(np.ceil(rng.lognormal(3.0, 1.2, people)).sum())
        for above in product(*(h.ancestors(code) for h, code in zip(hierarchies, codes, strict=True))):
            cell = index[place(hierarchies, above)]
            values[cell] += value
            counts[cell] += people
    return Table(hierarchies, shape, _problem(shape, values, counts), counts)


def _problem(shape: Structure, values: NDArray[np.float64], counts: NDArray[np.int64]) -> Problem:
    sensitive = np.flatnonzero((counts > 0) & (counts < FEW))
    width = np.maximum(np.ceil(values * PERCENT / 100), 1.0)
    needs = tuple(Need(int(cell), float(width[cell]), float(width[cell])) for cell in sensitive)
    costs = np.maximum(np.rint(values / values.max() * MOST_COST), 1.0)
    high, none = np.full(len(values), values.max()), np.zeros(len(values), dtype=bool)
    return Problem(
        shape.matrix, values, np.zeros(len(values)), high, costs, values == 0, none, needs, shape.blocks
    )  # empty cells are known to be empty


def write_for_peer(table: Table, folder: Path) -> None:
    """The table in the files of tau-ARGUS: values, costs, statuses, protection; hierarchies; a description of them."""
    folder.mkdir(parents=True, exist_ok=True)
    needs = {need.cell: need for need in table.problem.needs}
    rows = []
    for cell, at in enumerate(table.shape.places):
        need, codes = needs.get(cell), codes_of(table, at)
        level = (need.lower, need.upper) if need else (0.0, 0.0)
        numbers = (table.problem.values[cell], table.problem.costs[cell], table.counts[cell])
        rows.append(";".join([*codes, *(f"{n:.0f}" for n in numbers), "U" if need else "S", *map(str, level)]))
    (folder / "t.tab").write_text("\n".join(rows) + "\n", encoding="ascii")
    lines = ['<SEPARATOR> ";"', '<SAFE> "S"', '<UNSAFE> "U"', '<PROTECT> "P"']
    for hierarchy in table.hierarchies:
        (folder / f"{hierarchy.name}.hrc").write_text("\n".join(_tree(hierarchy)) + "\n", encoding="ascii")
        lines += [f'{hierarchy.name} "" ""', "<RECODEABLE>", f'<TOTCODE> "{hierarchy.total}"', "<HIERARCHICAL>"]
        lines += [f'<HIERCODELIST> "{folder / hierarchy.name}.hrc"', '<HIERLEADSTRING> "@"']
    lines += ["VALUE", "<NUMERIC>", "<DECIMALS> 0", "COST", "<NUMERIC> <COSTVAR>", "<DECIMALS> 0"]
    lines += ["COUNT", "<FREQUENCY>"]
    lines += ["STATUS", "<STATUS>", "BELOW", "<NUMERIC> <LOWERPL>", "ABOVE", "<NUMERIC> <UPPERPL>"]
    (folder / "t.rda").write_text("\n".join(lines) + "\n", encoding="ascii")
    names = [hierarchy.name for hierarchy in table.hierarchies]
    (folder / "names.json").write_text(json.dumps(names), encoding="ascii")


def codes_of(table: Table, at: Place) -> list[str]:
    """The codes of a cell, one per breakdown."""
    found = dict(at)
    return [found.get(hierarchy.name, hierarchy.total) for hierarchy in table.hierarchies]


def _tree(hierarchy: Hierarchy) -> list[str]:
    """The codes below the total, parents before children, with one sign per level."""

    def below(code: str) -> list[str]:
        sign = "@" * (hierarchy.level(code) - 1)
        return [f"{sign}{code}", *(line for child in hierarchy.children(code) for line in below(child))]

    return [line for child in hierarchy.children(hierarchy.total) for line in below(child)]
