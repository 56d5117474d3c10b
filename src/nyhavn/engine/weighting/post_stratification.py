"""Post-stratification: one margin, met exactly by one factor per category (Holt and Smith 1979)."""

from nyhavn.engine.weighting.convergence import check_converged, measured
from nyhavn.engine.weighting.margins import Margin, targets
from nyhavn.engine.weighting.sample import SampleCells
from nyhavn.engine.weighting.weights import CellWeights
from nyhavn.framework.weighting import TOLERANCE, Method


def post_stratify(cells: SampleCells, margin: Margin) -> CellWeights:
    """g = total of the post-stratum / sum of its initial weights. Raises Refusal as `check_margins`."""
    wanted = targets(cells, (margin,))
    factor = wanted[0].totals / wanted[0].sums(cells.weight)
    g = factor[wanted[0].number]
    convergence = measured(wanted, g * cells.weight, 1, TOLERANCE)
    check_converged(convergence)
    return CellWeights(cells, g, wanted, Method.POST_STRATIFICATION.value, convergence)
