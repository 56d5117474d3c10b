"""Rows that a margin cannot place: who declined to say, or of whom nothing is stated.

No reference counts them, so no total can be met for them. To leave them out would drop people, and to spread them over
the categories would invent an answer. As declared, they keep the share of the population that they have in the sample,
and the totals hold, in the same proportions, among the others.
"""

from collections.abc import Sequence
from dataclasses import replace

from nyhavn.engine.weighting.margins import Margin
from nyhavn.engine.weighting.sample import SampleCells, grouped
from nyhavn.framework.statistics import DECLINED, NOT_STATED
from nyhavn.framework.weighting import Unplaced

UNPLACED = (DECLINED, NOT_STATED)


def with_unplaced(cells: SampleCells, margins: Sequence[Margin], unplaced: Unplaced) -> tuple[Margin, ...]:
    """The margins, with totals for the unplaced rows of this sample where that is declared.

    Margins of several variables are left as they are: which part of a crossed total is whose cannot be said.
    """
    if unplaced is Unplaced.REFUSE:
        return tuple(margins)
    return tuple(_completed(cells, margin) if len(margin.variables) == 1 else margin for margin in margins)


def _completed(cells: SampleCells, margin: Margin) -> Margin:
    if margin.variables[0] not in cells.variables:
        return margin
    number, named = cells.groups(margin.variables)
    sums = dict(zip(named, grouped(cells.weight, number, len(named)).tolist(), strict=True))
    shares = {(code,): sums[(code,)] / cells.weight.sum() for code in UNPLACED if (code,) in sums}
    shares = {key: share for key, share in shares.items() if key not in margin.totals}
    placed = 1 - sum(shares.values())
    kept = {key: total * placed for key, total in margin.totals.items()}
    return replace(margin, totals=kept | {key: margin.total * share for key, share in shares.items()})
