"""Files in the layout of Open SDG: what they publish, and each fault by file and row."""

from pathlib import Path

import pytest

from nyhavn.exchange.incoming.open_sdg import OpenSdgSource, read_open_sdg
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.sdg import Group


def read(folder: Path, text: str, name: str = "indicator_1-2-1.csv") -> OpenSdgSource:
    (folder / name).write_text(text, encoding="utf-8")
    return read_open_sdg(folder, source="an office", place="a land")


def test_a_group_is_published_where_one_of_its_rows_has_a_figure(tmp_path: Path) -> None:
    source = read(tmp_path, "Year,Sex,Age,Mood,Value\n2019,,,,12\n2020,Female,,,13.5\n2021,,Old,,\n2021,,,good,1\n")
    (found,) = source.published
    assert (found.indicator, found.groups, found.latest) == ("1.2.1", {Group.SEX}, "2021")
    assert source.unknown == {"Mood": ("1.2.1",)}


def test_gender_is_no_sex(tmp_path: Path) -> None:
    source = read(tmp_path, "Year,Gender,Value\n2020,woman,13.5\n")
    assert source.published[0].groups == frozenset()
    assert "Gender" in source.unknown


def test_empty_rows_before_the_first_and_short_rows_are_read(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "\n\nYear,Sex,Value\n2020,Female,1\nThere is no data for this indicator yet,\n").published
    assert found.has_figures and found.groups == {Group.SEX}


@pytest.mark.parametrize(
    ("says", "is_statistical"),
    [("There is no data for this indicator yet", True), ("This is a non-statistical indicator.", False)],
)
def test_a_file_without_figures_says_why(tmp_path: Path, says: str, is_statistical: bool) -> None:
    (found,) = read(tmp_path, f"Year,Value\n{says},\n").published
    assert (found.has_figures, found.is_statistical, found.latest) == (False, is_statistical, "")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "indicator_1-2-1.csv, row 1"),
        ("When,Value\n2020,1\n", "indicator_1-2-1.csv, row 1"),
        ("Year,Value\n2020,1\n2021,1,2\n", "indicator_1-2-1.csv, row 3"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_row(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    assert refused.value.codes == ("open-sdg-wrong",)
    assert refused.value.reasons[0].where == where


def test_other_bytes_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_open_sdg(tmp_path, source="", place="")
    assert refused.value.codes == ("open-sdg-empty",)
    (tmp_path / "indicator_1-1-1.csv").write_bytes(b"Year,Value\n2020,\xff\n")
    with pytest.raises(Refusal) as refused:
        read_open_sdg(tmp_path, source="", place="")
    assert refused.value.codes == ("open-sdg-wrong",)
