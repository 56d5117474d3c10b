"""Plan to bundle at 10 and 100 thousand contributions, beside the same tables in pandas.

Prints one JSON line per comparison: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb. `production/N` compares
the whole run with pandas, which reads the same file and makes the same tables, unprotected and unweighted, without
consent, checks, errors, report or signature. The lines below it are the stages of our run, which have no peer there.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pandas_tables import tables

from nyhavn.chain.production import produce_release

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "services-for-all"
ROWS = (10_000, 100_000)
RUNS = 3
CLEAR_PEAK = "5"  # Linux: writing 5 to clear_refs sets the peak of resident memory back to the present one


def peak_mb() -> float:
    """Peak of resident memory since it was last set back, MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


class Stages:
    """Seconds and peak memory of each stage, as the run reports them."""

    def __init__(self) -> None:
        self.began, self.last = time.perf_counter(), ""
        self.found: dict[str, tuple[float, float]] = {}

    def __call__(self, stage: str, _done: int, _of: int) -> None:
        """Takes the time and the peak at every step of a stage."""
        now = time.perf_counter()
        if stage != self.last:
            Path("/proc/self/clear_refs").write_text(CLEAR_PEAK, encoding="ascii")
            self.began, self.last = now, stage
        self.found[stage] = (now - self.began, peak_mb())


def ours(folder: Path) -> dict[str, tuple[float, float]]:
    """One run of the chain: seconds and peak memory in all and by stage."""
    stages, start = Stages(), time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        out, log = Path(scratch) / "out", Path(scratch) / "log"
        produce_release(folder / "plan.toml", out=out, data=folder, log=log, step=stages)
    highest = max(peak for _, peak in stages.found.values())
    return {"": (time.perf_counter() - start, highest), **stages.found}


def theirs(folder: Path) -> dict[str, tuple[float, float]]:
    """One run of the same tables in pandas: seconds and peak memory."""
    start = time.perf_counter()
    tables(folder)
    return {"": (time.perf_counter() - start, peak_mb())}


def measured(who: str, folder: Path) -> dict[str, tuple[float, float]]:
    """One run in a process of its own, so that memory is not shared."""
    command = [sys.executable, __file__, who, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: tuple(pair) for name, pair in json.loads(run.stdout).items()}


def line(name: str, mine: list[tuple[float, float]], peer: list[tuple[float, float]]) -> str:
    """One comparison as JSON. Medians."""
    seconds = statistics.median(second for second, _ in mine)
    other = statistics.median(second for second, _ in peer) if peer else None
    return json.dumps(
        {
            "name": name,
            "ours": round(seconds, 3),
            "peer": round(other, 3) if other is not None else None,
            "ratio": round(other / seconds, 3) if other is not None else None,
            "unit": "s",
            "runs": len(mine),
            "peak_mb": round(statistics.median(peak for _, peak in mine)),
            "peer_peak_mb": round(statistics.median(peak for _, peak in peer)) if peer else None,
        }
    )


def contributions(rows: int, folder: Path) -> Path:
    """The example initiative with so many contributions."""
    shutil.copytree(EXAMPLE, folder)
    script = folder / "make_contributions.py"
    subprocess.run(
        [sys.executable, str(script), "--rows", str(rows), "--out", str(folder)], check=True, capture_output=True
    )
    return folder


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as scratch:
        for rows in ROWS:
            folder = contributions(rows, Path(scratch) / str(rows))
            mine = [measured("ours", folder) for _ in range(RUNS)]
            peer = [measured("theirs", folder) for _ in range(RUNS)]
            print(line(f"production/{rows}", [run[""] for run in mine], [run[""] for run in peer]), flush=True)
            for stage in filter(None, mine[0]):
                print(line(f"production/{rows}/{stage}", [run[stage] for run in mine], []), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps({"ours": ours, "theirs": theirs}[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
