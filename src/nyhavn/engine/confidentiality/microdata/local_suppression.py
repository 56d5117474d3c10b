"""Local suppression: blank as few values as possible, so that at least k rows agree with every row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np

from nyhavn.engine.confidentiality.microdata.any_blanks import blank_program, program_size, rows_at_risk
from nyhavn.engine.confidentiality.microdata.any_blanks_bound import lower_bound
from nyhavn.engine.confidentiality.microdata.any_blanks_greedy import blank_greedily
from nyhavn.engine.confidentiality.microdata.assessment import check_k
from nyhavn.engine.confidentiality.microdata.blanks import Blanks, blanked_cells
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.numbering import Truths
from nyhavn.engine.confidentiality.microdata.own_blanks import own_patterns
from nyhavn.framework.refusal import refusal

MOST_CHOICES = 900  # of a program that is solved; measured: seconds up to here
MOST_NODES = 100  # of its search: what is found by then stands, with the bound that is proved by then
_TIE = 0.25  # of one value: what the order of importance adds to all costs together, so that it never costs a value
_SAFE = 1e-5  # what a solver may be off by


class HiddenBy(StrEnum):
    """Whom a row may be hidden by.

    OWN_BLANKS: by rows whose true values agree with what is left of it. Blanking another's answers hides nobody here.
    ANY_BLANKS: by rows that agree as released, where a blank agrees with every value (as sdcMicro counts). Fewer values
    go, but one row that is blank almost everywhere then hides many, though it is only one person.
    """

    OWN_BLANKS = "own-blanks"
    ANY_BLANKS = "any-blanks"


@dataclass(frozen=True)
class LocalSuppression:
    """What to blank. Restricted.

    values: how many, and per_key. bound: nothing reaches k with fewer. is_optimal: whether `values` is that number.
    after: the cells of the file then. hidden_by: how k was counted.
    """

    k: int
    hidden_by: HiddenBy
    blanks: Blanks
    values: int
    per_key: tuple[tuple[str, int], ...]
    bound: int
    is_optimal: bool
    after: KeyCells

    @property
    def gap(self) -> float:
        """At most so large a share of what is blanked could have been spared."""
        return (self.values - self.bound) / self.values if self.values else 0.0


def suppress_locally(
    cells: KeyCells,
    k: int,
    *,
    hidden_by: HiddenBy = HiddenBy.OWN_BLANKS,
    importance: Sequence[str] = (),
    most_choices: int = MOST_CHOICES,
) -> LocalSuppression:
    """The fewest values to blank.

    importance: keys, the one to keep first; among choices of equally few values those that blank less important keys
    are taken. Keys that are not named are the least important. most_choices: the size up to which ANY_BLANKS is solved
    exactly. Raises Refusal "k-too-large", "k-too-small", "microdata-column-unknown".
    """
    check_k(k, cells.n)
    costs = _costs(cells, k, importance)
    blanks = Blanks.of_rows(*_own(cells, k, costs))
    bound, is_optimal = blanks.cost([1.0] * len(costs)), True
    if hidden_by is HiddenBy.ANY_BLANKS and len(blanks.rows):
        blanks, bound, is_optimal = _any(cells, k, costs, blanks, most_choices)
    per_key = blanks.per_key(len(cells.keys))
    values = int(per_key.sum())
    fewest = ceil(bound - (_TIE if importance else _SAFE))
    return LocalSuppression(
        k,
        hidden_by,
        blanks,
        values,
        tuple(zip(cells.keys, per_key.tolist(), strict=True)),
        values if is_optimal else min(values, fewest),
        is_optimal or fewest >= values,
        blanked_cells(cells, blanks),
    )


def _costs(cells: KeyCells, k: int, importance: Sequence[str]) -> list[float]:
    """One per value, and a little more for keys that are important."""
    unknown = [name for name in importance if name not in cells.keys]
    if unknown:
        what = f"These are no keys: {', '.join(unknown)}."
        raise refusal("microdata-column-unknown", what, where="importance", do="Name keys only.")
    if not importance:
        return [1.0] * len(cells.keys)
    ranks = {name: len(importance) - place for place, name in enumerate(importance)}
    most = len(rows_at_risk(cells, k).cell) * sum(ranks.values())
    return [1.0 + _TIE * ranks.get(key, 0) / max(most, 1) for key in cells.keys]


def _own(cells: KeyCells, k: int, costs: Sequence[float]) -> tuple[np.ndarray, Truths]:
    """Rows at risk one by one, and what is blanked in each."""
    held = np.zeros(len(cells.rows), dtype=np.int64)
    for bits, places in own_patterns(cells, k, costs):
        held[places] = bits
    cell = rows_at_risk(cells, k).cell
    return cell, ((held[cell][:, None] >> np.arange(len(costs))) & 1).astype(np.bool_)


def _any(cells: KeyCells, k: int, costs: Sequence[float], own: Blanks, most_choices: int) -> tuple[Blanks, float, bool]:
    """What is blanked, a lower bound of its cost, and whether it is proved to be the cheapest."""
    greedy = blank_greedily(cells, k, costs)
    best = min((greedy, own), key=lambda blanks: blanks.cost(costs))
    bound = lower_bound(cells, k, costs)
    at_risk = rows_at_risk(cells, k)
    if best.cost(costs) <= bound + _SAFE:
        return best, bound, True
    if program_size(at_risk) > most_choices:
        return best, bound, False
    program = blank_program(cells, k, at_risk, costs)
    choice = program.solve(MOST_NODES, best.by_row(at_risk.cell, len(costs)))
    if choice is None or not len(choice.point):
        return best, max(bound, choice.bound if choice else 0.0), False
    found = Blanks.of_rows(at_risk.cell, program.blanked(choice))
    if found.cost(costs) > best.cost(costs):
        found = best
    return found, max(bound, choice.bound), choice.is_optimal
