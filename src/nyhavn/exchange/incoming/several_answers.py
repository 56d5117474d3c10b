"""Questions with several answers and a column per choice: joined where needed, compared where possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.exchange.incoming.cells import ticked, trimmed


@dataclass(frozen=True)
class SplitColumns:
    """The columns of single choices of one question. columns: header by choice code."""

    question: str
    columns: Mapping[str, str]

    def joined(self, table: pa.Table) -> pa.Array:
        """Codes of the ticked choices, joined by blanks; null where no box is ticked or all are empty."""
        # Joined without nulls: pyarrow 26 drops rows whose parts are all null when told to skip nulls.
        picked = [
            pc.if_else(pc.fill_null(ticked(table.column(header)), False), f" {code}", "")
            for code, header in self.columns.items()
        ]
        text = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*picked, ""))
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)

    def disagreements(self, table: pa.Table, answers: pa.Array) -> int:
        """How many rows say something else in the joined column than in the columns of single choices."""
        padded = pc.binary_join_element_wise(" ", pc.fill_null(answers, ""), " ", "")
        differs = pa.repeat(pa.scalar(False), len(answers))
        for code, header in self.columns.items():
            boxes = ticked(table.column(header))
            named = pc.match_substring(padded, f" {code} ")
            differs = pc.or_(differs, pc.fill_null(pc.not_equal(boxes, named), False))
        return int(pc.sum(differs).as_py() or 0)

    def unclear(self, table: pa.Table) -> int:
        """How many cells hold neither a tick nor an empty box."""
        columns = [table.column(header) for header in self.columns.values()]
        return sum(trimmed(column).is_valid().true_count - ticked(column).is_valid().true_count for column in columns)

    def warnings(self, table: pa.Table, answers: pa.Array, *, missing: int, compared: bool) -> Iterator[str]:
        """Plain sentences with counts. missing: how many choices have no column of their own."""
        if unclear := self.unclear(table):
            yield f"Question {self.question}: {unclear:,} cells of its choices hold neither 1 nor 0 and are not read."
        if compared and (differs := self.disagreements(table, answers)):
            yield (
                f"Question {self.question}: in {differs:,} rows the columns of its choices disagree with its own "
                "column, which is used."
            )
        if missing and not compared:
            yield f"Question {self.question}: {missing} of its choices have no column, and count as not chosen."
