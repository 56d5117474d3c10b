"""What every peer's run is made of: load and rake, measured together; then how well its weights meet the margins."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow.dataset  # noqa: F401 (imported at the first file that is read; an import is not the work)
import pyarrow.parquet as pq
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measuring import Run, measure, say
from raking_data import VARIABLES, margin_error, read_margins

Margins = Mapping[str, Mapping[int, float]]


def run(rake: Callable[[Path, Margins], NDArray[np.float64]]) -> None:
    """Measure `rake`: from the path of a Parquet file and the totals to the weight of each row."""
    sample, margins = Path(sys.argv[1]), Path(sys.argv[2])
    totals = read_margins(margins)
    weight, seconds, peak = measure(lambda: rake(sample, totals))
    table = pq.read_table(sample)
    codes = {name: table.column(name).to_numpy() for name in VARIABLES}
    say(Run(seconds, peak, margin_error(codes, np.asarray(weight, dtype=np.float64), margins)))


def shares(margins: Margins) -> dict[str, dict[int, float]]:
    """The margins as shares of the population."""
    return {name: {code: t / sum(totals.values()) for code, t in totals.items()} for name, totals in margins.items()}
