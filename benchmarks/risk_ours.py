"""One run of ours: a frame of DuckDB over the file, collapsed to cells; then k, l and t from the cells."""

import json
import sys
import time
from pathlib import Path

import duckdb
import narwhals as nw
import pandas  # noqa: F401 (Arrow imports it at its first conversion, where it is installed; an import is not the work)
import pyarrow.compute  # noqa: F401 (likewise)
from measuring import Run, measure, say
from risk_data import KEYS, SENSITIVE

from nyhavn.engine.confidentiality.microdata import Assessment, assess, collapse


def assessed(records: Path) -> tuple[Assessment, float]:
    """The assessment, and the seconds that went into reading and counting."""
    start = time.perf_counter()
    with duckdb.connect() as connection:
        frame = nw.from_native(connection.read_parquet(str(records))).lazy()
        cells = collapse(frame, KEYS, sensitive=[SENSITIVE])
    counted = time.perf_counter() - start
    return assess(cells).assessment, counted


def main() -> None:
    """Measures, writes what was found, and says."""
    records, out = Path(sys.argv[1]), Path(sys.argv[2])
    (found, counted), seconds, peak = measure(lambda: assessed(records))
    (sensitive,) = found.sensitive
    levels = {"k": found.least, "l": sensitive.diversity.distinct, "t": sensitive.closeness.equal}
    out.write_text(json.dumps(levels), encoding="ascii")
    say(Run(seconds, peak, parts=(("collapse", counted), ("measures", seconds - counted))))


if __name__ == "__main__":
    main()
