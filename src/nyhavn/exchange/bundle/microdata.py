"""Records of a release as a sheet, where consent and the gate allow records at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from nyhavn.exchange.bundle.layout import is_file_name
from nyhavn.exchange.bundle.sheet import Cell, Column, Sheet
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import refusal

_ROWS_AT_A_TIME = 10_000  # keeps a million records out of memory as Python objects
# A spreadsheet runs a cell that begins like this (OWASP, CSV injection). Numbers and places may begin with a sign.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9 .,+-]*\Z)")


@dataclass(frozen=True)
class Microdata:
    """Records that have passed the gate. name: of the file, without ending. table: one row a record."""

    name: str
    table: pa.Table


def microdata_sheet(microdata: Microdata, instrument: Instrument) -> Sheet:
    """The records as a sheet; columns that are questions carry the question's label and choices.

    Reading the rows raises Refusal microdata-formula if a text would be run by a spreadsheet. Raises Refusal
    table-id-unsafe if the name cannot be a file name.
    """
    path = f"microdata/{microdata.name}.csv"
    if not is_file_name(path):
        raise refusal("table-id-unsafe", "The name of the records cannot be the name of a file.", where=path)
    columns = tuple(_column(field, instrument) for field in microdata.table.schema)
    return Sheet(path, "Records", columns, _rows(microdata.table, path))


def _column(field: pa.Field, instrument: Instrument) -> Column:
    question = instrument.question(field.name)
    if question is None:
        return Column(field.name, _type(field.type))
    label = question.label(instrument.default_language)
    closed = question.type is AnswerType.SELECT_ONE and not question.open_choices and pa.types.is_string(field.type)
    choices = {choice.code: choice.labels for choice in question.choices} if closed else {}
    named = tuple(
        (code, labels.get(instrument.default_language) or next(iter(labels.values()), code))
        for code, labels in choices.items()
    )
    return Column(field.name, _type(field.type), label, categories=named)


def _type(kind: pa.DataType) -> str:
    """The Data Package field type of an Arrow type."""
    tests = (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "number"),
        (pa.types.is_date, "date"),
    )
    return next((name for test, name in tests if test(kind)), "string")


def _rows(table: pa.Table, path: str) -> Iterator[tuple[Cell, ...]]:
    row = 0
    for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row += 1
            for name, cell in zip(table.column_names, cells, strict=True):
                if isinstance(cell, str) and _FORMULA.match(cell):
                    raise refusal(
                        "microdata-formula",
                        "A text begins like a formula, and a spreadsheet would run it.",
                        where=f"{path}, row {row}, column {name}",
                        do="Leave this column out of the released records.",
                    )
            yield cells
