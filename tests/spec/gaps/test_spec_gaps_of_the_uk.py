"""The gap map of the United Kingdom agrees with a second query that shares no line with it."""

import csv
import json
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.open_sdg import read_open_sdg
from nyhavn.framework.gaps import Cell, CellState, Rank, gap_map, gaps
from nyhavn.framework.sdg import INDICATORS, Group

pytestmark = pytest.mark.data
# Written down once more, on purpose: not read from where the product reads it.
COLUMNS = {
    "sex": {"Sex", "Sex by disability"},
    "age": {"Age", "Age (default)"},
    "disability": {"Disability status", "Disability status (household)", "Sex by disability"},
    "migratory-status": {"Country of birth"},
    "income": {"Income", "Household income", "Disposable income decile", "Income quintile (household)"},
    "urbanisation": {"Urbanisation", "Urbanisation sub-category", "Urban or rural"},
    "other": {"Highest qualification", "Occupation", "Occupation unit group", "Occupation minor group"},
}
DIMENSIONS = {
    "sex": ("SEX",),
    "age": ("AGE",),
    "disability": ("DISABILITY_STATUS",),
    "migratory-status": ("COMPOSITE_BREAKDOWN",),
    "income": ("INCOME_WEALTH_QUANTILE",),
    "urbanisation": ("URBANISATION",),
    "other": ("EDUCATION_LEV", "OCCUPATION"),
}


@pytest.fixture(scope="module")
def folder(reference_data: Path) -> Path:
    return reference_data / "reference_uk_sdg"


@pytest.fixture(scope="module")
def cells(folder: Path) -> tuple[Cell, ...]:
    read = read_open_sdg(folder, source="ONS", place="United Kingdom")
    known = {one.indicator for one in read.published}
    assert len(known) == 88
    return gap_map([one for code, one in INDICATORS.items() if code in known], read.published)


def admitted(repository: Path) -> set[tuple[str, str]]:
    """Indicator and group, from the two files of the official structure by plain means."""
    data = repository / "src" / "nyhavn" / "framework" / "data" / "sdg"
    with (data / "series.csv").open(encoding="utf-8-sig", newline="") as stream:
        series = {row["SERIES"]: row for row in csv.DictReader(stream)}
    found = set()
    with (data / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for code in row["global_series"].split():
                for group, dimensions in DIMENSIONS.items():
                    for dimension in dimensions:
                        codes = [one for one in series[code][dimension].split(";") if one]
                        if group == "migratory-status":
                            codes = [one for one in codes if one.startswith("MS_")]
                        if codes == ["ALL"] or len(codes) > 1:
                            found.add((row["indicator"], group))
    return found


def shown(folder: Path) -> tuple[set[tuple[str, str]], set[str], set[str]]:
    """Indicator and group with a figure; indicators with any figure; those that are no statistics."""
    broken_down, with_figures, not_statistical = set(), set(), set()
    for path in folder.glob("indicator_*.csv"):
        indicator = path.stem[len("indicator_") :].replace("-", ".")
        text = path.read_text(encoding="utf-8-sig")
        if "non-statistical indicator" in text:
            not_statistical.add(indicator)
        for row in csv.DictReader(text.lstrip().splitlines()):
            if not row.get("Value"):
                continue
            with_figures.add(indicator)
            for group, names in COLUMNS.items():
                if any(row.get(name) for name in names):
                    broken_down.add((indicator, group))
    return broken_down, with_figures, not_statistical


def test_indicators_without_any_figure_are_the_headline_gaps(cells: tuple[Cell, ...], folder: Path) -> None:
    _, with_figures, not_statistical = shown(folder)
    everything = {path.stem[len("indicator_") :].replace("-", ".") for path in folder.glob("indicator_*.csv")}
    found = {cell.indicator for cell in cells if cell.rank is Rank.HEADLINE}
    assert found == everything - with_figures - not_statistical
    assert len(found) == 8


def test_each_admitted_breakdown_without_a_figure_is_a_gap_and_no_other_is(
    cells: tuple[Cell, ...], folder: Path, repository: Path
) -> None:
    broken_down, with_figures, not_statistical = shown(folder)
    looked_at = {cell.indicator for cell in cells} - not_statistical
    wanted = {one for one in admitted(repository) if one[0] in looked_at} - broken_down
    found = {
        (cell.indicator, cell.group.value)
        for cell in cells
        if cell.group and cell.state is CellState.NONE_FOUND and INDICATORS[cell.indicator].admits(cell.group)
    }
    assert found == wanted
    assert len(found) > 200
    published = {
        (cell.indicator, cell.group.value) for cell in cells if cell.group and cell.state is CellState.PUBLISHED
    }
    assert published == broken_down


def test_what_the_title_names_comes_before_what_it_does_not(cells: tuple[Cell, ...]) -> None:
    ranks = [cell.rank for cell in gaps(cells)]
    assert ranks == sorted(ranks, key=list(Rank).index)
    named = {(cell.indicator, cell.group) for cell in cells if cell.rank is Rank.NAMED}
    assert ("1.1.1", Group.SEX) in named
    assert ("8.8.1", Group.MIGRATION) in named
    assert ("6.1.1", Group.AGE) not in named, "an age of nobody stands in the word coverage"


def test_indigenous_identity_has_no_code_anywhere_and_the_map_says_that(cells: tuple[Cell, ...]) -> None:
    found = [cell for cell in cells if cell.group is Group.INDIGENOUS and cell.state is not CellState.NOT_STATISTICAL]
    assert {cell.state for cell in found} == {CellState.NO_CODE}
    assert [cell.indicator for cell in found if cell.rank is Rank.NAMED] == ["4.5.1"]


def test_nothing_is_said_of_what_was_not_looked_at_or_not_collected(cells: tuple[Cell, ...]) -> None:
    elsewhere = gap_map([INDICATORS["5.3.2"]], ())
    assert {cell.state for cell in elsewhere} == {CellState.NOT_LOOKED_AT}
    assert {cell.rank for cell in elsewhere} == {None}
    assert "not collected" not in json.dumps([state.value for state in CellState])
