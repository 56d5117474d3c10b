"""k-anonymity, l-diversity and t-closeness of records, from a Parquet file, beside pycanon.

Prints one JSON line per size: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb, and the seconds of the parts
of both. A ratio is given only where both found the same k, l and t. `risk/growth/N` is ours alone. Each reads the file
itself, and reading counts. Peak memory is above that of the process after its imports.

--quick: few records, one run, and pycanon only if its environment is there already.
"""

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from measuring import Run, in_own_process, median
from peer_environments import HOME, PEERS, ROOT, peer_python, peer_version
from risk_data import SEED, records_file

HERE = Path(__file__).resolve().parent
PEER = "pycanon"
COMPARED, GROWN, RUNS = 1_000_000, 10_000_000, 5
QUICK, QUICK_GROWN = 20_000, 40_000
SAME = 1e-9  # of t, which is a sum of fractions
Levels = Mapping[str, float]


def are_same(ours: Levels, theirs: Levels) -> bool:
    """Whether both found the same k, l and t."""
    return ours.keys() == theirs.keys() and all(math.isclose(ours[name], theirs[name], rel_tol=SAME) for name in ours)


def line(name: str, mine: Sequence[Run], theirs: Sequence[Run] = (), found: Sequence[Levels] = ()) -> str:
    """One comparison as JSON, of medians. found: k, l and t of every run of both."""
    ours, other = median(mine), median(theirs) if theirs else None
    agree = bool(theirs) and all(are_same(found[0], each) for each in found)
    said: dict[str, object] = {
        "name": name,
        "ours": round(ours, 4),
        "peer": round(other, 3) if other is not None else None,
        "ratio": round(other / ours, 1) if other is not None and agree else None,
        "unit": "s",
        "runs": len(mine),
        "peak_mb": round(median(mine, lambda run: run.peak_mb)),
        "found": dict(found[0]) if found else None,
    }
    said |= {part: round(_part(mine, part), 4) for part, _ in mine[0].parts}
    if theirs:
        said |= {
            "peer_name": f"{PEER} {peer_version(PEER)}",
            "peer_peak_mb": round(median(theirs, lambda run: run.peak_mb)),
            "peer_runs": len(theirs),
            "peer_agrees": agree,
        }
        said |= {f"peer_{part}": round(_part(theirs, part), 3) for part, _ in theirs[0].parts}
    return json.dumps(said)


def _part(runs: Sequence[Run], part: str) -> float:
    return median(runs, lambda run: dict(run.parts)[part])


def peer(*, quick: bool) -> str:
    """The Python of pycanon, "" where it cannot be had."""
    if quick and not (HOME / PEER / "made-from").exists():
        print(f"{PEER}: left out, its environment is not there", file=sys.stderr)
        return ""
    try:
        return peer_python(PEER)
    except subprocess.CalledProcessError:
        print(f"{PEER}: left out, its versions cannot be installed here", file=sys.stderr)
        return ""


def compare(rows: int, runs: int, python: str, folder: Path) -> None:
    """Ours and pycanon in turn, so that what else the machine does falls on both alike."""
    records, out = records_file(folder / f"{SEED}-{rows}.parquet", rows), folder / "found.json"
    mine: list[Run] = []
    theirs: list[Run] = []
    found: list[Levels] = []
    for _ in range(runs):
        mine.append(in_own_process(HERE / "risk_ours.py", str(records), str(out)))
        found.append(json.loads(out.read_text(encoding="ascii")))
        if python:
            theirs.append(in_own_process(PEERS / "risk_pycanon.py", str(records), str(out), python=python))
            found.append(json.loads(out.read_text(encoding="ascii")))
    print(line(f"risk/{rows}", mine, theirs, found), flush=True)


def grow(rows: int, runs: int, folder: Path) -> None:
    """Ours alone."""
    records, out = records_file(folder / f"{SEED}-{rows}.parquet", rows), folder / "found.json"
    mine = [in_own_process(HERE / "risk_ours.py", str(records), str(out)) for _ in range(runs)]
    print(line(f"risk/growth/{rows}", mine, found=[json.loads(out.read_text(encoding="ascii"))]), flush=True)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    folder = ROOT / "out" / "benchmarks" / "risk"
    folder.mkdir(parents=True, exist_ok=True)
    compare(QUICK if quick else COMPARED, 1 if quick else RUNS, peer(quick=quick), folder)
    grow(QUICK_GROWN if quick else GROWN, 1 if quick else RUNS, folder)


if __name__ == "__main__":
    main()
