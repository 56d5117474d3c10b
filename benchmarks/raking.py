"""Raking people to six margins to 1e-8, from a Parquet file to weights, beside the packages one would use instead.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb. `raking/N` compares
with the fastest peer that met the margins at N people; `raking/N/PEER` shows each, and one that did not meet them says
so and has no ratio. `raking/growth/N` is ours alone. Peak memory is above that of the process after its imports.

Not the same product: peers return a weight for each row in memory; ours returns weights of cells, joined to the rows
where they are used. --quick: few people, one run, and only those peers whose environments are there already.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from measuring import Run, in_own_process, median
from peer_environments import HOME, PEERS, ROOT, peer_python, peer_version
from raking_data import SEED, margins_file, sample_file
from raking_ours import TOLERANCE

HERE = Path(__file__).resolve().parent
NAMES = ("leafblower", "svy", "weightipy", "balance")
COMPARED, GROWN, RUNS = (1_000_000, 10_000_000), 100_000_000, 3
QUICK, QUICK_GROWN = 20_000, 40_000
LIMIT = 600.0  # seconds after which a peer is ended
ROUNDING = 1e-12  # the sums of weights are added up again here, in another order than a peer's


def is_converged(run: Run) -> bool:
    """Whether the weights meet every margin as closely as is asked of all."""
    return run.error <= TOLERANCE + ROUNDING


def fastest(runs: Mapping[str, Sequence[Run]]) -> str:
    """The fastest peer all of whose runs met the margins; "" if none did."""
    sound = {name: median(each) for name, each in runs.items() if each and all(map(is_converged, each))}
    return min(sound, key=lambda name: sound[name], default="")


def line(name: str, mine: Sequence[Run], peer: str = "", theirs: Sequence[Run] = ()) -> str:
    """One comparison as JSON: medians, and the largest margin error of any run."""
    ours, other = median(mine), median(theirs) if theirs else None
    sound = bool(theirs) and all(map(is_converged, theirs))
    peak = median(mine, lambda run: run.peak_mb)
    found: dict[str, object] = {
        "name": name,
        "ours": round(ours, 3),
        "peer": round(other, 3) if other is not None else None,
        "ratio": round(other / ours, 2) if other is not None and sound else None,
        "unit": "s",
        "runs": len(mine),
        "peak_mb": round(peak),
        "error": max(run.error for run in mine),
    }
    if theirs:
        peak_there = median(theirs, lambda run: run.peak_mb)
        found |= {
            "peer_name": f"{peer} {peer_version(peer)}",
            "peer_peak_mb": round(peak_there),
            "memory_ratio": round(peak_there / peak, 1) if peak else None,
            "peer_error": max(run.error for run in theirs),
            "peer_runs": len(theirs),
            "peer_converged": sound,
        }
    found |= {part: round(median(mine, lambda run, part=part: dict(run.parts)[part]), 3) for part, _ in mine[0].parts}
    return json.dumps(found)


def interpreters(*, quick: bool) -> dict[str, str]:
    """The Python of each peer that can be had here."""
    found = {}
    for name in NAMES:
        if quick and not (HOME / name / "made-from").exists():
            print(f"{name}: left out, its environment is not there", file=sys.stderr)
            continue
        try:
            found[name] = peer_python(name)
        except subprocess.CalledProcessError:
            print(f"{name}: left out, its versions cannot be installed here", file=sys.stderr)
    return found


def compare(rows: int, runs: int, peers: Mapping[str, str], folder: Path) -> None:
    """Ours and every peer in turn, so that what else the machine does falls on all alike."""
    sample, margins = sample_file(folder / f"{SEED}-{rows}.parquet", rows), margins_file(folder / "margins.json")
    files = (str(sample), str(margins))
    mine: list[Run] = []
    theirs: dict[str, list[Run]] = {name: [] for name in peers}
    for _ in range(runs):
        mine.append(in_own_process(HERE / "raking_ours.py", *files))
        for name, python in peers.items():
            try:
                theirs[name].append(in_own_process(PEERS / f"rake_{name}.py", *files, python=python, limit=LIMIT))
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
                print(f"{name} at {rows}: {_last_words(fault)}", file=sys.stderr)
    best = fastest(theirs)
    print(line(f"raking/{rows}", mine, best, theirs.get(best, ())), flush=True)
    print(line(f"raking/growth/{rows}", mine), flush=True)
    for name, each in theirs.items():
        if each:
            print(line(f"raking/{rows}/{name}", mine, name, each), flush=True)


def grow(rows: int, runs: int, folder: Path) -> None:
    """Ours alone."""
    sample, margins = sample_file(folder / f"{SEED}-{rows}.parquet", rows), margins_file(folder / "margins.json")
    mine = [in_own_process(HERE / "raking_ours.py", str(sample), str(margins)) for _ in range(runs)]
    print(line(f"raking/growth/{rows}", mine), flush=True)


def _last_words(fault: subprocess.CalledProcessError | subprocess.TimeoutExpired) -> str:
    if isinstance(fault, subprocess.TimeoutExpired):
        return f"not done after {LIMIT:.0f} s"
    return (fault.stderr or "").strip().rpartition("\n")[2] or "ended without a word"


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    folder = ROOT / "out" / "benchmarks" / "raking"
    folder.mkdir(parents=True, exist_ok=True)
    peers = interpreters(quick=quick)
    for rows in (QUICK,) if quick else COMPARED:
        compare(rows, 1 if quick else RUNS, peers, folder)
    grow(QUICK_GROWN if quick else GROWN, 1 if quick else RUNS, folder)


if __name__ == "__main__":
    main()
