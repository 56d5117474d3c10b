"""Checks that a form declares for its own questions, in a column that devices pass over."""

from pathlib import Path

import pytest
from in_forms import read

from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.refusal import Refusal

HEADER = ["type", "name", "label", "quality"]


def test_checks_of_a_form_belong_to_the_question_of_their_row(tmp_path: Path) -> None:
    instrument = read(
        tmp_path,
        [
            HEADER,
            ["begin group", "child", "Child", ""],
            ["decimal", "weight", "Weight", "outlier k=2 by=team; digit-preference"],
            ["end group", "", "", ""],
            ["text", "team", "Team", ""],
            ["integer", "age", "Age", "age-heaping"],
        ],
    )
    assert instrument.checks == (
        CheckDeclaration(kind="outlier", columns=("weight",), by=("team",), parameters={"k": 2}),
        CheckDeclaration(kind="digit-preference", columns=("weight",)),
        CheckDeclaration(kind="age-heaping", columns=("age",)),
    )


def test_the_column_changes_nothing_else_of_the_form(tmp_path: Path) -> None:
    with_checks = read(tmp_path, [HEADER, ["integer", "age", "Age", "age-heaping"]])
    without = read(tmp_path, [HEADER[:3], ["integer", "age", "Age"]])
    assert with_checks.questions == without.questions
    assert with_checks.warnings == without.warnings
    assert without.checks == ()


def test_the_header_may_be_written_in_capitals(tmp_path: Path) -> None:
    assert read(tmp_path, [[*HEADER[:3], " Quality"], ["integer", "age", "Age", "age-heaping"]]).checks


def test_cells_that_cannot_be_read_are_refused_together_with_their_rows(tmp_path: Path) -> None:
    rows = [HEADER, ["integer", "age", "Age", "outlier k"], ["text", "a", "A", ""], ["decimal", "w", "W", "outlier =3"]]
    with pytest.raises(Refusal) as caught:
        read(tmp_path, rows)
    assert caught.value.codes == ("check-unreadable", "check-unreadable")
    assert [reason.where for reason in caught.value.reasons] == [
        f"form.xlsx, sheet survey, row {row}, column quality" for row in (2, 4)
    ]
