"""Collapse: from rows on a data engine to the cells of linked tables, in one pass over the rows for each cross.

What the rows lack is found in the same pass and refused with its cell, and with its row where rows have numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers
from nyhavn.engine.confidentiality.tables.linked import Cross, Linked
from nyhavn.engine.confidentiality.tables.row_faults import FAULTS, code_faults, floats, row_faults
from nyhavn.engine.days import read_numbers, read_weights
from nyhavn.engine.weighting.collapse import category_text, near
from nyhavn.framework.refusal import Reason, Refusal, refusal

ROW = "_row_of_file"  # 1-based number of the row in its file; may be absent
WHO, HOLDING, GIVEN, AMOUNT = "who", "holding", "given", "amount"


@dataclass(frozen=True)
class RowColumns:
    """Columns of the rows. breakdowns: by id. contributor, holding, weight: "" for none."""

    breakdowns: Mapping[str, str]
    contributor: str = ""
    holding: str = ""
    weight: str = ""


@dataclass(frozen=True)
class Leaves:
    """What one pass found, by combination of codes that occurs.

    cross: the breakdowns. codes: position of each code among the leaves, by breakdown. raw: the values that stand for
    each leaf in the rows, by breakdown. rows, amount, most: rows, sum, largest single row.
    """

    cross: Cross
    codes: tuple[Integers, ...]
    raw: tuple[Mapping[str, Sequence[Any]], ...] = field(repr=False)
    rows: Floats
    amount: Floats
    most: Floats

    def dense(self, values: Floats) -> Floats:
        """Values added up, shaped as the leaves of the cross."""
        found = np.zeros([len(tree.leaves) for tree in self.cross])
        np.add.at(found, self.codes, values)
        return found

    def dense_largest(self, values: Floats) -> Floats:
        """The largest of the values, shaped as the leaves of the cross."""
        found = np.zeros([len(tree.leaves) for tree in self.cross])
        np.maximum.at(found, self.codes, values)
        return found


def check_columns(frame: nw.LazyFrame[Any], linked: Sequence[Linked], columns: RowColumns) -> None:
    """Raises Refusal "table-column-unknown" for every column that an order names and the rows lack."""
    names = frame.collect_schema().names()
    ids = {tree.name for each in linked for cross in each.crosses for tree in cross}
    asked = [columns.breakdowns[one] for one in sorted(ids)]
    asked += [name for name in (columns.contributor, columns.holding, columns.weight) if name]
    asked += [table.sum for each in linked for table in each.tables if table.sum]
    missing = [name for name in dict.fromkeys(asked) if name not in names]
    if missing:
        do = "Correct the name in the order."
        reasons = (
            Reason("table-column-unknown", f"The rows have no column {name}.{near(name, names)}", "rows", do)
            for name in missing
        )
        raise Refusal(*reasons)


def prepared(frame: nw.LazyFrame[Any], linked: Linked, columns: RowColumns) -> nw.LazyFrame[Any]:
    """The columns that linked tables need, under names of our own: keys, GIVEN, AMOUNT, WHO, HOLDING and faults.

    GIVEN: what one row contributes, for the rules: the number without its weight, or the weight of a weighted count.
    AMOUNT: what it adds to the cell.
    """
    table, schema = linked.tables[0], frame.collect_schema()
    number = _number(frame, table.sum) if table.sum else nw.lit(1.0)
    weight = _number(frame, columns.weight, weights=True) if table.weighted else nw.lit(1.0)
    faults = _faults(linked, columns, schema, number, weight)
    # Beside a column that is there: constants alone would make a frame of one row.
    made = frame.with_columns(
        **{_key(tree.name): nw.col(columns.breakdowns[tree.name]) for cross in linked.crosses for tree in cross},
        **{WHO: nw.col(columns.contributor).cast(nw.String)} if columns.contributor else {},
        **{HOLDING: _holder(columns, schema)} if columns.holding else {},
        **{AMOUNT: (number * weight).fill_null(0.0)},
        **{GIVEN: (number if table.sum else weight).fill_null(0.0)},
        **{f"bad_{name}": fault.cast(nw.Int64) for name, fault in faults.items()},
        **{f"at_{name}": nw.when(fault).then(nw.col(ROW)) for name, fault in faults.items() if ROW in schema},
        **{"at": nw.col(ROW)} if ROW in schema else {},
    )
    keys = {_key(tree.name) for cross in linked.crosses for tree in cross}
    kept = [*sorted(keys), AMOUNT, GIVEN, *(f"bad_{name}" for name in faults)]
    kept += ["at", *(f"at_{name}" for name in faults)] if ROW in schema else []
    kept += [WHO] if columns.contributor else []
    return made.select(*kept, *([HOLDING] if columns.holding else []))


def _faults(
    linked: Linked, columns: RowColumns, schema: Mapping[str, Any], number: nw.Expr, weight: nw.Expr
) -> dict[str, nw.Expr]:
    """What may be wrong with a row, by the names of `row_faults.FAULTS`; only what can be."""
    found = {}
    if linked.is_sum:
        found["number"] = number.is_null()
        found["negative"] = (number < 0).fill_null(False)
    if linked.tables[0].weighted:
        found["weight"] = (~(weight > 0)).fill_null(True)
    if columns.contributor:
        found["nobody"] = _is_missing(columns.contributor, schema)
    return found


def _key(name: str) -> str:
    return f"by_{name}"


def keys_of(cross: Cross) -> list[str]:
    """Names of the key columns of a cross in a prepared frame."""
    return [_key(tree.name) for tree in cross]


def _number(frame: nw.LazyFrame[Any], name: str, *, weights: bool = False) -> nw.Expr:
    """A finite number, null where there is none."""
    column = nw.col(name)
    is_text = frame.collect_schema()[name] == nw.String
    value = (read_weights(column) if weights else read_numbers(column)) if is_text else column.cast(nw.Float64)
    return nw.when(value.is_finite().fill_null(False)).then(value)


def _is_missing(name: str, schema: Mapping[str, Any]) -> nw.Expr:
    column = nw.col(name)
    return column.is_null() | (column == "").fill_null(False) if schema[name] == nw.String else column.is_null()


def _holder(columns: RowColumns, schema: Mapping[str, Any]) -> nw.Expr:
    """The holding, or the contributor itself where it belongs to none; told apart by their first letter."""
    alone = nw.concat_str(nw.lit("c"), nw.col(columns.contributor).cast(nw.String))
    group = nw.concat_str(nw.lit("h"), nw.col(columns.holding).cast(nw.String))
    return nw.when(_is_missing(columns.holding, schema)).then(alone).otherwise(group)


def leaves(
    rows: nw.LazyFrame[Any], cross: Cross, columns: RowColumns, table: str = "", *, whole: bool = False
) -> Leaves:
    """One pass over prepared rows. table: the column that is summed. whole: rows are counted, without weights.

    Raises Refusal: table-empty, code-unknown, code-missing, code-not-leaf, number-missing, number-negative,
    weight-unusable, contributor-unknown.
    """
    there = set(rows.collect_schema().names())
    wanted = [nw.len().alias("rows")]
    if not whole:
        wanted += [nw.col(AMOUNT).sum(), nw.col(GIVEN).max().alias("most")]
    wanted += [nw.col(name).sum() for name in sorted(there) if name.startswith("bad_")]
    wanted += [nw.col(name).min() for name in sorted(there) if name == "at" or name.startswith("at_")]
    found = rows.group_by(*keys_of(cross)).agg(*wanted).collect("pyarrow").to_native()
    if not found.num_rows:
        raise refusal("table-empty", "There are no rows to count.", where="rows", do="Hand in the file with its rows.")
    texts = [[category_text(value) for value in found.column(key).to_pylist()] for key in keys_of(cross)]
    reasons = [
        reason
        for tree, own in zip(cross, texts, strict=True)
        for reason in code_faults(found, own, set(tree.leaves), set(tree.codes), columns.breakdowns[tree.name])
    ]
    if reasons:
        raise Refusal(*reasons)
    reasons = [
        reason
        for name in FAULTS
        if f"bad_{name}" in there
        for reason in row_faults(found, texts, cross, name, (table, columns.weight, columns.contributor))
    ]
    if reasons:
        raise Refusal(*reasons)
    places = [{leaf: number for number, leaf in enumerate(tree.leaves)} for tree in cross]
    return Leaves(
        cross,
        tuple(np.array([at[text or ""] for text in own]) for at, own in zip(places, texts, strict=True)),
        tuple(_raw(found.column(key).to_pylist()) for key in keys_of(cross)),
        *(floats(found, "rows"), floats(found, "rows"), np.ones(found.num_rows))
        if whole
        else (floats(found, name) for name in ("rows", AMOUNT, "most")),
    )


def _raw(values: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
    known: dict[str, list[Any]] = {}
    for value in dict.fromkeys(values):
        known.setdefault(category_text(value) or "", []).append(value)
    return known
