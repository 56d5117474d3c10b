"""SDMX codes that a form gives its answers: checked when the form is read, each fault by its sheet and row."""

from pathlib import Path

import pytest
from in_forms import read

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.sdmx_codes import name_of

HEADER = ["type", "name", "label", "sdmx"]
QUESTION = ["select_one difficulty", "seeing", "Do you have difficulty seeing?", "DISABILITY_STATUS"]
CHOICES = [
    ["list_name", "name", "label", "sdmx"],
    ["difficulty", "with", "Yes, a lot", "PD"],
    ["difficulty", "without", "No, or some", "PWD"],
    ["difficulty", "dnk", "I do not know", ""],
]


def choices(place: int, code: str) -> list[list[str]]:
    """With another code in one row."""
    return [[*row[:3], code] if number == place else row for number, row in enumerate(CHOICES)]


def test_each_answer_has_its_code_and_who_does_not_know_needs_none(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [HEADER, QUESTION], CHOICES).official
    assert (found.question, found.dimension) == ("seeing", "DISABILITY_STATUS")
    assert found.codes == {"with": "PD", "without": "PWD", "dnk": ""}


def test_the_column_changes_nothing_else_of_the_form(tmp_path: Path) -> None:
    coded = read(tmp_path, [HEADER, QUESTION], CHOICES)
    plain = read(tmp_path, [HEADER[:3], QUESTION[:3]], [row[:3] for row in CHOICES])
    assert coded.questions == plain.questions
    assert coded.warnings == plain.warnings
    assert plain.official == ()


def test_an_answer_beside_the_list_is_the_only_one_that_lacks_a_code(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, [HEADER, ["select_one difficulty or_other", *QUESTION[1:]]], CHOICES)
    assert [reason.where.rpartition(" ")[2] for reason in refused.value.reasons] == ["other"]


def test_what_has_no_official_code_takes_a_custom_one(tmp_path: Path) -> None:
    question = [*QUESTION[:3], "cust_breakdown"]
    (found,) = read(tmp_path, [HEADER, question], [*choices(1, "C01")[:2], *choices(2, "C999")[2:]]).official
    assert (found.dimension, found.codes["without"]) == ("CUST_BREAKDOWN", "C999")


@pytest.mark.parametrize(
    ("question", "listed", "code", "says"),
    [
        (QUESTION, choices(2, ""), "sdmx-unmapped", "choice without"),
        (QUESTION, choices(1, "DISABLED"), "sdmx-code-unknown", "PD (Persons with disability)"),
        (QUESTION, choices(1, "_T"), "sdmx-code-unknown", "the total of everybody"),
        ([*QUESTION[:3], "DISABILITY"], CHOICES, "sdmx-dimension-unknown", "DISABILITY_STATUS"),
        ([*QUESTION[:3], "SERIES"], CHOICES, "sdmx-dimension-unknown", "no dimension by which people"),
        ([*QUESTION[:3], "SEX"], CHOICES, "sdmx-sex-in-form", "who agreed it, and when"),
        (["select_multiple difficulty", *QUESTION[1:]], CHOICES, "sdmx-not-one-answer", "exactly one answer"),
        (["integer", *QUESTION[1:3], "AGE"], CHOICES, "sdmx-not-one-answer", "exactly one answer"),
        ([*QUESTION[:3], "CUST_BREAKDOWN"], choices(2, "C01")[:1] + choices(1, "C0")[1:2], "sdmx-code-unknown", "C999"),
    ],
)
def test_one_fault_is_refused_with_its_place(
    tmp_path: Path, question: list[str], listed: list[list[str]], code: str, says: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, [HEADER, question], listed)
    assert refused.value.codes == (code,)
    assert says in str(refused.value)
    assert "form.xlsx, sheet survey, row 2, column sdmx" in refused.value.reasons[0].where


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, [HEADER, QUESTION], [CHOICES[0], *[[*row[:3], ""] for row in CHOICES[1:]]])
    assert refused.value.codes == ("sdmx-unmapped", "sdmx-unmapped")


def test_codes_that_mislead_are_shown_with_their_names() -> None:
    assert name_of("DISABILITY_STATUS", "PD") == "Persons with disability"
    assert name_of("DISABILITY_STATUS", "PWD") == "Persons without disability"
    assert name_of("CUST_BREAKDOWN", "C07") == ""
    with pytest.raises(KeyError):
        name_of("CUST_BREAKDOWN", "C00")
