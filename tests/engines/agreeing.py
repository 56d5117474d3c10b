"""Whether two answers are the same, whatever they are made of."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import BaseModel

DIGITS = 1e-9  # relative: engines add doubles up in different orders


def same(left: Any, right: Any, *, within: float = DIGITS) -> bool:
    """Equal values, part by part; doubles to `within` of each other, nan equal to nan."""
    if isinstance(left, bool | np.bool_) or isinstance(right, bool | np.bool_):
        return bool(left is right or left == right)
    if isinstance(left, float | np.floating) and isinstance(right, float | np.floating):
        return math.isclose(left, right, rel_tol=within, abs_tol=within) or (math.isnan(left) and math.isnan(right))
    if type(left) is not type(right):
        return False
    if isinstance(left, str | bytes):
        return left == right
    parts = _parts(left), _parts(right)
    if parts[0] is None or parts[1] is None:
        return bool(left == right)
    return len(parts[0]) == len(parts[1]) and all(
        key == other and same(value, its, within=within)
        for (key, value), (other, its) in zip(parts[0], parts[1], strict=True)
    )


def _parts(value: Any) -> list[tuple[Any, Any]] | None:
    """What a value consists of, each with its name or place; None for a value without parts."""
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, np.ndarray):
        return [("shape", value.shape), *enumerate(value.ravel().tolist())]
    if isinstance(value, Sequence):
        return list(enumerate(value))
    if isinstance(value, pa.Table):
        return [(name, value.column(name).to_pylist()) for name in value.column_names]
    if isinstance(value, BaseModel):
        return [(name, getattr(value, name)) for name in type(value).model_fields]
    if dataclasses.is_dataclass(value):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    return None
