"""Inference from samples that chance did not draw: participants beside a reference, on collapsed cells.

`collapse_participants` and `collapse_reference` (or `population_cells`, `PopulationMargins`) read the rows once;
`pair` brings both sides together and refuses where they do not overlap; `adjust` estimates as declared, with
everything that must be printed beside the figure. The estimators can be called by themselves.
"""

from nyhavn.engine.inference.adjusting import AdjustedFigure, adjust
from nyhavn.engine.inference.bootstrap import Bootstrap, bootstrap
from nyhavn.engine.inference.data_defect import DataDefect, data_defect
from nyhavn.engine.inference.estimators import (
    AdjustedEstimate,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    naive_mean,
)
from nyhavn.engine.inference.pairs import Pair, pair
from nyhavn.engine.inference.participants import ParticipantCells, collapse_participants
from nyhavn.engine.inference.reference import (
    PopulationCells,
    PopulationMargins,
    ReferenceSample,
    collapse_reference,
    population_cells,
)
from nyhavn.engine.inference.representativity import Representativity, representativity
from nyhavn.engine.inference.respondent_driven import (
    NetworkEstimate,
    Recruitment,
    read_recruitment,
    respondent_driven,
)
from nyhavn.engine.inference.sensitivity import Sensitivity, sensitivity

__all__ = [
    "AdjustedEstimate",
    "AdjustedFigure",
    "Bootstrap",
    "DataDefect",
    "NetworkEstimate",
    "Pair",
    "ParticipantCells",
    "PopulationCells",
    "PopulationMargins",
    "Recruitment",
    "ReferenceSample",
    "Representativity",
    "Sensitivity",
    "adjust",
    "bootstrap",
    "collapse_participants",
    "collapse_reference",
    "data_defect",
    "doubly_robust",
    "inverse_propensity",
    "mass_imputation",
    "naive_mean",
    "pair",
    "population_cells",
    "read_recruitment",
    "representativity",
    "respondent_driven",
    "sensitivity",
]
