"""What protection did, cell by cell: restricted, for published with the tables it would undo them."""

from collections.abc import Iterator
from dataclasses import dataclass

from nyhavn.engine.confidentiality.suppression.auditing import Audited
from nyhavn.engine.confidentiality.suppression.problem import Truths
from nyhavn.engine.confidentiality.suppression.structure import Place
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.rules import Primaries
from nyhavn.framework.table_policy import RuleKind

BEYOND_MARGINS = "There are too many joint cells of linked tables; bounds beyond shared margins are not modelled."


PROVED_ONLY = "The table is large: low and high are what is proved possible; an attacker may have to believe in more."

TOGETHER = "Counts and weighted counts hide the same cells, so that neither tells the other."


@dataclass(frozen=True)
class HiddenFigure:
    """One hidden cell.

    place: its codes, totals left out. contributors: how many are behind it. rules: why it is sensitive by itself; empty
    if it is hidden for the sake of others. need_low, need_high: what must stay possible. low, high: what an attacker
    finds possible. met: whether that is enough, also for every respondent of another cell.
    """

    place: Place
    value: float
    contributors: int
    rules: tuple[RuleKind, ...]
    need_low: float | None
    need_high: float | None
    low: float
    high: float
    met: bool


@dataclass(frozen=True)
class Evidence:
    """What happened to the linked tables of one measure.

    tables: their ids. figures: every hidden cell. cells: how many tables show or hide. cost, bound: of what is hidden,
    and of the cheapest choice at least. method: how it was found. seed: the same seed hides the same cells.
    notes: what was not modelled, in plain sentences.
    """

    tables: tuple[str, ...]
    figures: tuple[HiddenFigure, ...]
    cells: int
    cost: float
    bound: float
    is_optimal: bool
    method: str
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def primaries(self) -> tuple[HiddenFigure, ...]:
        """The cells that are sensitive by themselves."""
        return tuple(figure for figure in self.figures if figure.rules)


def figures_of(
    linked: Linked, facts: CellFacts, primary: Primaries, hidden: Truths, audited: Audited
) -> tuple[HiddenFigure, ...]:
    """Every hidden cell with what an attacker can find out."""
    return tuple(_figures(linked, facts, primary, hidden, audited))


def _figures(
    linked: Linked, facts: CellFacts, primary: Primaries, hidden: Truths, audited: Audited
) -> Iterator[HiddenFigure]:
    for cell in audited.cells:
        at, need = cell.cell, cell.need
        if hidden[at]:
            yield HiddenFigure(
                place=linked.places[at],
                value=float(facts.value[at]),
                contributors=int(facts.fewest[at]),
                rules=tuple(kind for kind, found in primary.rules.items() if found[at]),
                need_low=None if need is None else cell.value - need.lower,
                need_high=None if need is None else cell.value + need.upper,
                low=cell.low,
                high=cell.high,
                met=cell.met,
            )
