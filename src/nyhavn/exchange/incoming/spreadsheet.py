"""One table of received answers, from a text file, a workbook or an archive: exact text, nothing evaluated."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa


@dataclass(frozen=True)
class Received:
    """A table as it stands in the file.

    table: every column a string; an empty cell is null, every other cell its exact text; headers exact.
    file: name of the file; sheet: name of the sheet or of the archive member, "" for a plain text file.
    sha256: hash of the whole file's bytes, lower-case hex.
    """

    table: pa.Table
    file: str
    sheet: str
    sha256: str


def read_table(
    path: Path, *, sheet: str = "", delimiter: str = ",", encoding: str = "utf-8", member: str = ""
) -> Received:
    """Read one table of a .csv, .csv.gz, .xlsx, .xls or .zip file."""
    raise NotImplementedError
