"""Every quality check on the file of the benchmark `quality`: instrument, declared checks, and one run of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
from quality_data import AGE, COUNTRY, STATE, survey

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import examined, identifiers, profile_findings
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.findings import Finding
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question

TODAY = date(2026, 11, 25)
MEMORY = "8GB"  # of either side, where the file is larger than memory
OWN_TYPES = {
    "today": AnswerType.DATE,
    "born": AnswerType.DATE,
    "born_month": AnswerType.INTEGER,
    "born_year": AnswerType.INTEGER,
    "latitude": AnswerType.DECIMAL,
    "longitude": AnswerType.DECIMAL,
    "accuracy": AnswerType.DECIMAL,
    "weight": AnswerType.DECIMAL,
    "height": AnswerType.DECIMAL,
    AGE: AnswerType.INTEGER,
}
METADATA = {"start": "start", "end": "end", "enumerator": "username", "device": "deviceid"}
YES_NO = tuple(map(Choice, ("Yes", "No", "Maybe", "0", "1", "0.0", "1.0")))
CONSTRAINTS = {AGE: ". >= 15 and . <= 110", "weight": ". > 0", "height": ". > 50 and . < 250", "born": ". <= today()"}
RELEVANT = {STATE: "${" + COUNTRY + "} = 'United States of America'"}


def instrument(columns: list[str]) -> Instrument:
    """The columns as questions; their names stand in expressions, so that the relevant ones are plain."""
    return Instrument("survey", "1", "Survey", tuple(_question(column) for column in columns))


def _question(column: str) -> Question:
    if column in METADATA:
        return Question(column, column, AnswerType.METADATA, metadata=METADATA[column])
    kind = OWN_TYPES.get(column, AnswerType.TEXT)
    if column.startswith(("Do you", "Have you", "Are you")):
        return Question(column, column, AnswerType.SELECT_ONE, choices=YES_NO)
    return Question(
        column, column, kind, constraint=CONSTRAINTS.get(column, ""), relevant=RELEVANT.get(column, ""),
        required=column == AGE,
    )  # fmt: skip


RULES = (Rule(id="born", says="Too old for the year of birth.", must_hold="${born_year} + 0 <= 2026"),)
CHECKS = tuple(
    CheckDeclaration(kind=kind, columns=columns, by=by, parameters=parameters)
    for kind, columns, by, parameters in (
        ("near-duplicate", (), ("enumerator", "today"), {}),
        ("outlier", ("weight",), ("enumerator",), {"method": "mad", "k": 3.5}),
        ("digit-preference", ("weight", "height"), (), {}),
        ("age-heaping", (AGE,), (), {}),
        ("age-ratio", (AGE,), (), {"low": 18, "split": 34, "high": 50}),
        ("sex-ratio", (COUNTRY,), (), {"males": "United Kingdom", "females": "Canada"}),
        ("duration", ("start", "end"), (), {"shortest": 10, "longest": 120}),
        ("time-order", ("start", "end"), (), {}),
        ("overlapping-interviews", ("start", "end"), ("enumerator",), {}),
        ("far-from-cluster", ("latitude", "longitude"), ("cluster",), {"kilometres": 2}),
        ("same-point", ("latitude", "longitude"), (), {"pile": 10}),
        ("poor-accuracy", ("accuracy",), (), {"metres": 50}),
        ("enumerator-effect", ("weight", AGE), ("enumerator",), {}),
        ("default-date", ("born",), (), {}),
        ("swapped-date", ("born",), (), {"from": "1946-01-01", "to": "2006-12-31"}),
        ("date-parts", ("born", "born_month", "born_year"), (), {}),
        ("number-as-text", (AGE,), (), {}),
        ("other-unit", ("weight", "height"), (), {}),
        ("sentinel-number", (AGE,), (), {}),
        ("several-notations", (COUNTRY, STATE), (), {}),
        ("several-spellings", (COUNTRY, STATE), (), {}),
    )
)


@contextmanager
def opened(path: Path) -> Iterator[nw.LazyFrame]:
    """The file as a lazy frame with row numbers: CSV read into memory, Parquet scanned where it lies."""
    if path.suffix == ".csv":
        table = survey(path, pa.dictionary(pa.int32(), pa.string()))
        numbered = table.append_column("_row", pa.array(np.arange(1, table.num_rows + 1)))
        with open_session() as session:
            yield session.frame(numbered)
    else:
        with duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": str(path.parent / "spill")}
        ) as connection:
            yield nw.from_native(connection.read_parquet(str(path))).lazy()


def all_checks(path: Path) -> tuple[Finding, ...]:
    """The shape of the file, direct identifiers, and every check of the answers."""
    with opened(path) as frame:
        columns = [name for name in frame.collect_schema().names() if name != "_row"]
        form, received = instrument(columns), dict(zip(columns, columns, strict=True))
        found = examined(frame, form, received, rules=RULES, checks=CHECKS, keys=[("id",)], today=TODAY)
        identifiers(frame, form, found.profile)
        return (*profile_findings(found.profile), *found.findings)


def summarize(path: Path) -> int:
    """One full scan by DuckDB's own SUMMARIZE; the number of columns."""
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(path.parent / "spill")}) as connection:
        but = "" if path.suffix == ".csv" else "EXCLUDE (_row)"
        return len(connection.execute(f"SUMMARIZE SELECT * {but} FROM '{path}'").fetchall())
