"""Forms that cannot be read: each fault has its place and its repair, and the repair works."""

from pathlib import Path

import pytest
from in_forms import YES_NO, Rows, broken, read


def test_choices_of_one_name_are_refused_with_the_setting_that_allows_them(tmp_path: Path) -> None:
    choices = [["list_name", "name", "label"], ["l", "a", "A"], ["l", "b", "B"], ["l", "a", "Again"]]
    reason = broken(tmp_path, [["type", "name", "label"], ["select_one l", "q", "Q"]], choices)
    assert reason.where == "form.xlsx, sheet choices, row 4"
    assert "allow_choice_duplicates with the value yes to the settings sheet" in reason.do


def test_the_repair_for_choices_of_one_name_works(tmp_path: Path) -> None:
    choices = [["list_name", "name", "label"], ["l", "a", "A"], ["l", "b", "B"], ["l", "a", "Again"]]
    survey = [["type", "name", "label"], ["select_one l", "q", "Q"]]
    assert read(tmp_path, survey, choices, [["allow_choice_duplicates"], ["yes"]]).questions[0].codes == {"a", "b"}


def test_a_group_named_meta_is_refused_with_another_name(tmp_path: Path) -> None:
    survey = [["type", "name", "label"], ["begin_group", "meta", "M"], ["text", "q", "Q"], ["end_group", None, None]]
    reason = broken(tmp_path, survey)
    assert (reason.where, "form_meta" in reason.do) == ("form.xlsx, sheet survey, row 2", True)
    survey[1][1] = "form_meta"
    assert read(tmp_path, survey).questions[0].groups == ("form_meta",)


@pytest.mark.parametrize(
    ("survey", "row", "word"),
    [
        ([["select_one nowhere", "q", "Q"]], "row 2", "choices sheet"),
        ([["text", None, "Q"]], "row 2", "name"),
        ([["text", "a b", "Q"]], "row 2", "letters"),
        ([["calculate", "c", None]], "row 2", "calculation"),
        ([["begin_group", "g", "G"], ["text", "q", "Q"]], "", "end row"),
        ([["text", "q", "Is ${nobody} home?"]], "", "${...}"),
        ([["text", "q", "Q"], ["text", "q", "Q"]], "", "another name"),
    ],
)
def test_each_fault_of_a_form_has_a_place_and_a_repair(tmp_path: Path, survey: Rows, row: str, word: str) -> None:
    reason = broken(tmp_path, [["type", "name", "label"], *survey], YES_NO)
    assert row in reason.where
    assert word in reason.do


def test_two_columns_of_one_header_are_refused(tmp_path: Path) -> None:
    reason = broken(tmp_path, [["type", "name", "label", "label"], ["text", "q", "Q", "R"]])
    assert (reason.where, "header label" in reason.what) == ("form.xlsx, sheet survey, row 1", True)


@pytest.mark.parametrize("survey", [[["type", "name", "label"]], [["type", "name", "label"], ["note", "n", "Hello"]]])
def test_a_form_that_asks_nothing_is_refused(tmp_path: Path, survey: Rows) -> None:
    broken(tmp_path, survey)


def test_a_workbook_that_is_no_form_is_refused(tmp_path: Path) -> None:
    broken(tmp_path, [["name", "age"], ["Ann", 3]])


def test_saved_values_of_formulas_count_in_a_form_as_they_do_for_the_tools_that_collect(tmp_path: Path) -> None:
    """Nothing is evaluated: a formula that was never worked out is an empty cell."""
    survey = [["type", "name", "label", "hint"], ["text", "q", "Q", '="a"&"b"']]
    assert [question.name for question in read(tmp_path, survey).questions] == ["q"]
