"""Real published tables for the tests of findings: read as they stand, looked at with declared checks."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import findings
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.instrument import AnswerType, Instrument, Question

TODAY = date(2026, 1, 1)
SEPARATORS = {"adult.csv": ";"}
MISSING_MARKS = {"flag.ex01.csv": "NA", "sp.ex02.csv": "NA"}  # beside the empty cell, by file


@cache
def measured(folder: Path):
    """What was measured before the checks existed."""
    return json.loads((folder / "measured_counts.json").read_text(encoding="utf-8"))


@cache
def described(folder: Path) -> str:
    """The description of a data set, in one line: it holds counts that the list of measured counts lacks."""
    return " ".join((folder / "README.md").read_text(encoding="utf-8").split())


@cache
def table(path: Path) -> pa.Table:
    """A table as it stands in the file, every cell text but the missing ones."""
    parsed = pa_csv.ParseOptions(newlines_in_values=True, delimiter=SEPARATORS.get(path.name, ","))
    with pa_csv.open_csv(path, parse_options=parsed) as opened:
        headers = opened.schema.names
    texts = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(headers, pa.string()),
        null_values=["", MISSING_MARKS.get(path.name, "")],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    return pa_csv.read_csv(path, parse_options=parsed, convert_options=texts)


def check(kind, *columns, by=(), **parameters):
    return CheckDeclaration(kind=kind, columns=columns, by=by, parameters=parameters)


def looked_at(path, *checks, questions=(), types=None, identity=(), keys=(), rules=(), without=()):
    """All findings but those about missing answers. questions: those that are known; types: of other columns by header;
    what is neither is a calculated column, at which no check looks by itself. without: headers that are left out."""
    known, types = {question.column for question in questions}.union(without), types or {}
    rest = [
        Question(name, name, types.get(name, AnswerType.CALCULATE))
        for name in table(path).column_names
        if name not in known
    ]
    form = Instrument("", "", "", (*questions, *rest))
    columns = {question.name: table(path).column(question.column) for question in form.questions}
    numbered = pa.table(columns | {"_row": pa.array(range(1, table(path).num_rows + 1), pa.int64())})
    with open_session() as session:
        raised = findings(
            session.frame(numbered), form, checks=checks, identity=identity, keys=keys, rules=rules, today=TODAY
        )
    return [each for each in raised if each.check != "missing-answer"]


def found(path, *checks, **declared):
    """The findings by check and columns (rules: by their words)."""
    raised = looked_at(path, *checks, **declared)
    return {(each.check, *((each.wording,) if each.check == "inconsistent" else each.columns)): each for each in raised}


def figures(finding):
    """The evidence of a finding by name."""
    return {figure.name: figure.value for figure in finding.evidence}
