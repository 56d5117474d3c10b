"""One run of ours: a frame of DuckDB over the file, collapsed to cells; then k, l and t from the cells."""

import json
import sys
import time
from pathlib import Path

import duckdb
import narwhals as nw
import narwhals._arrow.dataframe  # noqa: F401 (narwhals imports it at the first frame; an import is not the work)
import narwhals._duckdb.dataframe  # noqa: F401 (likewise)
import narwhals._duckdb.group_by  # noqa: F401 (likewise)
import narwhals._duckdb.namespace  # noqa: F401 (likewise)
import narwhals.group_by  # noqa: F401 (likewise)
import pandas  # noqa: F401 (Arrow imports it at its first conversion, where it is installed; an import is not the work)
import pyarrow.compute  # noqa: F401 (likewise)
from measuring import Run, measure, say
from risk_data import KEYS, SENSITIVE

from nyhavn.engine.confidentiality.microdata import Assessment, assess, collapse


def assessed(records: Path) -> tuple[Assessment, float, float]:
    """The assessment, and the seconds that went into opening DuckDB, and into reading and counting."""
    start = time.perf_counter()
    with duckdb.connect() as connection:
        opened = time.perf_counter()
        frame = nw.from_native(connection.read_parquet(str(records))).lazy()
        cells = collapse(frame, KEYS, sensitive=[SENSITIVE])
    counted = time.perf_counter()
    return assess(cells).assessment, opened - start, counted - opened


def main() -> None:
    """Measures, writes what was found, and says."""
    records, out = Path(sys.argv[1]), Path(sys.argv[2])
    (found, opened, counted), seconds, peak = measure(lambda: assessed(records))
    (sensitive,) = found.sensitive
    levels = {"k": found.least, "l": sensitive.diversity.distinct, "t": sensitive.closeness.equal}
    out.write_text(json.dumps(levels), encoding="ascii")
    parts = (("open", opened), ("collapse", counted), ("measures", seconds - opened - counted))
    say(Run(seconds, peak, parts=parts))


if __name__ == "__main__":
    main()
