"""All quality checks of a file of 60 columns beside one full scan of the same file by DuckDB's SUMMARIZE.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours: 0.333 means that all checks cost as much as
three scans), unit, runs, peak_mb. Each run is a process of its own; medians; in turns with the peer, so that both meet
the same moments of the machine. `quality/N.csv` is the file as contributions arrive; ours reads it into memory, as the
chain does. `quality/N.parquet` is the same file scanned where it lies, as a million rows and as ten, which outgrow
memory. Peak memory is above that of the process after its imports. `--quick` measures once, with few rows, to see that
everything works.
"""

import json
import sys
import tempfile
from pathlib import Path

from measuring import Run, in_own_process, measure, median, say
from quality_checks import all_checks, summarize
from quality_data import write

HERE = Path(__file__).resolve()
ROWS, GROWTH, FEW, RUNS = 1_000_000, 10_000_000, 20_000, 3


def run(who: str, path: Path) -> Run:
    """One run in this process. parts: how many findings there were, or columns of the peer."""
    found, seconds, peak = measure(lambda: len(all_checks(path)) if who == "ours" else summarize(path))
    return Run(seconds, peak, parts=(("found", found),))


def compare(name: str, path: Path, runs: int) -> None:
    """One comparison as a JSON line. Medians."""
    mine, peer = [], []
    for _ in range(runs):
        mine.append(in_own_process(HERE, "ours", str(path)))
        peer.append(in_own_process(HERE, "peer", str(path)))
    ours, theirs = median(mine), median(peer)
    said = {"name": name, "ours": round(ours, 3), "peer": round(theirs, 3), "ratio": round(theirs / ours, 3)}
    said |= {"unit": "s", "runs": runs, "peak_mb": round(median(mine, lambda one: one.peak_mb))}
    said |= {"peer_peak_mb": round(median(peer, lambda one: one.peak_mb)), "found": int(dict(mine[0].parts)["found"])}
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
        say(run(sys.argv[1], Path(sys.argv[2])))
    else:
        main()
