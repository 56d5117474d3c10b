"""Which cells of the tables of one measure are hidden, and the attack on what is left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nyhavn.engine.confidentiality.suppression.auditing import Audited, audit
from nyhavn.engine.confidentiality.suppression.problem import Floats, Need, Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.solving import suppress
from nyhavn.engine.confidentiality.tables.evidence import BEYOND_MARGINS, PROVED_ONLY, TOGETHER
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.hypercubes import cubes
from nyhavn.engine.confidentiality.tables.linked import Linked, in_words, listed
from nyhavn.engine.confidentiality.tables.proofs import proved
from nyhavn.engine.confidentiality.tables.rules import Primaries
from nyhavn.framework.refusal import Refusal, refusal

Progress = Callable[[str, int, int], None]

# By measurement: up to here the search for the cheapest choice ends within minutes; beyond, cubes take a second or two
# and hide a third to a half more (on tables of 441 and 1,681 cells, where the cheapest choice is known).
MOST_SEARCHED_CELLS = 4_000
CUBES = "cubes"


@dataclass(frozen=True)
class Chosen:
    """What is hidden of the tables of one measure.

    hidden: cells that tables show. bound: no choice costs less. proofs: of cubes, empty otherwise. lent: whether cells
    are hidden for the sake of tables of another measure.
    """

    linked: Linked
    facts: CellFacts
    primary: Primaries
    problem: Problem
    hidden: Truths
    bound: float
    is_optimal: bool
    method: str
    proofs: tuple[tuple[Need, Floats], ...] = ()
    lent: bool = False

    @property
    def notes(self) -> Iterator[str]:
        """What has to be known beside the figures."""
        if not self.linked.is_joint:
            yield BEYOND_MARGINS
        if self.method == CUBES:
            yield PROVED_ONLY
        if self.lent:
            yield TOGETHER

    def attacked(self, progress: Progress | None = None) -> Audited:
        """What somebody who knows all that is shown can work out; of cubes, what their proofs leave possible.

        Raises Refusal "table-protection-not-met" with the cell.
        """
        if self.method == CUBES:
            found = proved(self.problem, self.hidden, self.proofs)
        else:
            found = audit(self.problem, self.hidden, step(progress, "attack"))
        if not found.met:
            cells = listed(in_words(self.linked.places[cell.cell]) for cell in found.under_protected)
            what = f"The attack found more than the policy allows about {len(found.under_protected)} cells: {cells}."
            raise refusal("table-protection-not-met", what, where=ids(self.linked), do="Use coarser codes.")
        return found


def choose(
    linked: Linked,
    facts: CellFacts,
    primary: Primaries,
    problem: Problem,
    seed: int,
    progress: Progress | None = None,
    *,
    quick: bool = False,
) -> Chosen:
    """By cubes where a search would take too long and cubes do, else by the cheapest choice that is found.

    quick: by cubes whatever the size, where they do.

    Raises Refusal: table-protection-infeasible with the cell, protection-not-solved.
    """
    parts = (linked, facts, primary, problem)
    if (quick or problem.size > MOST_SEARCHED_CELLS) and len(linked.finest) == 1:
        cubed = cubes(linked, problem, seed)
        if cubed is not None:
            own = sorted({need.cell for need in problem.needs})
            bound = float(problem.costs[own].sum())
            return Chosen(*parts, cubed.hidden, bound, not own, CUBES, cubed.proofs)
    try:
        found = suppress(problem, seed=seed, progress=step(progress, "hide"))
    except CannotProtect as fault:
        raise _infeasible(linked, fault.cells) from fault
    return Chosen(*parts, found.hidden & ~linked.unseen, found.bound, found.is_optimal, str(found.method))


def together(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Counts and weighted counts hide the same cells: where weights are alike, each would tell the other.

    To hide more never lowers protection.
    """
    counts = [one for one in chosen if not one.linked.is_sum]
    places = {one.linked.places[at] for one in counts for at in np.flatnonzero(one.hidden)}
    return tuple(one if one.linked.is_sum else _hiding(one, places) for one in chosen)


def _hiding(one: Chosen, places: set[tuple[tuple[str, str], ...]]) -> Chosen:
    wanted = np.array([place in places for place in one.linked.places]) & ~one.linked.unseen & ~one.problem.fixed
    more = wanted & ~one.hidden
    return replace(one, hidden=one.hidden | more, lent=True) if more.any() else one


def step(progress: Progress | None, name: str) -> Callable[[int, int], None] | None:
    """Progress within one step."""
    return (lambda done, total: progress(name, done, total)) if progress else None


def ids(linked: Linked) -> str:
    """The tables, for a refusal."""
    return ", ".join(f'[[table]] "{table.id}"' for table in linked.tables)


def _infeasible(linked: Linked, cells: Sequence[int]) -> Refusal:
    names = listed(in_words(linked.places[cell]) for cell in cells)
    what = f"Even with everything hidden that may be, somebody could work out: {names}."
    do = "Take the cells beside them out of [[known]], use coarser codes, or leave the table out."
    return refusal("table-protection-infeasible", what, where=ids(linked), do=do)
