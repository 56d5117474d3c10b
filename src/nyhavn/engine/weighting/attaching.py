"""Cell weights brought to rows, on whatever engine the rows are."""

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.weighting.sample import FloatArray, SampleCells

CELL, PART = "\x1e", "\x1f"  # ASCII record and unit separator: made for this, and in no category code
_PREFIX = "_cell_"
_FACTOR, _NUMBER = f"{_PREFIX}g", f"{_PREFIX}number"
_EVERY = f"{_PREFIX}every"  # stands in for a key where cells have none


def attached(
    frame: nw.LazyFrame[Any], cells: SampleCells, g: FloatArray, name: str, cell: str = ""
) -> nw.LazyFrame[Any]:
    """The frame with the final weight (Float64) and, if wanted, the number of its cell (Int64); null in no cell.

    The rows are not rewritten: the result is the frame's own plan and a join with the cells.
    """
    schema = frame.collect_schema()
    types = [_key_type(schema[variable]) for variable in cells.variables] or [nw.String()]
    keys = [f"{_PREFIX}{place}" for place in range(len(cells.variables))] or [_EVERY]
    made = [_key(variable, schema[variable]) for variable in cells.variables] or [nw.lit("")]
    rows = frame.with_columns(*(expr.alias(key) for key, expr in zip(keys, made, strict=True)))
    joined = rows.join(_cell_frame(frame, _entries(cells, g, types), keys, types), on=keys, how="left")
    weight = nw.col(cells.weight_column).cast(nw.Float64) if cells.weight_column else nw.lit(1.0)
    wanted = [(weight * nw.col(_FACTOR)).alias(name), *([nw.col(_NUMBER).alias(cell)] if cell else ())]
    return joined.with_columns(*wanted).drop(*keys, _FACTOR, _NUMBER)


def _key_type(kind: nw.dtypes.DType) -> nw.dtypes.DType:
    """The type in which a category is compared: that of the frame's column where it is a number, else text."""
    if kind.is_integer():
        return nw.Int64()
    return nw.Float64() if kind.is_numeric() else nw.String()


def _key(variable: str, kind: nw.dtypes.DType) -> nw.Expr:
    column = nw.col(variable)
    if kind == nw.Boolean:
        said = nw.when(column).then(nw.lit("true")).otherwise(nw.lit("false"))
        return nw.when(~column.is_null()).then(said)
    return column.cast(_key_type(kind))


def _entries(
    cells: SampleCells, g: FloatArray, types: Sequence[nw.dtypes.DType]
) -> Iterator[tuple[tuple[str | int | float, ...], float, int]]:
    """Key, factor and number of each cell; a code that the frame's type cannot hold is in no row of it."""
    texts = [[known[code] for code in codes] for known, codes in zip(cells.categories, cells.codes, strict=True)]
    for number, factor in enumerate(g.tolist()):
        key = [_typed(each[number], kind) for each, kind in zip(texts, types, strict=False)] or [""]
        typed = tuple(value for value in key if value is not None)
        if len(typed) == len(key):
            yield typed, factor, number


def _typed(text: str, kind: nw.dtypes.DType) -> str | int | float | None:
    if kind == nw.String:
        return text
    try:
        return int(text) if kind == nw.Int64 else float(text)
    except ValueError:
        return None


def _cell_frame(
    frame: nw.LazyFrame[Any],
    entries: Iterator[tuple[tuple[str | int | float, ...], float, int]],
    keys: Sequence[str],
    types: Sequence[nw.dtypes.DType],
) -> nw.LazyFrame[Any]:
    """The cells as a frame of the same engine and session as the rows."""
    schema = {**dict(zip(keys, types, strict=True)), _FACTOR: nw.Float64(), _NUMBER: nw.Int64()}
    lines = [(*key, factor, number) for key, factor, number in entries]
    engine = frame.implementation
    if engine.is_polars() or engine.is_pandas_like() or engine.is_pyarrow():
        data = {name: [line[place] for line in lines] for place, name in enumerate(schema)}
        return nw.from_dict(data, schema, backend=engine).lazy()
    # A session cannot be had from its frame, but a literal goes wherever the frame goes. repr keeps every digit.
    text = CELL.join(PART.join(map(_written, line)) for line in lines)
    exploded = frame.head(1).select(nw.lit(text).str.split(CELL).alias("cell")).explode("cell")
    parts = exploded.select(nw.col("cell").str.split(PART).alias("part"))
    return parts.select(
        *(nw.col("part").list.get(place).cast(kind).alias(name) for place, (name, kind) in enumerate(schema.items()))
    )


def _written(value: str | int | float) -> str:
    return value if isinstance(value, str) else repr(value)
