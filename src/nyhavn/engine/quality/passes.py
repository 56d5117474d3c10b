"""One pass over a frame for many counts."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw

ROW = "_row"  # the 1-based number of the data row, in every answers frame


def ones(truth: nw.Expr) -> nw.Expr:
    """How many rows are true (null is not): a sum of integers, because Spark cannot sum booleans."""
    return nw.when(truth).then(nw.lit(1)).otherwise(nw.lit(0)).sum()


def totals(frame: nw.LazyFrame[Any], counts: Mapping[str, nw.Expr]) -> dict[str, int]:
    """Collect named counts in one pass; the count of nothing is 0."""
    if not counts:
        return {}
    row = frame.select(**counts).collect("pyarrow")
    values = row.to_native().to_pylist()[0]  # whole numbers, in whatever type an engine sums them
    return {name: int(values[name] or 0) for name in counts}
