"""Deviations from the truth as proofs: whoever knows everything that is shown must believe in them as well.

Nothing of how they were found is trusted here. A deviation proves something if every equation holds, every shown cell
stays, no cell leaves its bounds, and no respondent of another cell knows better.
"""

from collections.abc import Sequence

import numpy as np

from nyhavn.engine.confidentiality.programs import RESIDUAL, TOLERANCE
from nyhavn.engine.confidentiality.suppression.attackers import Respondents
from nyhavn.engine.confidentiality.suppression.auditing import Audited, HiddenCell
from nyhavn.engine.confidentiality.suppression.problem import Floats, Need, Problem, Truths


def proved(problem: Problem, hidden: Truths, deviations: Sequence[tuple[Need, Floats]]) -> Audited:
    """What these deviations prove about the hidden cells.

    deviations: for a need, by cell in units of value. The interval of each cell is what is proved possible: an attacker
    must believe in at least that. A need is met if its own deviations reach both its ends.
    """
    others = Respondents(problem)
    low, high = problem.values.copy(), problem.values.copy()
    reached: dict[int, list[float]] = {need.cell: [0.0, 0.0] for need in problem.needs}
    for asked, moved in deviations:
        if not _holds(problem, hidden, moved):
            continue
        low, high = np.minimum(low, problem.values + moved), np.maximum(high, problem.values + moved)
        if not len(others.who_doubts(asked.cell, moved)):
            ends = reached[asked.cell]
            ends[0], ends[1] = max(ends[0], -float(moved[asked.cell])), max(ends[1], float(moved[asked.cell]))
    needs = {need.cell: need for need in problem.needs}
    wanted = np.flatnonzero((hidden & ~problem.unseen) | np.isin(np.arange(problem.size), list(needs)))
    cells = []
    for cell in wanted.tolist():
        need = needs.get(cell)
        met = need is None or _is_met(need, reached[cell])
        least, most = float(low[cell]), float(high[cell])
        cells.append(HiddenCell(cell, float(problem.values[cell]), least, most, need, met, least == most))
    return Audited(tuple(cells))


def _holds(problem: Problem, hidden: Truths, moved: Floats) -> bool:
    """Whether everybody who knows all shown cells must believe that it may be so."""
    values = problem.values + moved
    may_move = (hidden | problem.unseen) & ~problem.fixed
    is_whole = not problem.whole or bool(np.all(np.abs(values - np.round(values)) <= TOLERANCE))
    return (
        is_whole
        and not np.any(moved[~may_move])
        and bool(np.all(values >= problem.low - TOLERANCE))
        and bool(np.all(values <= problem.high + TOLERANCE))
        and bool(np.all(np.abs(problem.matrix @ moved) <= RESIDUAL))
    )


def _is_met(need: Need, reached: Sequence[float]) -> bool:
    """Both ends; a strict need, without an amount, must be able to move at all."""
    down, up = reached
    if not (need.lower or need.upper or need.sliding):
        return down + up > 0
    return down >= need.lower - TOLERANCE and up >= need.upper - TOLERANCE and down + up >= need.sliding - TOLERANCE
