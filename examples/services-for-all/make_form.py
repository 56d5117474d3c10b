"""Build form.xlsx from the sheets in form/*.csv: people review the text, tools read the workbook.

Run: python make_form.py [--out FILE]. The same text gives the same workbook, byte for byte, on one machine.
"""

import argparse
import csv
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
SHEETS = ("survey", "choices", "settings")
FIXED_TIME = (2025, 2, 20, 0, 0, 0)  # the day on which the form was frozen


def sheet_rows(name: str) -> list[list[str]]:
    """The rows of one sheet, header first."""
    with (HERE / "form" / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


def workbook_bytes() -> bytes:
    """The workbook as openpyxl writes it, cells as text, empty cells left out."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = book.create_sheet(name)
        for row in sheet_rows(name):
            sheet.append([cell or None for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def without_clock(workbook: bytes) -> bytes:
    """The same workbook with one fixed time in place of the time of writing."""
    fixed = io.BytesIO()
    stamp = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*FIXED_TIME).encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, source.read(name))
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return fixed.getvalue()


def main() -> None:
    """Write the form where the person asked for it."""
    parser = argparse.ArgumentParser(description="Build form.xlsx from form/*.csv.")
    parser.add_argument("--out", type=Path, default=HERE / "form.xlsx")
    out: Path = parser.parse_args().out
    out.write_bytes(without_clock(workbook_bytes()))
    print(f"Wrote {out}.")


if __name__ == "__main__":
    main()
