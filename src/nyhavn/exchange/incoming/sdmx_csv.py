"""SDMX-CSV 2.0: one observation a row, read as a stream."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from nyhavn.exchange.incoming.sdmx_source import Row
from nyhavn.framework.refusal import Refusal, refusal

STRUCTURE, VALUE = ("STRUCTURE", "STRUCTURE_ID", "ACTION"), "OBS_VALUE"
NEEDED = ("SERIES", "REF_AREA", "TIME_PERIOD", VALUE)
DELETES = "D"


def csv_rows(stream: BinaryIO, *, name: str) -> Iterator[Row]:
    """Every observation. Raises Refusal "sdmx-source-wrong" with the row."""
    with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text)
        try:
            header = [field.split(":")[0].split("[")[0].strip() for field in next(lines, [])]  # "SEX: Sex"
            _check_header(header, name)
            for line in lines:
                if any(line):
                    yield from _row(header, line, f"{name}, row {lines.line_num}")
        except UnicodeDecodeError:
            raise _wrong("This is no text in UTF-8.", name, "Save it as UTF-8.") from None
        except csv.Error as fault:
            raise _wrong(f"This is no CSV: {fault}.", f"{name}, row {lines.line_num}", "Save it as CSV.") from None


def _check_header(header: list[str], name: str) -> None:
    missing = [column for column in (*STRUCTURE, *NEEDED) if column not in header]
    if missing:
        what = f"These columns of SDMX-CSV 2.0 are not there: {', '.join(missing)}."
        raise _wrong(what, f"{name}, row 1", "Export the data as SDMX-CSV 2.0 of the structure IAEG-SDGs:SDG.")


def _row(header: list[str], line: list[str], where: str) -> Iterator[Row]:
    if len(line) != len(header):
        what = f"The row has {len(line)} fields, and there are {len(header)} columns."
        raise _wrong(what, where, "Correct the row.")
    codes = {column: field.strip().split(": ")[0] for column, field in zip(header, line, strict=True)}
    if codes.pop("ACTION") == DELETES:
        raise _wrong("The row deletes something; a snapshot says what there is.", where, "Export all data anew.")
    value = codes.pop(VALUE)
    for column in STRUCTURE[:2]:
        del codes[column]
    yield Row(where, codes, value)


def _wrong(what: str, where: str, do: str) -> Refusal:
    return refusal("sdmx-source-wrong", what, where=where, do=do)
