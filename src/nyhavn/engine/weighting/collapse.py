"""Collapse: from rows on a data engine to the cells that weighting works on.

The rows are read once. What comes back is as long as there are different combinations of categories, so raking ten
million people costs what raking their two hundred thousand combinations costs.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from nyhavn.engine.days import read_weights
from nyhavn.engine.weighting.sample import Codes, FloatArray, SampleCells, unweighted
from nyhavn.framework.refusal import Reason, Refusal, refusal

WEIGHTS = ("weight", "squares", "smallest", "largest")
GROUPABLE = (nw.String, nw.Boolean, nw.Categorical, nw.Enum)  # and numbers, which may be codes


def collapse(frame: nw.LazyFrame[Any], variables: Sequence[str], weight: str = "") -> SampleCells:
    """The rows of any engine by the cross of these variables, in one pass.

    variables: columns of category codes (text, whole numbers, booleans; a code is compared as text, so 1 is "1" and
    true is "true"). weight: the column of initial weights, numbers or their text; "": every row counts once.

    Raises Refusal, with every reason at once: weighting-variable-unknown, weighting-variable-unfit,
    weighting-no-rows, weighting-category-missing (rows without a category), weight-unusable (rows without a weight
    above zero).
    """
    _check_columns(frame, variables, weight)
    keys = {f"v{place}": nw.col(name) for place, name in enumerate(variables)}
    sums = _weight_sums(frame, weight) if weight else []
    prepared = frame.select(*(column.alias(key) for key, column in keys.items()), *(expr for expr, _ in sums))
    wanted = [nw.len().alias("rows"), *(total for _, total in sums)]
    found = (prepared.group_by(*keys).agg(*wanted) if keys else prepared.select(*wanted)).collect("pyarrow").to_native()
    rows = _numbers(found, "rows")
    if not rows.sum():
        raise refusal("weighting-no-rows", "There are no rows to weight.", where="sample")
    return _cells(found, rows, variables, weight)


def _weight_sums(frame: nw.LazyFrame[Any], weight: str) -> list[tuple[nw.Expr, nw.Expr]]:
    """Per sum over initial weights: the value of a row (zero where it has no usable weight), and its aggregate."""
    column = nw.col(weight)
    is_text = frame.collect_schema()[weight] == nw.String
    value = read_weights(column) if is_text else column.cast(nw.Float64)
    usable = (value.is_finite() & (value > 0)).fill_null(False)
    kept = nw.when(usable).then(value)
    return [
        (kept.fill_null(0.0).alias("weight"), nw.col("weight").sum()),
        ((kept * kept).fill_null(0.0).alias("squares"), nw.col("squares").sum()),
        (kept.alias("smallest"), nw.col("smallest").min()),
        (kept.alias("largest"), nw.col("largest").max()),
        (nw.when(usable).then(nw.lit(0.0)).otherwise(nw.lit(1.0)).alias("without"), nw.col("without").sum()),
    ]


def _cells(found: pa.Table, rows: FloatArray, variables: Sequence[str], weight: str) -> SampleCells:
    coded = [_coded(found.column(f"v{place}")) for place in range(len(variables))]
    reasons = [*_uncoded(rows, variables, [codes for codes, _ in coded])]
    if weight and (without := int(_numbers(found, "without").sum())):
        what = f"{without} rows have no weight above zero."
        do = "Correct the weights, or take these rows out of the data with a reason."
        reasons.append(Reason("weight-unusable", what, where=f"column {weight}", do=do))
    if reasons:
        raise Refusal(*reasons)
    counts = rows.astype(np.int64)
    sums = [_numbers(found, name) for name in WEIGHTS] if weight else unweighted(counts)
    weights, squares, smallest, largest = sums
    cells = SampleCells(
        variables=tuple(variables),
        categories=tuple(categories for _, categories in coded),
        codes=tuple(codes for codes, _ in coded),
        rows=counts,
        weight=weights,
        squares=squares,
        smallest=smallest,
        largest=largest,
        weight_column=weight,
    )
    return cells.project(variables)  # the same order whatever the engine, and one cell for values that read alike


def _coded(column: pa.ChunkedArray) -> tuple[Codes, tuple[str, ...]]:
    """Position of each value among the sorted category texts; -1 where there is none."""
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    texts = [category_text(value) for value in encoded.dictionary.to_pylist()]
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    used = {texts[place] for place in np.unique(indices[indices >= 0]).tolist()}
    categories = tuple(sorted(text for text in used if text is not None))
    position = {text: place for place, text in enumerate(categories)}
    places = np.array([*(position.get(text, -1) if text is not None else -1 for text in texts), -1], dtype=np.int32)
    return places[indices], categories


def category_text(value: object) -> str | None:
    """A category's code as text, the same whatever type an engine keeps it in; None where there is none."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _uncoded(rows: FloatArray, variables: Sequence[str], codes: Sequence[Codes]) -> Iterator[Reason]:
    for name, code in zip(variables, codes, strict=True):
        missing = int(rows[code < 0].sum())
        if missing:
            what = f"{missing} rows have no category, so no margin says how many people they stand for."
            do = "Give them a category, also one for not stated, or take them out of the data with a reason."
            yield Reason("weighting-category-missing", what, where=f"column {name}", do=do)


def _check_columns(frame: nw.LazyFrame[Any], variables: Sequence[str], weight: str) -> None:
    schema = frame.collect_schema()
    reasons = []
    for name in (*variables, *([weight] if weight else ())):
        if name not in schema:
            what = f"There is no column {name}.{near(name, schema.names())}"
            reasons.append(Reason("weighting-variable-unknown", what, where="sample", do="Correct the name."))
        elif name == weight:
            if not (schema[name].is_numeric() or schema[name] == nw.String):
                what = f"The column {name} holds no numbers."
                reasons.append(Reason("weight-unusable", what, where=f"column {name}", do="Name a numeric column."))
        elif not (schema[name].is_numeric() or schema[name] in GROUPABLE):
            what = f"The column {name} holds no category codes."
            do = "Make groups of it first, with a code each."
            reasons.append(Reason("weighting-variable-unfit", what, where=f"column {name}", do=do))
    if reasons:
        raise Refusal(*reasons)


def near(name: str, known: Sequence[str]) -> str:
    """The names that come close, as a sentence with a leading space, or nothing."""
    close = get_close_matches(name, known)
    return f" Near to it: {', '.join(close)}." if close else ""


def _numbers(found: pa.Table, name: str) -> FloatArray:
    """A column of sums as doubles; nothing sums to zero."""
    return np.asarray(np.nan_to_num(found.column(name).to_numpy().astype(np.float64), copy=False))
