"""Sheets of comments: every kind of file reads the same, and all faults come at once, by row and column."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from in_comments import (
    AT,
    DRAFT,
    HEADER,
    Rows,
    comma_separated,
    ods,
    ods_cell,
    ods_of,
    ods_row,
    reasons,
    xlsx,
)  # fmt: skip

from nyhavn.exchange.comment_template import comment_template, comment_template_csv
from nyhavn.exchange.incoming.comment_columns import NAMES
from nyhavn.exchange.incoming.comment_sheet import MOST_FAULTS, MOST_ROWS, SheetComments, read_comment_sheet
from nyhavn.exchange.incoming.open_document import MOST_CELLS
from nyhavn.framework.consultation_comments import CommentType, Door, PublicationWish, SpeaksAs
from nyhavn.framework.consultation_words import Entry, OwnWords

FIRST = ("C1", "change", "People are asked first.", "Before, not after.", "Water for all", "organisation")
SECOND = ("whole text", "support", "", "", "", "")
WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    "xlsx": xlsx,
    "ods": ods,
    "csv": comma_separated,
    "csv with semicolons": lambda folder, rows: comma_separated(folder, rows, ";"),
    "tsv": lambda folder, rows: comma_separated(folder, rows, "\t", "comments.tsv"),
}


def read(path: Path, own: OwnWords | None = None) -> SheetComments:
    return read_comment_sheet(path, draft=DRAFT, at=AT, language="en", own=own)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_sheet_reads_the_same(tmp_path: Path, kind: str) -> None:
    found = read(WRITERS[kind](tmp_path, [HEADER, FIRST, ("",) * 6, SECOND]))
    one, two = found.comments
    assert found.rows == (2, 4)
    assert (one.clause, one.type, one.proposed) == ("C1", CommentType.CHANGE, "People are asked first.")
    assert (one.speaker.organisation, one.wish) == ("Water for all", PublicationWish.ORGANISATION)
    assert (one.arrival.door, one.arrival.at, one.language) == (Door.SPREADSHEET, AT, "en")
    assert (two.clause, two.type, two.wish) == ("", CommentType.SUPPORT, PublicationWish.NOT_PUBLISHED)
    assert two.speaker.speaks_as is SpeaksAs.NOT_SAID


def test_rows_of_one_organisation_were_sent_together(tmp_path: Path) -> None:
    rows = [HEADER, FIRST, ("C2", *FIRST[1:]), (*FIRST[:4], " WATER  for all", ""), (*FIRST[:4], "Others", ""), SECOND]
    keys = [one.arrival.sending for one in read(xlsx(tmp_path, rows)).comments]
    assert keys[0] == keys[1] == keys[2]
    assert len({*keys}) == 3


def test_names_of_choices_are_read_like_their_codes_and_groups_are_several(tmp_path: Path) -> None:
    header = (*HEADER[:5], "speaks as", "for how many", "groups", "region", "language")
    groups = "Farmers, fishers, pastoralists and foresters; women"
    row = ("c1", "Objection", "", "It does harm.", "", "For a group", 40, groups, "Eastern Africa", "sw")
    (one,) = read(xlsx(tmp_path, [header, row])).comments
    assert (one.speaker.speaks_as, one.speaker.for_how_many) == (SpeaksAs.GROUP, 40)
    assert one.speaker.groups == {"farmers", "women"}
    assert (one.speaker.region, one.language) == ("014", "sw")


def test_choices_of_the_consultation_take_the_place_of_the_usual_ones(tmp_path: Path) -> None:
    own = OwnWords(regions=(Entry(code="north", name="The north"),))
    header = (*HEADER[:4], "region")
    (one,) = read(xlsx(tmp_path, [header, (*FIRST[:4], "the north")]), own).comments
    assert one.speaker.region == "north"
    (fault,) = reasons(lambda: read(xlsx(tmp_path, [header, (*FIRST[:4], "014")]), own))
    assert fault.where == "comments.xlsx, row 2, column region"


SINGLE_FAULTS = [
    ({"clause": ""}, "comment-sheet-cell", "clause"),
    ({"clause": "C9"}, "comment-sheet-cell", "clause"),
    ({"clause": "3.2"}, "comment-sheet-cell", "clause"),
    ({"type": ""}, "comment-sheet-cell", "type"),
    ({"type": "complaint"}, "comment-sheet-cell", "type"),
    ({"publication": "maybe"}, "comment-sheet-cell", "publication"),
    ({"organisation": ""}, "comment-organisation-missing", "organisation"),
    ({"proposed wording": "", "rationale": " … "}, "comment-without-words", "rationale"),
    ({"rationale": "x" * 20_001}, "comment-sheet-cell", "rationale"),
    ({"organisation": "x" * 201}, "comment-sheet-cell", "organisation"),
    ({"for how many": "many"}, "comment-sheet-cell", "for how many"),
    ({"for how many": "0"}, "comment-sheet-cell", "for how many"),
    ({"for how many": "-3"}, "comment-sheet-cell", "for how many"),
    ({"for how many": "1 200"}, "comment-sheet-cell", "for how many"),
    ({"for how many": "9999999999"}, "comment-sheet-cell", "for how many"),
    ({"region": "Atlantis"}, "comment-sheet-cell", "region"),
    ({"sector": "x"}, "comment-sheet-cell", "sector"),
    ({"groups": "women; x"}, "comment-sheet-cell", "groups"),
    ({"speaks as": "x"}, "comment-sheet-cell", "speaks as"),
    ({"language": "English!"}, "comment-sheet-cell", "language"),
]


@pytest.mark.parametrize(("wrong", "code", "column"), SINGLE_FAULTS)
def test_each_fault_alone_is_found_with_its_row_and_column(
    tmp_path: Path, wrong: dict[str, str], code: str, column: str
) -> None:
    header = (*HEADER, *(name for name in wrong if name not in HEADER))
    row = {**dict(zip(HEADER, FIRST, strict=True)), **wrong}
    second = (*SECOND, *[""] * (len(header) - len(SECOND)))
    (fault,) = reasons(lambda: read(comma_separated(tmp_path, [header, second, [row[name] for name in header]])))
    assert (fault.code, fault.where) == (code, f"comments.csv, row 3, column {column}")
    assert fault.do


def test_no_fault_repeats_what_somebody_wrote(tmp_path: Path) -> None:
    row = ("SECRET", "SECRET", "SECRET", "SECRET", "SECRET", "SECRET")
    assert "SECRET" not in "".join(one.sentence() for one in reasons(lambda: read(xlsx(tmp_path, [HEADER, row]))))


def test_all_faults_come_at_once_and_nothing_is_taken(tmp_path: Path) -> None:
    rows = [HEADER, FIRST, ("C9", "x", *FIRST[2:5], "y"), ("", *FIRST[1:4], "", "organisation")]
    places = [one.where for one in reasons(lambda: read(xlsx(tmp_path, rows)))]
    assert sorted(places) == sorted(
        f"comments.xlsx, row {row}, column {column}"
        for row, column in [(3, "type"), (3, "publication"), (3, "clause"), (4, "clause"), (4, "organisation")]
    )


def test_of_very_many_faults_the_first_are_named(tmp_path: Path) -> None:
    faults = reasons(lambda: read(xlsx(tmp_path, [HEADER, *[("C9", *FIRST[1:])] * (MOST_FAULTS + 7)])))
    assert len(faults) == MOST_FAULTS + 1
    assert "7 more faults" in faults[-1].what


def test_a_clause_that_went_is_said_to_have_gone(tmp_path: Path) -> None:
    draft = DRAFT.model_copy(update={"clauses": DRAFT.clauses[:2], "retired": ("C3",)})
    path = xlsx(tmp_path, [HEADER, ("C3", *FIRST[1:])])
    (fault,) = reasons(lambda: read_comment_sheet(path, draft=draft, at=AT, language="en"))
    assert fault.what == "This clause is no longer in the text."


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("clause", "rationale"), "comment-sheet-columns"),
        ((*HEADER, "e-mail"), "comment-sheet-columns"),
        ((*HEADER[:5], "clause"), "header-duplicate"),
        ((*HEADER[:3], "", *HEADER[4:]), "header-empty"),
        (HEADER[:5], "comment-sheet-columns"),
    ],
)
def test_columns_that_are_not_those_of_the_template_are_refused(
    tmp_path: Path, header: tuple[str, ...], code: str
) -> None:
    assert {one.code for one in reasons(lambda: read(xlsx(tmp_path, [header, FIRST])))} == {code}


@pytest.mark.parametrize(("rows", "code"), [([HEADER], "table-without-rows"), ([], "file-empty")])
def test_a_sheet_without_comments_is_refused(tmp_path: Path, rows: Rows, code: str) -> None:
    assert reasons(lambda: read(xlsx(tmp_path, rows)))[0].code == code


def test_too_many_rows_are_refused_in_seconds(tmp_path: Path) -> None:
    path = comma_separated(tmp_path, [HEADER, *[FIRST] * (MOST_ROWS + 1)])
    started = time.process_time()
    assert reasons(lambda: read(path))[0].code == "comment-sheet-too-large"
    assert time.process_time() - started < 3


def test_direction_marks_are_taken_out_of_comments_and_listed(tmp_path: Path) -> None:
    found = read(xlsx(tmp_path, [HEADER, ("C1", "change", "\u202eevil", "البيانات", "", "")]))
    assert (found.comments[0].proposed, found.comments[0].rationale) == ("evil", "البيانات")
    assert [one.where for one in found.unread] == ["rows 2"]


def test_a_formula_is_refused_as_everywhere(tmp_path: Path) -> None:
    assert (
        reasons(lambda: read(xlsx(tmp_path, [HEADER, ("C1", "change", "=1+1", "", "", "")])))[0].code == "cell-formula"
    )


def test_the_template_comes_back_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(comment_template(DRAFT))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["comments", "clauses", "choices", "what to write"]
    assert [row[0].value for row in book["clauses"].iter_rows(min_row=2)] == ["whole text", "C1", "C2", "C3"]
    assert len(book["comments"].data_validations.dataValidation) == 6
    offered = [row[1].value for row in book["choices"].iter_rows(min_row=2) if row[0].value == "type"]
    for number, name in enumerate(offered, start=2):
        book["comments"].cell(number, 1, "C3")
        book["comments"].cell(number, 2, name)
        book["comments"].cell(number, 4, "Because.")
    book.save(path)
    assert [one.type for one in read(path).comments] == list(CommentType)


def test_no_cell_of_the_template_is_run(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(comment_template(DRAFT))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=cmd|' /C calc'!A0" in {cell.value for cell in cells}


def test_the_heading_alone_is_there_for_programs_without_workbooks() -> None:
    assert comment_template_csv().decode("utf-8-sig").strip().split(",") == list(NAMES)


def odd(folder: Path, rows: str, **more: str) -> Path:
    return ods_of(folder, ods_row(HEADER) + rows, **more)


def odd_cell(more: str) -> str:
    return f"<table:table-row>{ods_cell('C1', more)}</table:table-row>"


SPANS = f"<text:p>{'<text:span>' * 3000}x{'</text:span>' * 3000}</text:p>"
ODD = [
    (odd_cell('table:formula="of:=1"'), "cell-formula"),
    (odd_cell('calcext:value-type="error"'), "cell-error"),
    (odd_cell('table:number-columns-spanned="2"'), "cells-merged"),
    (odd_cell('table:number-columns-repeated="9999999"'), "workbook-too-wide"),
    (ods_row(FIRST, f'table:number-rows-repeated="{MOST_CELLS}"'), "workbook-too-wide"),
    (ods_row(FIRST, 'table:number-rows-repeated="99999999999"'), "workbook-too-wide"),
    (ods_row(["x"] * 1000) + ods_row(["y"], 'table:number-rows-repeated="2500"'), "workbook-too-wide"),
    (ods_row([""] * 9, f'table:number-rows-repeated="{MOST_CELLS}"') + ods_row(FIRST), "workbook-too-wide"),
    ("<table:table-row><oops", "workbook-broken"),
    (f"<table:table-row><table:table-cell>{SPANS}</table:table-cell></table:table-row>", "workbook-broken"),
    ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "xml-declares-entities"),
]


@pytest.mark.parametrize(("rows", "code"), ODD, ids=range(len(ODD)))
def test_open_documents_that_would_mislead_or_grow_are_refused(tmp_path: Path, rows: str, code: str) -> None:
    started = time.process_time()
    assert reasons(lambda: read(odd(tmp_path, rows)))[0].code == code
    assert time.process_time() - started < 4


def test_an_open_document_behind_a_password_is_refused(tmp_path: Path) -> None:
    path = odd(tmp_path, ods_row(FIRST), manifest="<m><encryption-data/></m>")
    assert reasons(lambda: read(path))[0].code == "file-encrypted"


def test_a_remark_on_a_cell_of_an_open_document_is_no_part_of_it(tmp_path: Path) -> None:
    remark = "<office:annotation><text:p>aside</text:p></office:annotation>"
    cell = f"<table:table-cell>{remark}<text:p>People<text:s text:c='1'/>first<text:tab/>.</text:p></table:table-cell>"
    row = f"<table:table-row>{ods_cell('C1')}{ods_cell('change')}{cell}</table:table-row>"
    assert read(odd(tmp_path, row)).comments[0].proposed == "People first ."
