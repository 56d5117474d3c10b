"""Invented answers for tabulation: four breakdowns in text (3,060 groups), a district, an income and a weight."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = {"region": 17, "gender": 2, "age": 18, "functioning": 5}  # 17 x 2 x 18 x 5 = 3,060
DISTRICTS, ANSWERED = 412, 0.95
SEED, PART = 20261125, 1_000_000
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in KEYS),
        ("district", pa.string()),
        ("income", pa.float64()),
        ("weight", pa.float64()),
    ]
)


def answers_file(path: Path, rows: int) -> Path:
    """A Parquet file of so many people, written in parts to spare memory. Kept if it is there."""
    if path.exists():
        return path
    random = np.random.default_rng(SEED)
    partial = path.with_suffix(".partial")
    with pq.ParquetWriter(partial, SCHEMA) as file:
        for start in range(0, rows, PART):
            file.write_table(_part(random, min(PART, rows - start)))
    partial.rename(path)
    return path


def _part(random: np.random.Generator, rows: int) -> pa.Table:
    columns = {name: _codes(random, name, levels, rows) for name, levels in {**KEYS, "district": DISTRICTS}.items()}
    income = np.round(random.lognormal(7, 0.6, rows), 2)
    columns["income"] = pa.array(income, mask=random.random(rows) > ANSWERED)
    columns["weight"] = pa.array(random.integers(50, 400, rows) / 100)
    return pa.table(columns, schema=SCHEMA)


def _codes(random: np.random.Generator, name: str, levels: int, rows: int) -> pa.Array:
    """Codes such as "age_07", the first ones more frequent."""
    drawn = (random.random(rows) ** 1.3 * levels).astype(np.int32)
    codes = pa.array([f"{name}_{level:02d}" for level in range(levels)])
    return codes.take(pa.array(drawn))
