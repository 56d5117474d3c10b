"""Invented people by four breakdowns (3,060 groups), of which some are small, and the order for their table."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = {"region": 17, "gender": 2, "age": 18, "functioning": 5}  # 17 x 2 x 18 x 5 = 3,060
SMALL, MEAN_OF_SMALL = 150, 5.0  # groups about which hardly anybody is in the file
SEED, PART = 20261126, 1_000_000


def codes(name: str) -> list[str]:
    """Codes such as "age_07"."""
    return [f"{name}_{level:02d}" for level in range(KEYS[name])]


def people_file(path: Path, rows: int) -> Path:
    """A Parquet file of so many people, written in parts. Kept if it is there."""
    if path.exists():
        return path
    random = np.random.default_rng(SEED)
    shares = random.lognormal(0, 0.5, int(np.prod(list(KEYS.values()))))
    small = random.choice(len(shares), SMALL, replace=False)
    shares[small] = 0.0
    shares = shares / shares.sum() * (1 - SMALL * MEAN_OF_SMALL / rows)
    shares[small] = MEAN_OF_SMALL / rows
    partial = path.with_suffix(".partial")
    schema = pa.schema([(name, pa.string()) for name in KEYS])
    with pq.ParquetWriter(partial, schema) as file:
        for start in range(0, rows, PART):
            cells = random.choice(len(shares), min(PART, rows - start), p=shares)
            places = np.unravel_index(cells, list(KEYS.values()))
            columns = [pa.array(codes(name)).take(pa.array(at)) for name, at in zip(KEYS, places, strict=True)]
            file.write_table(pa.table(columns, schema=schema))
    partial.rename(path)
    return path


def order_file(path: Path, people: Path) -> Path:
    """The order: one table by all four breakdowns, minimum frequency ten."""
    lines = ['title = "People by region, gender, age and functioning"', "[rows]", f'file = "{people.name}"']
    for name in KEYS:
        lines += ["[[breakdown]]", f'id = "{name}"', f"codes = {codes(name)}"]
    lines += ["[[table]]", 'id = "people"', f"by = {list(KEYS)}"]
    lines += ["[policy]", 'version = "1"', 'based_on = ""', "frequency = { fewest = 10 }"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
