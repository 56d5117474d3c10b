"""Weighting: a sample collapsed to cells, and factors on cells that make it meet known totals of its population.

`collapse` reads the rows, `check_margins` refuses totals that no weights can meet, `post_stratify`, `rake` and
`calibrate` (or `weigh`, as a plan declares it) make `CellWeights`, and `CellWeights.attach` brings them back to rows.
"""

from nyhavn.engine.weighting.calibrated import Calibrated
from nyhavn.engine.weighting.calibration import calibrate
from nyhavn.engine.weighting.collapse import collapse
from nyhavn.engine.weighting.convergence import Convergence
from nyhavn.engine.weighting.distances import EXPONENTIAL, LINEAR, Distance, logit, truncated_linear
from nyhavn.engine.weighting.margins import Margin, check_margins, one_way, reference_margins
from nyhavn.engine.weighting.methods import weigh
from nyhavn.engine.weighting.post_stratification import post_stratify
from nyhavn.engine.weighting.raking import rake
from nyhavn.engine.weighting.sample import SampleCells
from nyhavn.engine.weighting.trimming import trim
from nyhavn.engine.weighting.unplaced import with_unplaced
from nyhavn.engine.weighting.weights import CellWeights, Trimming, design_weights

__all__ = [
    "EXPONENTIAL",
    "LINEAR",
    "Calibrated",
    "CellWeights",
    "Convergence",
    "Distance",
    "Margin",
    "SampleCells",
    "Trimming",
    "calibrate",
    "check_margins",
    "collapse",
    "design_weights",
    "logit",
    "one_way",
    "post_stratify",
    "rake",
    "reference_margins",
    "trim",
    "truncated_linear",
    "weigh",
    "with_unplaced",
]
