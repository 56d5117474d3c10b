"""Estimation: from answers to figures with their errors, by one estimator for two ways in.

A plan's tables: `check_declared` refuses what cannot be counted, `code_rows` says of every answer what it counts as,
and `group_counts` and `tables` sum that on the data engine and estimate on cells. A frame of one's own: `estimate`
and `estimated`, with a `SurveyDesign` and the statistics asked for.
"""

from nyhavn.engine.estimation.asked import Asked, count, mean, median, proportion, quantile, ratio, total
from nyhavn.engine.estimation.calibration import Calibration
from nyhavn.engine.estimation.coding import code_rows
from nyhavn.engine.estimation.comparing import Comparison, change, difference, trend
from nyhavn.engine.estimation.declaration import check_declared
from nyhavn.engine.estimation.design import SurveyDesign
from nyhavn.engine.estimation.estimating import Estimated, Line, Status, estimate, estimated
from nyhavn.engine.estimation.replicating import MadeReplicates, ReplicateColumns
from nyhavn.engine.estimation.sampling import SamplingError
from nyhavn.engine.estimation.tables import Estimation, group_counts, tables

__all__ = [
    "Asked",
    "Calibration",
    "Comparison",
    "Estimated",
    "Estimation",
    "Line",
    "MadeReplicates",
    "ReplicateColumns",
    "SamplingError",
    "Status",
    "SurveyDesign",
    "change",
    "check_declared",
    "code_rows",
    "count",
    "difference",
    "estimate",
    "estimated",
    "group_counts",
    "mean",
    "median",
    "proportion",
    "quantile",
    "ratio",
    "tables",
    "total",
    "trend",
]
