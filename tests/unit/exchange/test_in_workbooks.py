"""Workbooks, new and old: exact text, nothing evaluated, and nothing that turns silently into an answer."""

import datetime
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from in_old_workbook import Date, Error, write_xls
from openpyxl.worksheet.worksheet import Worksheet

from nyhavn.exchange.incoming import workbook_parts
from nyhavn.exchange.incoming.spreadsheet import Received, read_table
from nyhavn.framework.refusal import Reason, Refusal

SECRET = "Amina-Q-7731"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def workbook(folder: Path, *rows: Sequence[object], change: Callable[[Worksheet], None] = lambda sheet: None) -> Path:
    """A real workbook with one sheet named Answers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Answers"
    for row in rows:
        sheet.append(row)
    change(sheet)
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def several(folder: Path, sheets: dict[str, str], rows: Sequence[Sequence[object]] = (("a",), (1,))) -> Path:
    """A workbook with sheets by name, each visible, hidden, veryHidden or empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, state in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "visible" if state == "empty" else state
        for row in rows if state != "empty" else ():
            sheet.append(row)
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def edited(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed as bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change(parts[part]) != parts[part]
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def columns(received: Received) -> dict[str, list[str | None]]:
    return received.table.to_pydict()


def refused(path: Path, **options: str) -> Reason:
    with pytest.raises(Refusal) as caught:
        read_table(path, **options)
    assert SECRET not in str(caught.value)
    (reason,) = caught.value.reasons
    assert path.name in reason.where
    assert reason.do
    return reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" x y ", " x y "),
        ("007", "007"),
        ("مرحبا", "مرحبا"),
        (7, "7"),
        (7.0, "7"),
        (-0.1, "-0.1"),
        (1e21, "1000000000000000000000"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 10, 20, 30), "2024-05-01T10:20:30"),  # noqa: DTZ001 workbooks know no zone
        (datetime.time(10, 3), "10:03:00"),
        (datetime.timedelta(hours=30, seconds=5), "30:00:05"),
        ("", None),
        (None, None),
        ("True", "True"),
        ("NA", "NA"),
    ],
)
def test_every_kind_of_cell_has_one_text(tmp_path: Path, cell: object, text: str | None) -> None:
    assert columns(read_table(workbook(tmp_path, ["a", "b"], [cell, "x"]))) == {"a": [text], "b": ["x"]}


def test_rows_and_columns_without_anything_are_left_out(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", None, "c"], [1, None, 3], [None, None, None], [4, None, None])
    assert columns(read_table(path)) == {"a": ["1", "4"], "c": ["3", None]}


def test_the_only_visible_sheet_that_holds_something_is_read(tmp_path: Path) -> None:
    path = several(tmp_path, {"Empty": "empty", "Data": "visible", "Lists": "hidden", "Secret": "veryHidden"})
    assert read_table(path).sheet == "Data"


def test_of_several_visible_sheets_none_is_taken_by_itself(tmp_path: Path) -> None:
    path = several(tmp_path, {"main": "visible", "roster": "visible", "lists": "hidden"})
    reason = refused(path)
    assert (reason.code, reason.do) == ("sheet-unclear", "Name one of: main, roster.")
    assert read_table(path, sheet="roster").sheet == "roster"


def test_a_hidden_sheet_is_read_only_when_it_is_named(tmp_path: Path) -> None:
    path = several(tmp_path, {"Empty": "empty", "lists": "hidden"})
    assert refused(path).code == "file-empty"
    assert columns(read_table(path, sheet="lists")) == {"a": ["1"]}


def test_a_sheet_that_is_not_there_is_refused_with_near_names(tmp_path: Path) -> None:
    reason = refused(several(tmp_path, {"main": "visible", "roster": "visible"}), sheet="rooster")
    assert (reason.code, reason.do) == ("sheet-missing", "Name one of: roster.")


def test_formulas_are_named_by_their_cells_and_never_worked_out(tmp_path: Path) -> None:
    reason = refused(workbook(tmp_path, ["a", "b"], [SECRET, "=A2"], [1, "=1+1"]))
    assert reason.code == "cell-formula"
    assert "Answers!B2, Answers!B3" in reason.what


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    def as_text(sheet: Worksheet) -> None:
        sheet["B2"].data_type = "s"

    assert columns(read_table(workbook(tmp_path, ["a", "b"], [1, "=1+1"], change=as_text)))["b"] == ["=1+1"]


def test_rules_for_entering_data_are_no_formulas_in_cells(tmp_path: Path) -> None:
    def with_rule(sheet: Worksheet) -> None:
        rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"yes,no"')
        sheet.add_data_validation(rule)
        rule.add("A2:A9")

    assert columns(read_table(workbook(tmp_path, ["a"], ["yes"], change=with_rule))) == {"a": ["yes"]}


def test_a_spreadsheet_error_is_named_and_not_read_as_empty(tmp_path: Path) -> None:
    def as_error(sheet: Worksheet) -> None:
        sheet["B2"].value, sheet["B2"].data_type = "#REF!", "e"

    reason = refused(workbook(tmp_path, ["a", "b"], [SECRET, None], change=as_error))
    assert (reason.code, "Answers!B2" in reason.what) == ("cell-error", True)


@pytest.mark.parametrize("cells", ["A1:B1", "A2:A3"])
def test_merged_cells_are_named(tmp_path: Path, cells: str) -> None:
    path = workbook(tmp_path, ["a", "b"], [SECRET, 2], [3, 4], change=lambda sheet: sheet.merge_cells(cells))
    reason = refused(path)
    assert (reason.code, f"Answers!{cells}" in reason.what) == ("cells-merged", True)


def test_all_faults_of_a_sheet_are_told_at_once(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b"], [1, "=A2"], change=lambda sheet: sheet.merge_cells("A1:B1"))
    with pytest.raises(Refusal) as caught:
        read_table(path)
    assert caught.value.codes == ("cell-formula", "cells-merged")


def test_a_formula_on_another_sheet_is_no_fault_of_this_one(tmp_path: Path) -> None:
    path = several(tmp_path, {"main": "visible", "sums": "visible"})
    book = openpyxl.load_workbook(path)
    book["sums"]["B2"] = "=A2"
    book.save(path)
    assert columns(read_table(path, sheet="main")) == {"a": ["1"]}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "a"], [1, SECRET]], "header-duplicate"),
        ([["a", None], [1, SECRET]], "header-empty"),
        ([[None, None], [1, SECRET]], "header-empty"),
        ([["a", "b"]], "table-without-rows"),
        ([], "file-empty"),
    ],
)
def test_headers_are_checked_as_in_text_files(tmp_path: Path, rows: list[list[object]], code: str) -> None:
    assert refused(workbook(tmp_path, *rows)).code == code


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"<!doctype x>", b"<!ENTITY b 'b'>"])
@pytest.mark.parametrize("part", [SHEET, STYLES, "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"])
def test_declarations_of_entities_are_refused_in_every_part(tmp_path: Path, part: str, declaration: bytes) -> None:
    path = edited(workbook(tmp_path, ["a"], ["x"]), part, lambda content: declaration + content)
    assert refused(path).code == "xml-declares-entities"


def test_a_part_in_another_encoding_cannot_hide_a_declaration(tmp_path: Path) -> None:
    path = edited(workbook(tmp_path, ["a"], ["x"]), SHEET, lambda content: content.decode().encode("utf-16"))
    assert refused(path).code == "workbook-broken"


def far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def far_cell_hidden_by_a_bracket(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row><c s=">" r="XFD1048576"><v>1</v></c></row></sheetData>')


def far_cell_in_small_letters(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b"<row><c r = 'xfd1048576'><v>1</v></c></row></sheetData>")


def far_row_without_places(content: bytes) -> bytes:
    cells = b"<c><v>1</v></c>" * 100
    return content.replace(b"</sheetData>", b'<row r="1048576">' + cells + b"</row></sheetData>")


@pytest.mark.parametrize(
    "change", [far_cell, far_cell_hidden_by_a_bracket, far_cell_in_small_letters, far_row_without_places]
)
def test_a_cell_far_away_does_not_make_the_reader_ask_for_all_memory(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    reason = refused(edited(workbook(tmp_path, ["a"], [1]), SHEET, change))
    assert (reason.code, f"{workbook_parts.MAX_CELLS:,}" in reason.what) == ("workbook-too-wide", True)


def test_a_far_cell_with_a_format_and_no_content_is_no_fault(tmp_path: Path) -> None:
    formatted = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = edited(workbook(tmp_path, ["a"], [1]), SHEET, lambda sheet: sheet.replace(b"</sheetData>", formatted))
    assert columns(read_table(path)) == {"a": ["1"]}


def test_more_strings_than_a_part_can_hold_are_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a"], ["x"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", '<sst uniqueCount="4294967295"><si><t>x</t></si></sst>')
    assert refused(path).code == "workbook-broken"


def test_cells_without_places_are_read_in_their_order(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b"], [1, 2])
    edited(path, SHEET, lambda content: re.sub(rb'(<c) r="[A-Z]+\d+"', rb"\1", content))
    assert columns(read_table(path)) == {"a": ["1"], "b": ["2"]}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_with_a_damaged_part_is_refused(tmp_path: Path, part: str) -> None:
    path = edited(workbook(tmp_path, ["a"], ["x"]), part, lambda content: content[: len(content) // 2])
    assert refused(path).code in ("workbook-broken", "file-empty")


def test_a_workbook_without_its_list_of_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refused(path).code == "workbook-broken"


def test_macros_and_pictures_never_reach_the_reader(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a"], ["x"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/media/photo.jpeg", b"photo")
    kept = zipfile.ZipFile(workbook_parts.read_parts(path).archive()).namelist()
    assert not [name for name in kept if name.endswith((".bin", ".jpeg"))]
    assert columns(read_table(path)) == {"a": ["x"]}


def test_a_workbook_behind_a_password_is_refused_as_such(tmp_path: Path) -> None:
    """A new workbook behind a password is a compound file with a stream of this name."""
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path).code == "file-encrypted"


def test_old_workbooks_are_read_by_the_same_rules(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["é x", 1.0, Date(45413)], [None, 2.5, Date(45413.5)], [True, "007", Date(0.25)], []]
    received = read_table(write_xls(tmp_path / "answers.xls", rows))
    assert columns(received) == {
        "a": ["é x", None, "TRUE"],
        "b": ["1", "2.5", "007"],
        "c": ["2024-05-01", "2024-05-01T12:00:00", "06:00:00"],
    }
    assert received.sheet == "Answers"


def test_old_workbooks_are_refused_by_the_same_rules(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_table(write_xls(tmp_path / "a.xls", [["a", "b"], [SECRET, Error()]], merged=(0, 0, 0, 1)))
    assert caught.value.codes == ("cell-error", "cells-merged")
    assert "Answers!B2" in str(caught.value)
    assert "Answers!A1:B1" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_hidden_sheet_of_an_old_workbook_is_read_only_when_it_is_named(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["a"], ["x"]], hidden=True)
    assert refused(path).code == "file-empty"
    assert columns(read_table(path, sheet="Answers")) == {"a": ["x"]}


@pytest.mark.parametrize("keep", [600, 1100, 1600, 3000])
def test_an_old_workbook_that_is_cut_short_is_refused(tmp_path: Path, keep: int) -> None:
    path = write_xls(tmp_path / "a.xls", [["a"], ["x"]] * 500)
    path.write_bytes(path.read_bytes()[:keep])
    assert refused(path).code == "workbook-broken"


@pytest.mark.parametrize("day", [-5.0, 1e300, 3e6])
def test_a_day_that_no_calendar_has_is_refused(tmp_path: Path, day: float) -> None:
    assert refused(write_xls(tmp_path / "a.xls", [["a"], [Date(day)]])).code == "workbook-broken"


def test_an_old_workbook_named_as_a_new_one_is_refused(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["a"], ["x"]]).rename(tmp_path / "a.xlsx")
    assert refused(path).code == "file-not-as-named"
