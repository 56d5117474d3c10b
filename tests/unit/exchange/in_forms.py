"""Writes small forms as real workbooks and reads them, for tests only."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from nyhavn.exchange.incoming.xlsform import read_xlsform
from nyhavn.framework.instrument import Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal

Rows = Sequence[Sequence[object]]
YES_NO: Rows = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"], ["yn", "dnk", "Do not know"]]


def form(folder: Path, survey: Rows, choices: Rows = (), settings: Rows = ()) -> Path:
    """A real workbook with the sheets of a form."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        if rows:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
    path = folder / "form.xlsx"
    book.save(path)
    return path


def read(folder: Path, survey: Rows, choices: Rows = (), settings: Rows = ()) -> Instrument:
    return read_xlsform(form(folder, survey, choices, settings))


def asked(folder: Path, *survey: Sequence[object], choices: Rows = YES_NO) -> dict[str, Question]:
    """The questions by name, of a form with the columns type, name, label, relevant, calculation."""
    header = ["type", "name", "label", "relevant", "calculation"]
    return {question.name: question for question in read(folder, [header, *survey], choices).questions}


def broken(folder: Path, survey: Rows, choices: Rows = (), settings: Rows = ()) -> Reason:
    with pytest.raises(Refusal) as caught:
        read(folder, survey, choices, settings)
    (reason,) = caught.value.reasons
    assert reason.code == "form-broken"
    assert reason.do
    assert reason.what.endswith(".")
    return reason
