"""Tables for spreadsheet programs: nothing in them is run, nothing turns the text around it, and nothing is lost."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.exchange.spreadsheet_text import CUT, LONGEST_CELL, csv_table, no_formula, xlsx_table

ATTACKS = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x", "\uff1d1+1", "\uff0b1",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_what_begins_like_a_formula_is_text_in_both_files(text: str) -> None:
    assert no_formula(text) == f"'{text}"
    (cell,) = next(csv.reader(io.StringIO(csv_table([[text]]).decode("utf-8-sig"), newline="")))
    assert cell.startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table([["head"], [text]], "comments"))).active
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("text", ["People first.", "البيانات", "1 = 1", "a-b", "3", "", "数据"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert csv_table([[text, "x"]]).decode("utf-8-sig") == f"{text},x\n"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table([[text, "x"]], "comments"))).active
    assert (sheet["A1"].value or "", sheet["A1"].data_type if text else "s") == (text, "s")


def test_marks_of_direction_are_shown_and_do_nothing() -> None:
    assert csv_table([["a\u202eb\x07"]]).decode("utf-8-sig") == "a[U+202E]b[U+0007]\n"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table([["a\u202eb\x07"]], "comments"))).active
    assert sheet["A1"].value == "a[U+202E]b[U+0007]"


def test_a_cell_that_a_workbook_cannot_hold_says_that_it_is_cut() -> None:
    sheet = openpyxl.load_workbook(
        io.BytesIO(xlsx_table([["x" * (LONGEST_CELL + 1)], ["x" * LONGEST_CELL]], "c"))
    ).active
    assert sheet["A1"].value.endswith(CUT)
    assert sheet["A2"].value == "x" * LONGEST_CELL
    assert "x" * (LONGEST_CELL + 1) in csv_table([["x" * (LONGEST_CELL + 1)]]).decode()


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Cn")), max_size=20)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5))
def test_all_text_comes_back_out_of_the_csv(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_table(rows).decode("utf-8-sig"), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
