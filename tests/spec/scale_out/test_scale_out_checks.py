"""Every check and every count of answers finds the same on every engine."""

import pyarrow as pa
import pytest
from interviews import CHECKS, INSTRUMENT, KEYS, RULES, TODAY, interviews

from engines import on_every_engine
from nyhavn.engine.quality import findings, profile, response
from nyhavn.engine.quality.declared import RUNS
from nyhavn.framework.checks import CHECKS as VOCABULARY

pytestmark = pytest.mark.engines

WITHOUT_DECLARATION = {
    "missing-answer",
    "answered-not-asked",
    "unreadable",
    "out-of-range",
    "not-a-choice",
    "not-evaluated",
    "not-judged",
    "exact-duplicate",
    "key-duplicate",
    "inconsistent",
}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return interviews()


def test_every_check_finds_the_same_on_every_engine(table: pa.Table) -> None:
    """Rows, row numbers, evidence and wording, of all kinds that there are; and each of them finds something."""
    found = on_every_engine(
        table,
        lambda frame: findings(frame, INSTRUMENT, rules=RULES, keys=KEYS, checks=CHECKS, today=TODAY),
    )
    assert {check.kind for check in CHECKS} == set(RUNS)
    declared = {code for kind in VOCABULARY.kind.values() for code in kind.finding}
    assert {finding.check for finding in found} == declared | WITHOUT_DECLARATION


def test_the_response_is_the_same_on_every_engine(table: pa.Table) -> None:
    counts = on_every_engine(table, lambda frame: response(frame, INSTRUMENT, today=TODAY))
    age = next(each for each in counts if each.question == "age")
    assert (age.rows, age.asked, age.missing) == (table.num_rows, table.num_rows, 1)


def test_the_shape_of_a_file_is_the_same_on_every_engine(table: pa.Table) -> None:
    shape = on_every_engine(table.drop_columns("_row"), profile)
    assert shape.rows == table.num_rows
    assert shape.column("later").is_empty and shape.column("sex").distinct == 2
