"""Estimation: from answers to unprotected tables, in three steps.

`check_declared` refuses what cannot be counted, `code_rows` says of every answer what it counts as, and
`group_counts` and `tables` sum that on the data engine and estimate on cells.
"""

from nyhavn.engine.estimation.coding import code_rows
from nyhavn.engine.estimation.declaration import check_declared
from nyhavn.engine.estimation.sampling import SamplingError
from nyhavn.engine.estimation.tables import Estimation, group_counts, tables

__all__ = ["Estimation", "SamplingError", "check_declared", "code_rows", "group_counts", "tables"]
