"""Invented records: four correlated, skewed quasi-identifiers and a sensitive variable. A fixed seed."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

LEVELS = {"region": 17, "age": 18, "sex": 2, "education": 5}  # 3,060 combinations
KEYS, SENSITIVE, VALUES = tuple(LEVELS), "illness", 10
SEED, SKEW, LEANING = 20261126, 0.5, 0.3


def records_file(path: Path, rows: int) -> Path:
    """A Parquet file of so many records: codes as whole numbers, the sensitive value as text. Kept if it is there."""
    if path.exists():
        return path
    random = np.random.default_rng(SEED)
    columns: dict[str, pa.Array] = {}
    lean = random.random(rows)  # high codes go together
    for name, levels in LEVELS.items():
        columns[name] = pa.array(_drawn(random, lean, levels).astype(np.int8))
    illnesses = pa.array([f"illness {number}" for number in range(VALUES)])
    columns[SENSITIVE] = illnesses.take(pa.array(_drawn(random, lean, VALUES)))
    partial = path.with_suffix(".partial")
    pq.write_table(pa.table(columns), partial)
    partial.rename(path)
    return path


def _drawn(random: np.random.Generator, lean: np.ndarray, levels: int) -> np.ndarray:
    shares = np.cumsum(random.lognormal(0, SKEW, levels))
    place = LEANING * lean + (1 - LEANING) * random.random(len(lean))
    return np.searchsorted(shares / shares[-1], place, side="right").clip(0, levels - 1)
