"""pycanon: k_anonymity, l_diversity and t_closeness of a frame of pandas, read from the same file."""

import json
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet  # noqa: F401 (imported at the first file that is read; an import is not the work)
from pycanon import anonymity

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measuring import Run, measure, say

KEYS, SENSITIVE = ["region", "age", "sex", "education"], ["illness"]


def assessed(records: Path) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """k, l and t, and the seconds of each part."""
    found, parts = {}, []
    start = time.perf_counter()
    frame = pd.read_parquet(records)
    parts.append(("read", time.perf_counter() - start))
    for name, work in (
        ("k", lambda: int(anonymity.k_anonymity(frame, KEYS))),
        ("l", lambda: int(anonymity.l_diversity(frame, KEYS, SENSITIVE))),
        ("t", lambda: float(anonymity.t_closeness(frame, KEYS, SENSITIVE))),
    ):
        start = time.perf_counter()
        found[name] = work()
        parts.append((name, time.perf_counter() - start))
    return found, parts


(levels, parts), seconds, peak = measure(lambda: assessed(Path(sys.argv[1])))
Path(sys.argv[2]).write_text(json.dumps(levels), encoding="ascii")
say(Run(seconds, peak, parts=tuple(parts)))
