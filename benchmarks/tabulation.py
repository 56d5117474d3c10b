"""Tables of an income by four breakdowns (3,060 groups) from a Parquet file, beside pandas reading the same file.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb. `tabulation/N`: count,
sum and mean at N people beside pandas' group-by on texts; `tabulation/N/categories`: beside pandas that reads the keys
as categories. `tabulation/errors/N` has no peer: the same weighted, with standard errors, intervals, design effects and
flags. `tabulation/growth/N`: ours alone. error: largest relative difference of any figure from the peer's. Peak memory
is above that of the process after its imports. --quick: few people, one run.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from measuring import Run, in_own_process, median
from tabulation_data import KEYS, SEED, answers_file

HERE = Path(__file__).resolve().parent
RUNS, COMPARED, GROWN = 5, (1_000_000, 10_000_000), 100_000_000
QUICK, QUICK_GROWN = 20_000, 40_000


def line(name: str, mine: Sequence[Run], theirs: Sequence[Run] = (), error: float | None = None) -> str:
    """One comparison as JSON. Medians."""
    ours, other = median(mine), median(theirs) if theirs else None
    peak = median(mine, lambda run: run.peak_mb)
    peak_there = median(theirs, lambda run: run.peak_mb) if theirs else None
    return json.dumps(
        {
            "name": name,
            "ours": round(ours, 3),
            "peer": round(other, 3) if other is not None else None,
            "ratio": round(other / ours, 2) if other is not None else None,
            "unit": "s",
            "runs": len(mine),
            "peak_mb": round(peak),
            "peer_peak_mb": round(peak_there) if peak_there is not None else None,
            "memory_ratio": round(peak_there / peak, 1) if peak_there is not None and peak > 0 else None,
            "error": error,
        }
    )


def difference(one: Path, other: Path) -> float:
    """Largest relative difference between two tables of the same groups. Raises ValueError for other groups."""
    tables = [pq.read_table(path) for path in (one, other)]
    if not all(tables[0][name].equals(tables[1][name]) for name in KEYS):
        raise ValueError("The two tables are of different groups.")
    worst = 0.0
    for name in ("size", "sum", "mean"):
        left, right = (np.asarray(table[name].to_numpy(), dtype=np.float64) for table in tables)
        worst = max(worst, float(np.max(np.abs(left - right) / np.maximum(np.abs(right), 1e-300))))
    return worst


def run(who: str, answers: Path, folder: Path) -> Run:
    """One run in a process of its own."""
    return in_own_process(HERE / "tabulation_runs.py", who, str(answers), str(folder / f"{who}.parquet"))


def compare(rows: int, runs: int, folder: Path) -> None:
    """Ours and both ways of pandas in turn, so that what else the machine does falls on all alike."""
    answers = answers_file(folder / f"{SEED}-{rows}.parquet", rows)
    found: dict[str, list[Run]] = {"ours": [], "pandas": [], "categories": [], "errors": []}
    for _ in range(runs):
        for who, each in found.items():
            each.append(run(who, answers, folder))
    for name, peer in ((f"tabulation/{rows}", "pandas"), (f"tabulation/{rows}/categories", "categories")):
        error = difference(folder / "ours.parquet", folder / f"{peer}.parquet")
        print(line(name, found["ours"], found[peer], error), flush=True)
    print(line(f"tabulation/errors/{rows}", found["errors"]), flush=True)
    print(line(f"tabulation/growth/{rows}", found["ours"]), flush=True)


def grow(rows: int, runs: int, folder: Path) -> None:
    """Ours alone."""
    answers = answers_file(folder / f"{SEED}-{rows}.parquet", rows)
    print(line(f"tabulation/growth/{rows}", [run("ours", answers, folder) for _ in range(runs)]), flush=True)
    print(line(f"tabulation/errors/{rows}", [run("errors", answers, folder) for _ in range(runs)]), flush=True)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    folder = HERE.parent / "out" / "benchmarks" / "tabulation"
    folder.mkdir(parents=True, exist_ok=True)
    for rows in (QUICK,) if quick else COMPARED:
        compare(rows, 1 if quick else RUNS, folder)
    grow(QUICK_GROWN if quick else GROWN, 1 if quick else RUNS, folder)


if __name__ == "__main__":
    main()
