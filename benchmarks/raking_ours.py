"""One run of ours: a frame of DuckDB over the file, collapsed and raked; then how well its weights meet the margins."""

import sys
import time
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pandas  # noqa: F401 (Arrow imports it at its first conversion, where it is installed; an import is not the work)
import pyarrow.compute  # noqa: F401 (likewise)
from measuring import Run, measure, say
from raking_data import VARIABLES, margin_error, read_margins

from nyhavn.engine.weighting import CellWeights, Margin, collapse, one_way, rake

TOLERANCE = 1e-8


def weights(sample: Path, margins: tuple[Margin, ...]) -> tuple[CellWeights, float]:
    """The weights, and the seconds that went into reading and counting."""
    start = time.perf_counter()
    with duckdb.connect() as connection:
        cells = collapse(nw.from_native(connection.read_parquet(str(sample))).lazy(), VARIABLES)
    counted = time.perf_counter() - start
    return rake(cells, margins, tolerance=TOLERANCE), counted


def main() -> None:
    """Measures and says."""
    sample, file = Path(sys.argv[1]), Path(sys.argv[2])
    totals = read_margins(file)
    margins = tuple(one_way(name, {str(code): total for code, total in by.items()}) for name, by in totals.items())
    (found, counted), seconds, peak = measure(lambda: weights(sample, margins))
    table = found.table()
    codes = {name: np.array(table.column(name).to_pylist(), dtype=np.int8) for name in VARIABLES}
    of_cells = table.column("weight").to_numpy() * table.column("rows").to_numpy()
    parts = (("collapse", counted), ("rake", seconds - counted))
    say(Run(seconds, peak, margin_error(codes, of_cells, file), parts))


if __name__ == "__main__":
    main()
