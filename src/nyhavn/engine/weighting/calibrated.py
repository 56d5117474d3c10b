"""What a variance must know of a calibration: the totals that the weights meet, and how far they moved for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from nyhavn.engine.weighting.sample import FloatArray, IntArray, SampleCells


@dataclass(frozen=True)
class Calibrated:
    """Weights that were calibrated to margins, for linearised and replicate variances.

    cells: the sample's cells with the sums of the *initial* weights d. g: final / initial weight of every row of a
    cell, so that w = g d. margins: the variables of each margin met. targets: per margin its total by group number.

    The residuals of a linearised variance are e = y - x b with b the regression of y on the auxiliaries `x` weighted
    by d, and stand in the variance as w e (Deville and Sarndal 1992, section 3; R survey `calibrate`). For several
    margins met by raking the same residuals come from subtracting, margin after margin, the weighted means of the
    groups, until nothing changes (Deville, Sarndal and Sautory 1993).
    """

    cells: SampleCells
    g: FloatArray
    margins: tuple[tuple[str, ...], ...]
    targets: tuple[FloatArray, ...]

    @property
    def final(self) -> FloatArray:
        """Sum of the final weights of each cell."""
        return self.g * self.cells.weight

    def group(self, margin: int) -> IntArray:
        """Number of the group of each cell in one margin."""
        return self.cells.groups(self.margins[margin])[0]

    def auxiliaries(self) -> csr_array:
        """The auxiliary variables: cells by groups, 1 where the cell is in the group; margin after margin.

        The columns of two margins depend on each other (each margin adds up to 1), so a regression on them needs a
        generalised inverse.
        """
        return indicators([self.group(place) for place in range(len(self.margins))])


def indicators(groups: Sequence[IntArray]) -> csr_array:
    """Indicator columns of some groupings of the same cells, one block per grouping."""
    blocks = []
    for group in groups:
        cells = len(group)
        size = int(group.max(initial=-1)) + 1
        blocks.append(csr_array((np.ones(cells), group, np.arange(cells + 1)), shape=(cells, size)))
    return csr_array(hstack(blocks, format="csr"))
