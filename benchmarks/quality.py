"""All quality checks of a file of 60 columns beside one full scan of the same file by DuckDB's SUMMARIZE.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours: 0.333 means that all checks cost as much as
three scans), unit, runs, peak_mb. Each run is a process of its own; medians; in turns with the peer, so that both meet
the same moments of the machine. `quality/N.csv` is the file as contributions arrive; ours reads it into memory, as the
chain does. `quality/N.parquet` is the same file scanned where it lies, as a million rows and as ten, which outgrow
memory. `--quick` measures once, with few rows, to see that everything works.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quality_checks import all_checks, summarize
from quality_data import write

ROWS, GROWTH, FEW, RUNS = 1_000_000, 10_000_000, 20_000, 3
KB_IN_MB = 1024


def run(who: str, path: Path) -> dict[str, float]:
    """One run in this process: seconds after imports, peak memory, and how much was found."""
    start = time.perf_counter()
    found = len(all_checks(path)) if who == "ours" else summarize(path)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_IN_MB
    return {"seconds": seconds, "peak_mb": peak, "found": found}


def measured(who: str, path: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, who, str(path)]
    return dict(json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


def compare(name: str, path: Path, runs: int) -> None:
    """One comparison as a JSON line. Medians."""
    mine, peer = [], []
    for _ in range(runs):
        mine.append(measured("ours", path))
        peer.append(measured("peer", path))
    ours, theirs = (statistics.median(one["seconds"] for one in side) for side in (mine, peer))
    said = {"name": name, "ours": round(ours, 3), "peer": round(theirs, 3), "ratio": round(theirs / ours, 3)}
    said |= {"unit": "s", "runs": runs, "peak_mb": round(statistics.median(one["peak_mb"] for one in mine))}
    said |= {"peer_peak_mb": round(statistics.median(one["peak_mb"] for one in peer)), "found": mine[0]["found"]}
    print(json.dumps(said), flush=True)


def main() -> None:
    """Measures and prints."""
    is_quick = "--quick" in sys.argv
    rows, runs = (FEW, 1) if is_quick else (ROWS, RUNS)
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch) / f"{rows}.csv", Path(scratch) / f"{rows}.parquet"
        write(rows, *files)
        for file in files:
            compare(f"quality/{file.name}", file, runs)
            file.unlink()
        if not is_quick:
            grown = Path(scratch) / f"{GROWTH}.parquet"
            write(GROWTH, grown)
            compare(f"quality/{grown.name}", grown, 1)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
