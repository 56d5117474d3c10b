"""Protected tables: primary rules, further cells, the attack, and what may be published."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from nyhavn.engine.confidentiality.suppression.costs import Cost
from nyhavn.engine.confidentiality.suppression.problem import Floats, Truths
from nyhavn.engine.confidentiality.tables.choosing import Chosen, choose, together
from nyhavn.engine.confidentiality.tables.evidence import Evidence, figures_of
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.problem import problem
from nyhavn.engine.confidentiality.tables.rules import primaries
from nyhavn.framework.rounding import published
from nyhavn.framework.statistics import TOTAL, CellStatus, Figure, StatisticalTable
from nyhavn.framework.table_order import KeptCell, KnownCell, TableOrder
from nyhavn.framework.table_policy import TableRules

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Choices:
    """What an order says of protection. responses: yes and no, by breakdown. seed: restricted; for reproducing."""

    rules: TableRules
    responses: Mapping[str, tuple[str, str]]
    cost: Cost = Cost.COUNT
    keep: tuple[KeptCell, ...] = ()
    known: tuple[KnownCell, ...] = ()
    seed: int = 0
    quick: bool = False


def choices_of(order: TableOrder, seed: int) -> Choices:
    """The choices of an order."""
    responses = {breakdown.id: breakdown.response for breakdown in order.breakdown if breakdown.response}
    return Choices(order.policy.rules, responses, Cost(order.cost), order.keep, order.known, seed, order.quick)


@dataclass(frozen=True)
class ProtectedTables:
    """Tables as they may be published, in their order, and the evidence of each measure; that is restricted."""

    tables: tuple[StatisticalTable, ...]
    evidence: Evidence


def protect_tables(
    parts: Sequence[tuple[Linked, CellFacts]], choices: Choices, progress: Progress | None = None
) -> tuple[ProtectedTables, ...]:
    """The tables of every measure, those of one measure protected together.

    progress: called with a step ("hide", "attack"), how much is done, and how much there is. Raises Refusal:
    table-protection-infeasible and table-protection-not-met, both with the cell; protection-not-solved.
    """
    chosen = [_chosen(linked, facts, choices, progress) for linked, facts in parts]
    return tuple(_protected(one, choices.seed, progress) for one in together(chosen))


def _chosen(linked: Linked, facts: CellFacts, choices: Choices, progress: Progress | None) -> Chosen:
    primary = primaries(linked, facts, choices.rules, choices.responses)
    asked = problem(linked, facts, primary, cost=choices.cost, keep=choices.keep, known=choices.known)
    return choose(linked, facts, primary, asked, choices.seed, progress, quick=choices.quick)


def _protected(chosen: Chosen, seed: int, progress: Progress | None) -> ProtectedTables:
    linked, hidden = chosen.linked, chosen.hidden
    audited = chosen.attacked(progress)
    evidence = Evidence(
        tables=tuple(table.id for table in linked.tables),
        figures=figures_of(linked, chosen.facts, chosen.primary, hidden, audited),
        cells=int((~linked.unseen).sum()),
        cost=float(chosen.problem.costs[hidden].sum()),
        bound=chosen.bound,
        is_optimal=chosen.is_optimal,
        method=chosen.method,
        seed=seed,
        notes=tuple(chosen.notes),
    )
    return ProtectedTables(tuple(_tables(linked, chosen.facts.value, hidden)), evidence)


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
