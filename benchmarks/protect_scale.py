"""From ten million rows to a protected table by four breakdowns (3,060 groups), beside pandas for the counting.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb; parts: seconds of
counting, and of protecting and writing. hidden, sensitive: cells of 6,156 with margins; same: whether both sides hide
the same cells. The evidence is in the time: the proof of each hidden cell is checked. Peak memory is above that of the
process after its imports. --quick: few people, one run.
"""

import argparse
import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from measuring import Run, in_own_process, median
from protect_data import SEED, people_file

HERE = Path(__file__).resolve().parent
RUNS, ROWS, QUICK = 5, 10_000_000, 300_000


def parts(runs: Sequence[Run]) -> dict[str, float]:
    """Medians of the named parts."""
    names = [name for name, _ in runs[0].parts]
    return {name: round(median(runs, lambda run, name=name: dict(run.parts)[name]), 3) for name in names}


def hidden(folder: Path) -> list[str]:
    """The codes of the hidden cells."""
    with (folder / "tables" / "people.csv").open(encoding="utf-8", newline="") as stream:
        return [" ".join(line[:-2]) for line in csv.reader(stream) if line[-1] == "suppressed"]


def sensitive(folder: Path) -> int:
    """How many cells are hidden for themselves."""
    with (folder / "restricted" / "hidden.csv").open(encoding="utf-8", newline="") as stream:
        return sum(line["hidden_for"] != "the sake of others" for line in csv.DictReader(stream))


def line(rows: int, mine: Sequence[Run], theirs: Sequence[Run], folder: Path) -> str:
    """The comparison as JSON. Medians."""
    ours, peer = median(mine), median(theirs)
    memory = median(mine, lambda run: run.peak_mb), median(theirs, lambda run: run.peak_mb)
    lost = hidden(folder / "ours")
    return json.dumps(
        {
            "name": f"protect-scale/{rows}",
            "ours": round(ours, 3),
            "peer": round(peer, 3),
            "ratio": round(peer / ours, 2),
            "unit": "s",
            "runs": len(mine),
            "peak_mb": round(memory[0]),
            "peer_peak_mb": round(memory[1]),
            "parts": parts(mine),
            "peer_parts": parts(theirs),
            "sensitive": sensitive(folder / "ours"),
            "hidden": len(lost),
            "same": lost == hidden(folder / "pandas"),
        }
    )


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    folder = HERE.parent / "out" / "benchmarks" / "protect"
    folder.mkdir(parents=True, exist_ok=True)
    rows = QUICK if quick else ROWS
    people = people_file(folder / f"{SEED}-{rows}.parquet", rows)
    found: dict[str, list[Run]] = {"ours": [], "pandas": []}
    for _ in range(1 if quick else RUNS):
        for who, each in found.items():
            shutil.rmtree(folder / who, ignore_errors=True)
            each.append(in_own_process(HERE / "protect_runs.py", who, str(people), str(folder)))
    print(line(rows, found["ours"], found["pandas"], folder), flush=True)


if __name__ == "__main__":
    main()
