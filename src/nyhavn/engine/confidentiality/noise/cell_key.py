"""The cell key method for counts: the same contributors always get the same noise, in whatever table they stand.

Fraser and Wooton 2005. A record key is drawn for each contribution; the cell key is the sum of the keys of a cell's
contributions, and chooses the change. So tables agree about a cell, and asking again does not average the noise out.
"""

from collections.abc import Sequence

import numpy as np

from nyhavn.engine.confidentiality.noise.cells import NoisyTable, Tabulated
from nyhavn.engine.confidentiality.noise.ptable import CELL_KEYS, PTable, design
from nyhavn.framework.noise import NoiseKind, NoiseStatement
from nyhavn.framework.noise_policy import CellKeyPolicy

NOT_ADDITIVE = "Every total gets a noise of its own: totals are not the sums of the parts shown beside them."
ELSEWHERE = (
    "It was not compared with other publications from the same data: what one of them shows without this noise, or "
    "with another, is not protected here."
)
NOT_HIDDEN = (
    "It does not hide what changes from one publication to the next: when somebody joins or leaves, the noise changes "
    "too, and the change shows. Publishing over time needs the rule over time as well.",
    "Somebody who adds up many overlapping groups can narrow the noise down.",
    "A zero is shown as it is: that nobody in a group gave an answer is not hidden.",
    ELSEWHERE,
)


def perturb_counts(
    tables: Sequence[Tabulated], policy: CellKeyPolicy | PTable
) -> tuple[tuple[NoisyTable, ...], NoiseStatement]:
    """The tables with the noise of their cell keys, and what was done. policy: or a table that an office has already.

    Raises Refusal "noise-variance-impossible".
    """
    ptable = policy if isinstance(policy, PTable) else design(policy)
    return tuple(_perturbed(table, ptable) for table in tables), statement(ptable)


def statement(ptable: PTable) -> NoiseStatement:
    """What the noise of a p-table means for those who read the tables."""
    never = f" No published count is between 1 and {ptable.absent}." if ptable.absent else ""
    variances = (ptable.changes.astype(np.float64) ** 2).mean(axis=1)
    return NoiseStatement(
        kind=NoiseKind.CELL_KEYS,
        done="Each count was changed at random by a little (cell key method). The same people always get the same "
        f"change, in every table.{never}",
        error=f"A count is off by {ptable.most} at most. Its standard error from this is {ptable.standard_error:.2f}; "
        "on average over many cells the changes add up to nothing.",
        margins=NOT_ADDITIVE,
        not_hidden=NOT_HIDDEN,
        most=float(ptable.most),
        standard_error=ptable.standard_error,
        adds_up=False,
        restricted=(
            ("variance by count", ", ".join(f"{variance:.3g}" for variance in variances)),
            ("number of cell keys", str(CELL_KEYS)),
        ),
    )


def _perturbed(table: Tabulated, ptable: PTable) -> NoisyTable:
    error = np.full(table.count.shape, ptable.standard_error)  # the cell's own would tell a true zero from a few
    return NoisyTable(table.id, table.cross, table.count + ptable.change(table.count, table.key), error)
