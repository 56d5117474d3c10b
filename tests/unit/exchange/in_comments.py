"""A small draft to comment on, and sheets and messages about it, for tests only."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from nyhavn.framework.clauses import DraftText, FoundText, Passage, first_version
from nyhavn.framework.refusal import Reason, Refusal

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
DRAFT: DraftText = first_version(
    FoundText(
        title="Draft",
        language="en",
        passages=tuple(Passage(text=text) for text in ("People are asked.", "=cmd|' /C calc'!A0", "Results go home.")),
    ),
    version="1",
)
HEADER = ("clause", "type", "proposed wording", "rationale", "organisation", "publication")
Rows = Sequence[Sequence[object]]


def xlsx(folder: Path, rows: Rows, name: str = "comments.xlsx", sheet: str = "comments") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


def comma_separated(folder: Path, rows: Rows, delimiter: str = ",", name: str = "comments.csv") -> Path:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    (folder / name).write_bytes(written.getvalue().encode())
    return folder / name


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip


def ods_of(folder: Path, rows_xml: str, name: str = "comments.ods", manifest: str = "<m/>") -> Path:
    """An OpenDocument spreadsheet with these rows, as XML."""
    table = f'<table:table table:name="comments">{rows_xml}</table:table>'
    content = f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>{table}</office:spreadsheet>"
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content + "</office:body></office:document-content>")
    return folder / name


def ods_cell(value: object, more: str = "") -> str:
    if value == "":
        return f"<table:table-cell {more}/>"
    if isinstance(value, int):
        said = f'office:value-type="float" office:value="{value}" {more}'
        return f"<table:table-cell {said}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string" {more}>{lines}</table:table-cell>'


def ods_row(row: Sequence[object], more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(map(ods_cell, row))}</table:table-row>"


def ods(folder: Path, rows: Rows) -> Path:
    """As programs write it: with a million empty rows and a thousand empty columns behind the table."""
    rest = (
        '<table:table-row table:number-rows-repeated="1048560"><table:table-cell table:number-columns-repeated="1024"/>'
    )
    return ods_of(folder, "".join(map(ods_row, rows)) + rest + "</table:table-row>")


def message(text: str, *, subject: str = "The draft", sender: str = "Amina Haddad <amina@example.org>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "consultation@example.net", subject
    made["Date"] = "Mon, 31 Aug 2026 09:30:00 +0200"
    made.set_content(text)
    return made


def eml(folder: Path, made: EmailMessage, name: str = "message.eml") -> Path:
    (folder / name).write_bytes(made.as_bytes())
    return folder / name


def reasons(call: Callable[[], object]) -> tuple[Reason, ...]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.reasons
