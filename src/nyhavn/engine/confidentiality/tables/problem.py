"""Linked tables as one cell suppression problem."""

from collections.abc import Mapping, Sequence

import numpy as np

from nyhavn.engine.confidentiality.suppression.costs import Cost, costs_of
from nyhavn.engine.confidentiality.suppression.problem import Floats, Need, Problem, Truths
from nyhavn.engine.confidentiality.suppression.structure import Place
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.rules import Primaries
from nyhavn.framework.table_order import KeptCell, KnownCell

# No attacker believes in larger cells: as `confidentiality.system.System.ceiling`.
CEILING_TIMES, CEILING_ROOM = 10.0, 1_000.0


def problem(
    linked: Linked,
    facts: CellFacts,
    primary: Primaries,
    *,
    cost: Cost,
    keep: Sequence[KeptCell] = (),
    known: Sequence[KnownCell] = (),
) -> Problem:
    """What has to be solved. cost, keep, known: as in `framework.table_order.TableOrder`."""
    levels = primary.levels
    view = facts.views[-1]  # holdings where there are any: together they know at least as much as each contributor
    needs = [
        Need(int(cell), float(levels.lower[cell]), float(levels.upper[cell]))
        for cell in np.flatnonzero(levels.sensitive)
    ]
    return Problem(
        matrix=linked.structure.matrix,
        values=facts.value,
        low=np.zeros(len(facts.value)),
        high=np.full(len(facts.value), CEILING_TIMES * float((facts.value + levels.upper).max()) + CEILING_ROOM),
        costs=costs(linked, facts.value, cost, keep),
        fixed=_known(linked, known),
        unseen=linked.unseen,
        needs=tuple(needs),
        blocks=linked.structure.blocks,
        own=np.minimum(view.largest[0], facts.value),
        alone=(view.number == 1) & (facts.value > 0) if linked.is_sum else np.zeros(len(facts.value), dtype=np.bool_),
        whole=linked.is_whole,
    )


def costs(linked: Linked, values: Floats, function: Cost, keep: Sequence[KeptCell]) -> Floats:
    """What hiding each cell costs. The grand total goes last, as if somebody had asked to keep it: own choice."""
    wanted = [(), *(_place(kept.by, linked) for kept in keep)]
    kept = [number for number, place in enumerate(linked.places) if place in wanted]
    return np.asarray(np.where(linked.unseen, 0.0, costs_of(values, function, kept)))


def _known(linked: Linked, known: Sequence[KnownCell]) -> Truths:
    ids = {table.id for table in linked.tables}
    wanted = [_place(cell.by, linked) for cell in known if cell.table in ids]
    return np.array([place in wanted for place in linked.places], dtype=np.bool_)


def _place(by: Mapping[str, str], linked: Linked) -> Place:
    totals = {tree.name: tree.total for cross in linked.crosses for tree in cross}
    return tuple(sorted((name, code) for name, code in by.items() if totals.get(name) != code))
