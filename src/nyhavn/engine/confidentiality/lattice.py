"""Which margins exist, and how they add up: the graph of breakdowns that stand together in a table.

Tables that share breakdowns bind each other through cells nobody publishes. If the graph is chordal, its maximal
cliques and the margins they share say all there is to say (Lauritzen, Graphical Models, 1996, section 4.4; Dobra and
Fienberg, PNAS 2000): so the graph is completed, and the full cross of every clique becomes hidden cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

from nyhavn.engine.confidentiality.publications import subsets

Margin = frozenset[str]  # the breakdowns of a margin


@dataclass(frozen=True)
class Lattice:
    """The margins of linked tables.

    leaves: the finest margins. sums: (margin, finer margin) pairs: each cell of the first is a sum over the second.
    """

    leaves: tuple[Margin, ...]
    sums: tuple[tuple[Margin, Margin], ...]
    joint: bool

    @property
    def margins(self) -> tuple[Margin, ...]:
        """All margins, coarsest first."""
        return _ordered({*self.leaves, *(coarse for coarse, _ in self.sums)})


def lattice(published: Iterable[Margin], sizes: Mapping[str, int], most_cells: int) -> Lattice:
    """The margins that link these published ones.

    sizes: number of categories of each breakdown. most_cells: if the cliques have more cells than this, the joint
    cells are left out: the leaves are then the published tables themselves and only shared margins link them.
    """
    published = set(published)
    finest = maximal(published)
    leaves = cliques(finest)
    joint = sum(prod(sizes[b] for b in leaf) for leaf in leaves if leaf not in published) <= most_cells
    if not joint:
        leaves = finest
    margins = {frozenset(chosen) for known in published for chosen in subsets(known)} | set(leaves)
    margins |= {one & other for one, other in combinations(leaves, 2)}
    return Lattice(leaves, tuple(_sums(margins, leaves)), joint or leaves == cliques(finest))


def cliques(tables: Iterable[Margin]) -> tuple[Margin, ...]:
    """Maximal cliques of a chordal completion of the graph in which the breakdowns of a table are neighbours.

    Greedy elimination by fewest missing edges; ties by name, so that the result is always the same.
    """
    tables = list(tables)
    around = {b: {o for t in tables if b in t for o in t} - {b} for b in sorted({b for t in tables for b in t})}
    found: set[Margin] = set() if around else {frozenset()}
    while around:
        chosen = min(around, key=lambda b: (_missing_edges(around, b), b))
        neighbours = around.pop(chosen)
        found.add(frozenset(neighbours | {chosen}))
        for other in neighbours:
            around[other] |= neighbours - {other}
            around[other].discard(chosen)
    return maximal(found)


def _missing_edges(around: Mapping[str, set[str]], breakdown: str) -> int:
    return sum(other not in around[one] for one, other in combinations(sorted(around[breakdown]), 2))


def maximal(sets: Iterable[Margin]) -> tuple[Margin, ...]:
    """Those that are in no other."""
    known = set(sets)
    return _ordered({one for one in known if not any(one < other for other in known)})


def _ordered(margins: Iterable[Margin]) -> tuple[Margin, ...]:
    return tuple(sorted(margins, key=lambda margin: (len(margin), sorted(margin))))


def _sums(margins: set[Margin], leaves: tuple[Margin, ...]) -> Iterable[tuple[Margin, Margin]]:
    """For each margin the next finer ones. Some of the sums follow from others; a reader finds out more with them."""
    for coarse in _ordered(margins - set(leaves)):
        finer = [margin for margin in margins if coarse < margin]
        yield from ((coarse, fine) for fine in _ordered(_minimal(finer)))


def _minimal(sets: Iterable[Margin]) -> tuple[Margin, ...]:
    known = set(sets)
    return _ordered({one for one in known if not any(other < one for other in known)})
