"""Tables in OpenDocument: exact text as of every other workbook, and where sheets are unclear, that is said."""

from pathlib import Path

from in_comments import NAMESPACES, ods, ods_of, ods_row, reasons
from in_drafts import with_parts

from nyhavn.exchange.incoming.spreadsheet import read_table

VALUES = """<table:table-row>
<table:table-cell office:value-type="float" office:value="12"><text:p>12.00</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="0.1"><text:p>0,1</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50 %</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-03-02"><text:p>02.03.26</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-03-02T10:30:00"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>
</table:table-cell>
<table:table-cell office:value-type="string" office:string-value="only here"/>
</table:table-row>"""


def test_cells_become_the_text_that_they_become_everywhere(tmp_path: Path) -> None:
    path = ods_of(tmp_path, ods_row(["whole", "part", "share", "day", "moment", "truth", "text", "other"]) + VALUES)
    (row,) = read_table(path).table.to_pylist()
    assert list(row.values()) == [
        "12",
        "0.1",
        "0.5",
        "2026-03-02",
        "2026-03-02T10:30:00",
        "TRUE",
        "a  b\nc",
        "only here",
    ]


def test_a_table_with_a_million_empty_rows_behind_it_is_read(tmp_path: Path) -> None:
    received = read_table(ods(tmp_path, [("a", "b"), (1, ""), ("", "x")]))
    assert received.table.to_pydict() == {"a": ["1", None], "b": [None, "x"]}
    assert (received.file, received.sheet) == ("comments.ods", "comments")


def test_rows_and_cells_that_are_said_to_repeat_are_repeated(tmp_path: Path) -> None:
    twice = ods_row(["x", "y"], 'table:number-rows-repeated="2"')
    assert read_table(ods_of(tmp_path, ods_row(["a", "b"]) + twice)).table.to_pydict() == {
        "a": ["x", "x"],
        "b": ["y", "y"],
    }


def test_hidden_sheets_are_left_out_and_several_are_unclear(tmp_path: Path) -> None:
    style = (
        '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles>"
    )
    rows = ods_row(["a"]) + ods_row(["x"])
    other = '<table:table table:name="other"{}>' + rows + "</table:table>"

    def book(more: str) -> bytes:
        tables = f'<table:table table:name="one">{rows}</table:table>{other.format(more)}'
        body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        return f"<office:document-content {NAMESPACES}>{style}{body}</office:document-content>".encode()

    path = ods_of(tmp_path, rows)
    assert read_table(with_parts(path, {"content.xml": book(' table:style-name="h"')})).sheet == "one"
    assert reasons(lambda: read_table(with_parts(path, {"content.xml": book("")})))[0].code == "sheet-unclear"
    assert read_table(with_parts(path, {"content.xml": book("")}), sheet="other").sheet == "other"
