"""Those who took part, collapsed to cells: rows and sums of the outcome per combination of covariates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.inference.arrays import Categories, FloatArray, IntArray
from nyhavn.engine.inference.categories import check_complete, read_categories
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class ParticipantCells:
    """Participants with a valid answer, one entry per cell.

    categories: codes of each cell, one per covariate. rows: participants. y, yy: sums of the outcome less `shift`, and
    of its square, in the unit of the outcome. is_binary: whether every answer is 0 or 1 (then the shift is 0).
    left_out: participants without a valid answer.
    """

    covariates: tuple[str, ...]
    categories: Categories
    rows: IntArray
    y: FloatArray
    yy: FloatArray
    shift: float = 0.0
    is_binary: bool = False
    left_out: int = 0


def collapse_participants(frame: nw.LazyFrame[Any], covariates: Sequence[str], outcome: str) -> ParticipantCells:
    """Collapse a frame of participants: text columns `covariates`, and a number in `outcome` (null: no valid answer).

    Two passes: one for the range of the outcome, one for the sums. Sums of squares of large, close numbers lose their
    digits, so a whole number near the mean is subtracted first (Chan, Golub and LeVeque 1983). Raises Refusal if a
    covariate is empty in some row, or nobody has a valid answer.
    """
    check_complete(frame, covariates, "participants")
    value = nw.col(outcome).cast(nw.Float64)
    read = frame.select(*covariates, value.alias("_y"))
    valid = read.filter(~nw.col("_y").is_null()).filter(~nw.col("_y").is_nan())
    rows, mean, is_binary = _range(valid, outcome)
    shift = 0.0 if is_binary else float(round(mean))
    centred = valid.with_columns((nw.col("_y") - shift).alias("_y"), nw.lit(1.0).alias("_n"))
    squared = centred.with_columns((nw.col("_y") * nw.col("_y")).alias("_yy"))
    sums = squared.group_by(*covariates).agg(*(nw.col(name).sum() for name in ("_n", "_y", "_yy")))
    cells = sums.collect("pyarrow")
    categories = read_categories(cells, covariates)
    order = sorted(range(len(categories)), key=categories.__getitem__)
    n, y, yy = (np.asarray(cells[name].to_numpy(), dtype=np.float64)[order] for name in ("_n", "_y", "_yy"))
    everybody = int(frame.select(nw.len().alias("_all")).collect("pyarrow").item(0, "_all"))
    ordered = tuple(categories[place] for place in order)
    return ParticipantCells(
        tuple(covariates), ordered, n.astype(np.int64), y, yy, shift, is_binary, left_out=everybody - rows
    )


def _range(valid: nw.LazyFrame[Any], outcome: str) -> tuple[int, float, bool]:
    """Rows, mean, and whether all answers are 0 or 1."""
    other = ((nw.col("_y") != 0) & (nw.col("_y") != 1)).cast(nw.Int64).alias("other")
    read = valid.select("_y", other)
    found = read.select(
        nw.len().alias("rows"), nw.col("_y").mean().alias("mean"), nw.col("other").sum().alias("other")
    ).collect("pyarrow")
    rows = int(found.item(0, "rows"))
    if not rows:
        raise refusal(
            "adjustment-no-answers",
            "Nobody among the participants has a valid answer to what is to be estimated.",
            where=outcome,
            do="Count something that people were asked and answered.",
        )
    return rows, float(found.item(0, "mean")), int(found.item(0, "other")) == 0
