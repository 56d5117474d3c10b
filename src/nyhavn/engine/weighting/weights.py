"""What weighting comes to: a factor per cell, how well the margins are met, and what the weights cost in precision."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from nyhavn.engine.weighting.attaching import attached
from nyhavn.engine.weighting.calibrated import Calibrated
from nyhavn.engine.weighting.convergence import Convergence
from nyhavn.engine.weighting.margins import Target
from nyhavn.engine.weighting.sample import FloatArray, SampleCells
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Trimming:
    """What trimming did.

    largest: the weight that no row may exceed; median: of the rows before. rows: how many had more. taken: their
    weight above it, as a share of all weight; it was given back to the other rows. after: whether the margins are
    still met.
    """

    largest: float
    median: float
    rows: int
    taken: float
    after: Convergence


@dataclass(frozen=True)
class CellWeights:
    """Weights of all rows: the initial weight of a row times g of its cell.

    method: how they were made. margins: what they meet, laid beside the cells. g: per cell.
    """

    cells: SampleCells
    g: FloatArray
    targets: tuple[Target, ...]
    method: str
    convergence: Convergence
    trimming: Trimming | None = None

    @property
    def final(self) -> FloatArray:
        """Sum of the weights of each cell."""
        return self.g * self.cells.weight

    @property
    def total(self) -> float:
        """Sum of all weights: the size of the population."""
        return float(self.final.sum())

    @property
    def effective_n(self) -> float:
        """Kish's effective sample size, (sum w)^2 / sum w^2 over rows (Kish 1965, section 11.7; 1992)."""
        return self.total**2 / float((self.g**2 * self.cells.squares).sum())

    @property
    def design_effect(self) -> float:
        """Kish's design effect of weighting, n sum w^2 / (sum w)^2 = 1 + squared coefficient of variation."""
        return self.cells.n / self.effective_n

    @property
    def smallest(self) -> float:
        """The least weight of a row."""
        return float(np.minimum(self.g * self.cells.smallest, self.g * self.cells.largest).min())

    @property
    def largest(self) -> float:
        """The largest weight of a row."""
        return float(np.maximum(self.g * self.cells.smallest, self.g * self.cells.largest).max())

    @property
    def negative_rows(self) -> int:
        """Rows whose weight is not above zero; possible with linear calibration only."""
        return int(self.cells.rows[self.g <= 0].sum())

    def table(self) -> pa.Table:
        """The weights as a table with one row per cell.

        Columns: the variables (text), rows, g, and weight, the mean weight of the cell's rows (that of every row where
        rows had no initial weights). Rows counts people: restricted until it has passed disclosure control.
        """
        cells = self.cells
        columns: dict[str, pa.Array] = {
            name: pa.DictionaryArray.from_arrays(code, pa.array(known, pa.string())).dictionary_decode()
            for name, known, code in zip(cells.variables, cells.categories, cells.codes, strict=True)
        }
        return pa.table(columns | {"rows": cells.rows, "g": self.g, "weight": self.final / cells.rows})

    def attach(self, frame: nw.LazyFrame[Any], name: str, *, cell: str = "") -> nw.LazyFrame[Any]:
        """The frame with the weight of every row as a further column, still lazy: a join with the cells.

        name: the new column, Float64; null for a row that is in none of the cells. cell: a second new column with the
        number of the row's cell, Int64, "" for none.
        """
        return attached(frame, self.cells, self.g, name, cell)

    def check_covers(self, frame: nw.LazyFrame[Any]) -> None:
        """Raises Refusal "weighting-rows-not-covered" if rows of the frame are in none of the cells."""
        weighted = self.attach(frame.select(*_used(self.cells)), "_weight")
        lacking = (
            weighted.filter(nw.col("_weight").is_null()).select(nw.len().alias("n")).collect("pyarrow").item(0, "n")
        )
        if lacking:
            raise refusal(
                "weighting-rows-not-covered",
                f"{lacking} rows have no weight: nobody like them was there when the weights were made.",
                where="sample",
                do="Make the weights again from all rows.",
            )

    def calibrated(self) -> Calibrated:
        """What a variance must know of these weights."""
        margins = tuple(target.margin.variables for target in self.targets)
        return Calibrated(self.cells, self.g, margins, tuple(target.totals for target in self.targets))


def _used(cells: SampleCells) -> list[str]:
    return list(dict.fromkeys([*cells.variables, *([cells.weight_column] if cells.weight_column else ())]))


def design_weights(cells: SampleCells) -> CellWeights:
    """The initial weights as they are, with nothing met: for their design effect, for trimming, for a table."""
    return CellWeights(cells, np.ones(len(cells)), (), "design weights", Convergence(0, 0.0, 0.0, ""))
