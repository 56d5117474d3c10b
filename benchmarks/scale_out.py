"""What a cluster costs: the same tables computed in this process with DuckDB, and on a Spark cluster of this machine.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours: how many times longer the cluster takes),
unit, runs, peak_mb. `scale_out/N`: count, total and mean of an income by four breakdowns (3,060 groups) from a Parquet
file of N people, weighted, with standard errors; ours is DuckDB, the peer a real standalone cluster of two workers with
a core and 600 MB each, started here. Both are the product's own code: only the engine differs. `scale_out/start` has no
peer: the seconds until a session of the cluster is open. error: largest relative difference between the two. Runs in
the environment of `make test-spark`. --quick: few people, one run.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from measuring import measure
from tabulation_data import KEYS, SEED, answers_file

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.backends.session import Session
from nyhavn.engine.backends.spark import SparkSettings, open_spark
from nyhavn.engine.estimation import SurveyDesign, count, estimate, mean, total

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from engines.cluster import cluster  # noqa: E402  the cluster that the tests start

SIZES, RUNS, QUICK, WORKERS = (10_000, 100_000, 1_000_000, 10_000_000), 3, 20_000, 2


def tables(session: Session, path: Path) -> pa.Table:
    """The estimates, in the order of statistic and groups."""
    asked = (count(), total("income"), mean("income"))
    frame = session.parquet([str(path)])
    found = estimate(frame, SurveyDesign("weight"), asked, list(KEYS), with_margins=False)
    return found.sort_by([(name, "ascending") for name in ("statistic", *KEYS)])


def difference(one: pa.Table, other: pa.Table) -> float:
    """Largest relative difference of a figure or a standard error. Raises ValueError for other groups."""
    if not all(one[name].equals(other[name]) for name in ("statistic", *KEYS)):
        raise ValueError("The two tables are of different groups.")
    worst = 0.0
    for name in ("value", "standard_error"):
        left, right = (np.nan_to_num(table[name].to_numpy().astype(np.float64)) for table in (one, other))
        worst = max(worst, float(np.max(np.abs(left - right) / np.maximum(np.abs(right), 1e-300))))
    return worst


def timed(work: Callable[[], pa.Table]) -> tuple[pa.Table, float]:
    """The result, and the seconds it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def compare(rows: int, runs: int, here: Session, there: Session) -> None:
    """Both in turn, so that what else the machine does falls on both alike. Medians."""
    folder = ROOT / "out" / "benchmarks" / "tabulation"
    folder.mkdir(parents=True, exist_ok=True)
    path = answers_file(folder / f"{SEED}-{rows}.parquet", rows)
    ours, peer, peaks, worst = [], [], [], 0.0
    for _ in range(runs):
        mine, seconds, peak = measure(lambda: tables(here, path))
        theirs, seconds_there = timed(lambda: tables(there, path))
        ours.append(seconds)
        peer.append(seconds_there)
        peaks.append(peak)
        worst = max(worst, difference(mine, theirs))
    one, other = statistics.median(ours), statistics.median(peer)
    said = {"name": f"scale_out/{rows}", "ours": round(one, 3), "peer": round(other, 3), "ratio": round(other / one, 1)}
    said |= {"unit": "s", "runs": runs, "peak_mb": round(statistics.median(peaks)), "error": worst}
    print(json.dumps(said), flush=True)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    with cluster(WORKERS, settings="") as started, open_session() as here:
        os.environ["SPARK_CONF_DIR"] = str(started.conf)
        begin = time.perf_counter()
        with open_spark(SparkSettings(master=started.master)) as there:
            opened = round(time.perf_counter() - begin, 3)
            start = {"name": "scale_out/start", "ours": opened, "peer": None, "ratio": None, "unit": "s", "runs": 1}
            print(json.dumps(start | {"peak_mb": None}), flush=True)
            # What either side loads at its first use is loaded before a clock starts.
            few = answers_file(ROOT / "out" / "benchmarks" / "few.parquet", 1_000)
            for session in (here, there):
                tables(session, few)
            for rows in (QUICK,) if quick else SIZES:
                compare(rows, 1 if quick else RUNS, here, there)


if __name__ == "__main__":
    main()
