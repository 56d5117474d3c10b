"""From rows to cells with their keys, in one pass for each table; and the cells that noise was added to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.engine.confidentiality.noise.keys import KEYS, RECORD_KEY
from nyhavn.engine.confidentiality.tables.facts import added_up
from nyhavn.engine.weighting.collapse import category_text
from nyhavn.framework.hierarchy import SHOWN, Hierarchy
from nyhavn.framework.refusal import Reason, Refusal, refusal

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Cross = tuple[Hierarchy, ...]

# Own choice, as for tables that are protected by hiding: what collapsing to cells is made for.
MOST_CELLS = 200_000

# Types that every engine reads as whole numbers within 64 bits.
_WHOLE_NUMBERS = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)

OUTSIDE = -1  # position of a code that no leaf has
_ROWS = "rows"


@dataclass(frozen=True)
class Tabulated:
    """One table of counts. cross: its breakdowns. count, key: shaped as all codes of the breakdowns, margins too.

    key: the sum of the record keys of a cell, below KEYS. Restricted.
    """

    id: str
    cross: Cross
    count: Integers
    key: Integers


@dataclass(frozen=True)
class NoisyTable:
    """One table as it may be published. value, standard_error (of the noise alone): shaped as all codes.

    standard_error: nan where it must not be told.
    """

    id: str
    cross: Cross
    value: Integers
    standard_error: Floats

    def to_arrow(self) -> pa.Table:
        """A row for each cell: a column for each breakdown, `value` and `standard_error`."""
        places = np.indices(self.value.shape).reshape(len(self.cross), -1)
        columns = {tree.name: pa.array(np.array(tree.codes)[at]) for tree, at in zip(self.cross, places, strict=True)}
        return pa.table({**columns, "value": self.value.ravel(), "standard_error": _told(self.standard_error)})


def tabulate(frame: nw.LazyFrame[Any], id_: str, cross: Cross, columns: Mapping[str, str]) -> Tabulated:
    """Counts and cell keys. frame: rows with RECORD_KEY. columns: of the breakdowns, by name of the hierarchy.

    Raises Refusal: noise-column-unknown, noise-code-unknown (rows whose code is no leaf).
    """
    count, key = leaf_sums(frame, cross, columns, [RECORD_KEY], every=True)
    return Tabulated(id_, cross, added_up(count, cross), added_up(key % KEYS, cross) % KEYS)


def leaf_sums(
    frame: nw.LazyFrame[Any], cross: Cross, columns: Mapping[str, str], sums: Sequence[str], *, every: bool
) -> list[Integers]:
    """Number of rows, and the sums of whole-numbered columns, shaped as the leaves of the cross.

    every: rows whose code is no leaf are refused; otherwise they are counted nowhere.
    Raises Refusal: noise-table-too-large, noise-column-unknown, noise-code-unknown.
    """
    _check_size(cross)
    check_columns(frame, [*(columns[tree.name] for tree in cross), *sums])
    keys = [f"by_{axis}" for axis in range(len(cross))]
    named = {key: nw.col(columns[tree.name]) for key, tree in zip(keys, cross, strict=True)}
    wanted = [nw.len().alias(_ROWS), *(nw.col(f"sum_{at}").sum() for at in range(len(sums)))]
    chosen = frame.select(**named, **{f"sum_{at}": nw.col(name).cast(nw.Int64) for at, name in enumerate(sums)})
    found = chosen.group_by(*keys).agg(*wanted).collect("pyarrow").to_native()
    codes = [places(found.column(key), tree) for key, tree in zip(keys, cross, strict=True)]
    inside = np.all([at != OUTSIDE for at in codes], axis=0)
    if every:
        _check_codes(codes, whole(found.column(_ROWS)), cross)
    shape = [len(tree.leaves) for tree in cross]
    at = tuple(place[inside] for place in codes)
    return [
        _dense(whole(found.column(name))[inside], at, shape)
        for name in (_ROWS, *(f"sum_{n}" for n in range(len(sums))))
    ]


def leaves_below(cross: Cross) -> Integers:
    """How many leaf cells stand below each cell, itself if it is one."""
    return added_up(np.ones([len(tree.leaves) for tree in cross], dtype=np.int64), cross)


def check_columns(frame: nw.LazyFrame[Any], names: Sequence[str]) -> None:
    """Raises Refusal "noise-column-unknown" for every column that the rows lack."""
    known = set(frame.collect_schema().names())
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if missing:
        do = "Correct its name; the columns of keys are added when contributions come in."
        raise Refusal(
            *(Reason("noise-column-unknown", f"The rows have no column {name}.", "rows", do) for name in missing)
        )


def check_whole(frame: nw.LazyFrame[Any], names: Sequence[str]) -> None:
    """Raises Refusal "noise-value-not-whole" for columns of another type than whole numbers within 64 bits."""
    schema = frame.collect_schema()
    wrong = [name for name in dict.fromkeys(names) if schema[name] not in _WHOLE_NUMBERS]
    if wrong:
        do = "Store it as a whole number, in cents or grams for example."
        what = "The column {} does not hold whole numbers."
        raise Refusal(*(Reason("noise-value-not-whole", what.format(name), "rows", do) for name in wrong))


def _check_size(cross: Cross) -> None:
    cells = prod(len(tree.codes) for tree in cross)
    if cells > MOST_CELLS:
        what = f"With all margins the table has {cells:,} cells; {MOST_CELLS:,} are the most."
        by = " x ".join(tree.name for tree in cross)
        raise refusal("noise-table-too-large", what, where=by, do="Use fewer breakdowns, or coarser ones.")


def _told(errors: Floats) -> pa.Array:
    return pa.array(errors.ravel(), from_pandas=True)  # nan becomes null


def places(column: pa.ChunkedArray, tree: Hierarchy) -> Integers:
    """The position of each value among the leaves, OUTSIDE where it is none."""
    position = {leaf: at for at, leaf in enumerate(tree.leaves)}
    found = [position.get(category_text(value) or "", OUTSIDE) for value in column.to_pylist()]
    return np.array(found, dtype=np.int64)


def whole(column: pa.ChunkedArray) -> Integers:
    """Whole numbers, whatever an engine makes of their sum."""
    return np.asarray(pc.fill_null(column.cast(pa.int64()), 0).to_numpy(), dtype=np.int64)


def _dense(values: Integers, at: tuple[Integers, ...], shape: Sequence[int]) -> Integers:
    found = np.zeros(shape, dtype=np.int64)
    np.add.at(found, at, values)
    return found


def _check_codes(places: Sequence[Integers], rows: Integers, cross: Cross) -> None:
    reasons = []
    for at, tree in zip(places, cross, strict=True):
        if number := int(rows[at == OUTSIDE].sum()):
            shown = ", ".join(tree.leaves[:SHOWN])
            what = f"{number} rows have a code that is none of the lowest codes of the hierarchy ({shown}, ...)."
            do = "Correct the codes, or add a code for everything else."
            reasons.append(refusal("noise-code-unknown", what, where=f'breakdown "{tree.name}"', do=do).reasons[0])
    if reasons:
        raise Refusal(*reasons)
