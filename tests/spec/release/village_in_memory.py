"""The village without files: its plan, form and contributions in memory, and the same exported."""

import csv
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from nyhavn.chain.forms import read_form
from nyhavn.chain.inputs import Inputs, inputs_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_text import plan_text
from nyhavn.chain.received import received_of
from spec.bad_input.village import PLAN, answers

# What a spreadsheet, a comma, a quotation mark or a line end could spoil on the way through a file.
AWKWARD = (
    'She said "no", twice',
    "two\nlines",
    "two\r\nlines",
    " blanks ",
    "=1+1",
    "١٢٣ نعم",
    "0012",
    "NA",
    "null",
    "",
)


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def table_of(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    """Answers as a program holds them: text, and "" where there is none."""
    return pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(headers)})


def village_table(rows: int = 200) -> pa.Table:
    """The answers of the village, with awkward words."""
    headers, *lines = [line.split(",") for line in answers(rows).splitlines()]
    return table_of(headers, [(*line[:2], AWKWARD[at % len(AWKWARD)]) for at, line in enumerate(lines)])


def village_plan(text: str = PLAN) -> Plan:
    return Plan.model_validate(tomllib.loads(text))


def from_memory(plan: Plan, form: Path | bytes, table: pa.Table) -> Inputs:
    """The inputs without any file of contributions."""
    content = form.read_bytes() if isinstance(form, Path) else form
    read = read_form(plan.instrument.form or plan.instrument.dictionary, content)
    return inputs_of(plan, read.instrument, read.readings, received_of(table, name=plan.contributions.file))


def exported(plan: Plan, form: bytes, table: pa.Table, folder: Path) -> Path:
    """Plan, form and contributions as files. The path of the plan."""
    folder.mkdir()
    (folder / "plan.toml").write_text(plan_text(plan), encoding="utf-8")
    (folder / (plan.instrument.form or plan.instrument.dictionary)).write_bytes(form)
    with (folder / plan.contributions.file).open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(table.column_names)
        lines.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return folder / "plan.toml"
