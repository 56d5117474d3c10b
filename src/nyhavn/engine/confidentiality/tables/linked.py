"""Which ordered tables bind each other: those of one measure, with the joint cells that no table shows.

A respondent knows their own codes in all breakdowns, and tables A x B and A x C hold the same people. So the full cross
of all breakdowns of a measure joins the system while it is small; beyond, the crosses that decide what tables say of
each other (the cliques of a chordal completion, `confidentiality.lattice`); beyond that, none, and the audit says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from nyhavn.engine.confidentiality.lattice import Margin, cliques
from nyhavn.engine.confidentiality.suppression.problem import Integers, Truths
from nyhavn.engine.confidentiality.suppression.structure import Place, Structure, place, structure
from nyhavn.engine.confidentiality.system import MOST_JOINT_CELLS
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.table_order import OrderedTable

# Own choice: what collapsing to cells is made for; a table that people read has hundreds of cells, not more.
MOST_CELLS = 200_000

Cross = tuple[Hierarchy, ...]


@dataclass(frozen=True)
class Linked:
    """All tables of one measure.

    tables: as ordered. crosses: their breakdowns, then those of joint tables. at: for each cross the place of every
    combination of codes, shaped as the codes. unseen: places that no table shows. is_joint: whether everything that
    binds the tables is in the system.
    """

    tables: tuple[OrderedTable, ...]
    crosses: tuple[Cross, ...]
    structure: Structure
    at: tuple[Integers, ...]
    unseen: Truths
    is_joint: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells, each once."""
        return self.structure.places

    @property
    def is_sum(self) -> bool:
        """Whether the cells are sums of a column, not counts."""
        return bool(self.tables[0].sum)

    @property
    def is_whole(self) -> bool:
        """Whether everybody knows that the cells are whole numbers."""
        return not self.is_sum and not self.tables[0].weighted

    @property
    def finest(self) -> tuple[int, ...]:
        """Positions of the crosses whose breakdowns are not all in another one: they hold all cells."""
        names = [frozenset(tree.name for tree in cross) for cross in self.crosses]
        found: dict[Margin, int] = {}
        for position, own in enumerate(names):
            if not any(own < other for other in names):
                found.setdefault(own, position)
        return tuple(found.values())


def linked_tables(tables: Sequence[OrderedTable], trees: Mapping[str, Hierarchy]) -> tuple[Linked, ...]:
    """The ordered tables by measure. trees: hierarchies by breakdown. Raises Refusal "table-too-large"."""
    measures: dict[tuple[str, bool], list[OrderedTable]] = {}
    for table in tables:
        measures.setdefault(table.measure, []).append(table)
        cells = prod(len(trees[name].codes) for name in table.by)
        if cells > MOST_CELLS:
            what = f"With all margins the table has {cells:,} cells; {MOST_CELLS:,} are the most that can be protected."
            do = "Use fewer breakdowns, or coarser ones."
            raise refusal("table-too-large", what, where=f'[[table]] "{table.id}"', do=do)
    return tuple(_linked(tuple(group), trees) for group in measures.values())


def _linked(tables: tuple[OrderedTable, ...], trees: Mapping[str, Hierarchy]) -> Linked:
    shown = [tuple(trees[name] for name in table.by) for table in tables]
    joint, is_joint = _joint(shown, trees)
    crosses = (*shown, *joint)
    shape = structure(crosses)
    index = {one: position for position, one in enumerate(shape.places)}
    at = tuple(_positions(cross, index) for cross in crosses)
    unseen = np.ones(len(shape.places), dtype=np.bool_)
    for positions in at[: len(shown)]:
        unseen[positions] = False
    return Linked(tables, crosses, shape, at, unseen, is_joint)


def _joint(shown: Sequence[Cross], trees: Mapping[str, Hierarchy]) -> tuple[tuple[Cross, ...], bool]:
    """The joint tables to add, and whether they are all that binds the tables."""
    margins = {frozenset(tree.name for tree in cross) for cross in shown}
    whole = frozenset(name for margin in margins for name in margin)
    for wanted in ((whole,), cliques(margins)):
        added = [margin for margin in wanted if not any(margin <= other for other in margins)]
        if sum(prod(len(trees[name].codes) for name in margin) for margin in added) <= MOST_JOINT_CELLS:
            return tuple(tuple(trees[name] for name in sorted(margin)) for margin in added), True
    return (), False


def _positions(cross: Cross, index: Mapping[Place, int]) -> Integers:
    found = [index[place(cross, codes)] for codes in product(*(tree.codes for tree in cross))]
    return np.array(found, dtype=np.int64).reshape([len(tree.codes) for tree in cross])


def named(codes: Sequence[str], cross: Cross) -> str:
    """A cell in words: "place north, age old"; the total of all is "the grand total"."""
    return in_words(place(cross, codes))


def in_words(at: Place) -> str:
    """A place in words."""
    return ", ".join(f"{breakdown} {code}" for breakdown, code in at) or "the grand total"


def listed(cells: Iterator[str], most: int = 5) -> str:
    """Some cells in one sentence, the rest as a number."""
    known = list(cells)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return "; ".join(known[:most]) + more
