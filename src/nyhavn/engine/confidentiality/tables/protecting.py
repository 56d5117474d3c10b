"""Protected tables: primary rules, further cells, the attack, and what may be published."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from nyhavn.engine.confidentiality.suppression.auditing import Audited, audit
from nyhavn.engine.confidentiality.suppression.costs import Cost
from nyhavn.engine.confidentiality.suppression.problem import Floats, Problem, Truths
from nyhavn.engine.confidentiality.suppression.refusing import CannotProtect
from nyhavn.engine.confidentiality.suppression.solving import suppress
from nyhavn.engine.confidentiality.tables.evidence import BEYOND_MARGINS, PROVED_ONLY, Evidence, figures_of
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.hypercubes import cubes
from nyhavn.engine.confidentiality.tables.linked import Linked, in_words, listed
from nyhavn.engine.confidentiality.tables.problem import problem
from nyhavn.engine.confidentiality.tables.proofs import proved
from nyhavn.engine.confidentiality.tables.rules import primaries
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.rounding import published
from nyhavn.framework.statistics import TOTAL, CellStatus, Figure, StatisticalTable
from nyhavn.framework.table_order import KeptCell, KnownCell, TableOrder
from nyhavn.framework.table_policy import TableRules

Progress = Callable[[str, int, int], None]

# By measurement: up to here the search for the cheapest choice ends within minutes; beyond, cubes take a second or two
# and hide about a third more.
MOST_SEARCHED_CELLS = 4_000
CUBES = "cubes"


@dataclass(frozen=True)
class Choices:
    """What an order says of protection. responses: yes and no, by breakdown. seed: restricted; for reproducing."""

    rules: TableRules
    responses: Mapping[str, tuple[str, str]]
    cost: Cost = Cost.COUNT
    keep: tuple[KeptCell, ...] = ()
    known: tuple[KnownCell, ...] = ()
    seed: int = 0


def choices_of(order: TableOrder, seed: int) -> Choices:
    """The choices of an order."""
    responses = {breakdown.id: breakdown.response for breakdown in order.breakdown if breakdown.response}
    return Choices(order.policy.rules, responses, Cost(order.cost), order.keep, order.known, seed)


@dataclass(frozen=True)
class ProtectedTables:
    """Tables as they may be published, in their order, and the evidence of each measure; that is restricted."""

    tables: tuple[StatisticalTable, ...]
    evidence: Evidence


def protect_tables(
    linked: Linked, facts: CellFacts, choices: Choices, progress: Progress | None = None
) -> ProtectedTables:
    """The tables of one measure, protected together.

    progress: called with a step ("hide", "attack"), how much is done, and how much there is. Raises Refusal:
    table-protection-infeasible and table-protection-not-met, both with the cell; protection-not-solved.
    """
    primary = primaries(linked, facts, choices.rules, choices.responses)
    whole = problem(linked, facts, primary, cost=choices.cost, keep=choices.keep, known=choices.known)
    found = _quickly(linked, whole, choices) or _cheaply(linked, whole, choices, progress)
    if not found.audited.met:
        cells = listed(in_words(linked.places[cell.cell]) for cell in found.audited.under_protected)
        what = (
            f"The attack found more than the policy allows about {len(found.audited.under_protected)} cells: {cells}."
        )
        raise refusal("table-protection-not-met", what, where=_ids(linked), do="Use coarser codes.")
    evidence = Evidence(
        tables=tuple(table.id for table in linked.tables),
        figures=figures_of(linked, facts, primary, found.hidden, found.audited),
        cells=int((~linked.unseen).sum()),
        cost=float(whole.costs[found.hidden].sum()),
        bound=found.bound,
        is_optimal=found.is_optimal,
        method=found.method,
        seed=choices.seed,
        notes=tuple(_notes(linked, found)),
    )
    return ProtectedTables(tuple(_tables(linked, facts.value, found.hidden)), evidence)


@dataclass(frozen=True)
class _Found:
    """A choice of hidden cells that tables show, and the attack on it."""

    hidden: Truths
    audited: Audited
    bound: float
    is_optimal: bool
    method: str


def _quickly(linked: Linked, whole: Problem, choices: Choices) -> _Found | None:
    """By cubes, with proofs instead of programs: for large tables. None for others, and where cubes do not do."""
    if whole.size <= MOST_SEARCHED_CELLS or len(linked.finest) > 1:
        return None
    found = cubes(linked, whole, choices.seed)
    audited = proved(whole, found.hidden, found.proofs) if found else None
    if found is None or audited is None or not audited.met:
        return None
    own = sorted({need.cell for need in whole.needs})
    return _Found(found.hidden, audited, float(whole.costs[own].sum()), not found.hidden.any(), CUBES)


def _cheaply(linked: Linked, whole: Problem, choices: Choices, progress: Progress | None) -> _Found:
    """By the cheapest choice that can be found, attacked by linear and integer programs."""
    try:
        found = suppress(whole, seed=choices.seed, progress=_step(progress, "hide"))
    except CannotProtect as fault:
        raise _infeasible(linked, fault.cells) from fault
    hidden = found.hidden & ~linked.unseen
    audited = audit(whole, hidden, _step(progress, "attack"))
    return _Found(hidden, audited, found.bound, found.is_optimal, str(found.method))


def _notes(linked: Linked, found: _Found) -> Iterator[str]:
    if not linked.is_joint:
        yield BEYOND_MARGINS
    if found.method == CUBES:
        yield PROVED_ONLY


def _step(progress: Progress | None, step: str) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(step, done, total)) if progress else None


def _ids(linked: Linked) -> str:
    return ", ".join(f'[[table]] "{table.id}"' for table in linked.tables)


def _infeasible(linked: Linked, cells: Sequence[int]) -> Refusal:
    names = listed(in_words(linked.places[cell]) for cell in cells)
    what = f"Even with everything hidden that may be, somebody could work out: {names}."
    do = "Take the cells beside them out of [[known]], use coarser codes, or leave the table out."
    return refusal("table-protection-infeasible", what, where=_ids(linked), do=do)


def _tables(linked: Linked, values: Floats, hidden: Truths) -> Iterator[StatisticalTable]:
    """Every code of every breakdown, totals first. A hidden cell looks the same whatever it is hidden for."""
    measure = linked.tables[0].id
    for table, cross, at in zip(linked.tables, linked.crosses, linked.at, strict=False):
        figures = []
        for codes, place in zip(product(*(tree.codes for tree in cross)), at.ravel(), strict=True):
            categories = tuple(TOTAL if code == tree.total else code for tree, code in zip(cross, codes, strict=True))
            value = None if hidden[place] else published(float(values[place]))
            status = CellStatus.SUPPRESSED if hidden[place] else CellStatus.PUBLISHED
            figures.append(Figure(categories, status, value=value))
        yield StatisticalTable(table.id, measure, table.by, tuple(figures))
