"""Invented samples for raking: six correlated, skewed variables, and population margins that differ from them.

Fixed seeds; a file of any size is written in parts, so that making it needs little memory.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

LEVELS = (2, 18, 17, 6, 10, 5)  # such as sex, five-year ages, regions, education, work, size of place
VARIABLES = tuple(f"m{place}" for place in range(len(LEVELS)))
SEED, PART = 20261125, 1_000_000
SKEW = 0.5  # standard deviation of the logarithm of the shares of a variable's categories
CORRELATION = 0.4  # strength by which high codes go together
SHIFT = 0.3  # standard deviation of the logarithm of population share / sample share
POPULATION = 50_000_000


def sample_file(path: Path, rows: int) -> Path:
    """A Parquet file of so many people, one whole-number code for each variable. Kept if it is there."""
    if path.exists():
        return path
    chances, random = np.cumsum(_chances().ravel()), np.random.default_rng(SEED)
    partial = path.with_suffix(".partial")
    with pq.ParquetWriter(partial, pa.schema([(name, pa.int8()) for name in VARIABLES])) as file:
        for start in range(0, rows, PART):
            drawn = random.random(min(PART, rows - start)) * chances[-1]
            codes = np.unravel_index(np.searchsorted(chances, drawn, side="right"), LEVELS)
            file.write_table(pa.table({n: pa.array(c.astype(np.int8)) for n, c in zip(VARIABLES, codes, strict=True)}))
    partial.rename(path)
    return path


def margins_file(path: Path) -> Path:
    """Population totals of each variable by code, as JSON."""
    chances, random = _chances(), np.random.default_rng(SEED + 1)
    margins = {}
    for place, (name, levels) in enumerate(zip(VARIABLES, LEVELS, strict=True)):
        others = tuple(axis for axis in range(len(LEVELS)) if axis != place)
        shares = chances.sum(axis=others) * random.lognormal(0, SHIFT, levels)
        margins[name] = dict(zip(map(str, range(levels)), (POPULATION * shares / shares.sum()).tolist(), strict=True))
    path.write_text(json.dumps(margins), encoding="utf-8")
    return path


def read_margins(path: Path) -> dict[str, dict[int, float]]:
    """Population totals of each variable by code."""
    named = json.loads(path.read_text(encoding="utf-8"))
    return {name: {int(code): total for code, total in totals.items()} for name, totals in named.items()}


def margin_error(codes: Mapping[str, NDArray[np.int8]], weight: NDArray[np.float64], margins: Path) -> float:
    """Largest relative difference between a sum of weights and its total, for weights of rows up to a factor."""
    worst, total = 0.0, float(weight.sum())
    for name, totals in read_margins(margins).items():
        wanted = np.array([totals[code] for code in range(len(totals))])
        sums = np.bincount(codes[name], weight, len(wanted))
        worst = max(worst, float(np.abs(sums / total / (wanted / wanted.sum()) - 1).max()))
    return worst


def _chances() -> NDArray[np.float64]:
    """The joint distribution of the sample: skewed shares, tied together by products of scores."""
    random, size = np.random.default_rng(SEED + 2), len(LEVELS)
    axes = [tuple(levels if axis == place else 1 for axis in range(size)) for place, levels in enumerate(LEVELS)]
    scores = [np.linspace(-1, 1, levels).reshape(axis) for levels, axis in zip(LEVELS, axes, strict=True)]
    logs = np.zeros(LEVELS)
    for place, axis in enumerate(axes):
        logs = logs + random.normal(0, SKEW, LEVELS[place]).reshape(axis)
        for other in range(place):
            logs = logs + CORRELATION * scores[place] * scores[other]
    chances = np.exp(logs)
    return np.asarray(chances / chances.sum())
