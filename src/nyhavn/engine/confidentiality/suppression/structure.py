"""Linked hierarchical tables: their cells, each once, the equations between them, and their sub-tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.suppression.problem import Block
from nyhavn.framework.hierarchy import Hierarchy

Place = tuple[tuple[str, str], ...]  # (breakdown, code), sorted, without totals: the same cell in every table


@dataclass(frozen=True)
class Structure:
    """places: the cells of all tables. matrix: equations x cells, children minus parent. blocks: coarse ones first."""

    places: tuple[Place, ...]
    matrix: csr_array
    blocks: tuple[Block, ...]


def structure(tables: Sequence[Sequence[Hierarchy]]) -> Structure:
    """Tables by the hierarchies of their breakdowns. Hierarchies of one name are the same in all of them."""
    index: dict[Place, int] = {}
    rows: dict[tuple[int, tuple[int, ...]], int] = {}
    blocks: list[Block] = []
    for table in tables:
        for codes in product(*(hierarchy.codes for hierarchy in table)):
            index.setdefault(place(table, codes), len(index))
        for tops in product(*(hierarchy.inner for hierarchy in table)):
            blocks.append(_block(table, tops, index, rows))
    at = [(row, column, sign) for (parent, below), row in rows.items() for column, sign in _signs(parent, below)]
    row, column, sign = zip(*at, strict=True) if at else ((), (), ())
    matrix = csr_array((np.array(sign, dtype=float), (row, column)), shape=(len(rows), len(index)))
    return Structure(tuple(index), matrix, tuple(sorted(blocks, key=lambda block: block.level)))


def place(table: Sequence[Hierarchy], codes: Sequence[str]) -> Place:
    """The cell of these codes, one per breakdown of the table."""
    pairs = zip(table, codes, strict=True)
    return tuple(sorted((hierarchy.name, code) for hierarchy, code in pairs if code != hierarchy.total))


def _signs(parent: int, below: Sequence[int]) -> Iterator[tuple[int, float]]:
    yield parent, -1.0
    yield from ((child, 1.0) for child in below)


def _block(
    table: Sequence[Hierarchy],
    tops: Sequence[str],
    index: dict[Place, int],
    rows: dict[tuple[int, tuple[int, ...]], int],
) -> Block:
    """The sub-table below these codes; its equations are added to `rows`, each once."""
    sides = [(top, *hierarchy.children(top)) for hierarchy, top in zip(table, tops, strict=True)]
    cells = [index[place(table, codes)] for codes in product(*sides)]
    equations = []
    for dimension, (top, *children) in enumerate(sides):
        others = [side if other != dimension else (top,) for other, side in enumerate(sides)]
        for codes in product(*others):
            below = tuple(index[place(table, _with(codes, dimension, child))] for child in children)
            equations.append(rows.setdefault((index[place(table, codes)], below), len(rows)))
    level = sum(hierarchy.level(top) for hierarchy, top in zip(table, tops, strict=True))
    return Block(level, np.array(sorted(set(cells)), dtype=np.int64), np.array(sorted(equations), dtype=np.int64))


def _with(codes: Sequence[str], dimension: int, code: str) -> tuple[str, ...]:
    return (*codes[:dimension], code, *codes[dimension + 1 :])
