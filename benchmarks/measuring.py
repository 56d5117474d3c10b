"""Time and memory of a piece of work, measured in a process of its own. Standard library only: peers use it too."""

import gc
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

CLEAR_PEAK = "5"  # Linux: writing 5 to clear_refs sets the peak of resident memory back to the present one
Result = TypeVar("Result")


@dataclass(frozen=True)
class Run:
    """One run. seconds: of the work. peak_mb: most resident memory above that before the work, so without imports.

    error: how far the result misses what was asked. parts: seconds of named parts.
    """

    seconds: float
    peak_mb: float
    error: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()


def resident_mb(which: str) -> float:
    """Resident memory of this process, MB; which: "VmRSS" now, "VmHWM" the peak since it was last set back."""
    found = re.search(rf"{which}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else 0.0


def measure(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """The result, the seconds it took and the memory it needed, MB."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text(CLEAR_PEAK, encoding="ascii")
    before, start = resident_mb("VmRSS"), time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    return result, seconds, resident_mb("VmHWM") - before


def say(run: Run) -> None:
    """Hand a run to the process that asked for it: its last line of output."""
    print(json.dumps(asdict(run)), flush=True)


def in_own_process(script: Path, *arguments: str, python: str = sys.executable, limit: float | None = None) -> Run:
    """One run of a script that ends with `say`. limit: seconds before it is ended (subprocess.TimeoutExpired)."""
    command = [python, str(script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=limit)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(**{**found, "parts": tuple((name, seconds) for name, seconds in found["parts"])})


def median(runs: Sequence[Run], of: Callable[[Run], float] = lambda run: run.seconds) -> float:
    """The median over runs, of seconds or of something else."""
    return statistics.median(of(run) for run in runs)
