"""A release as observations of the official structure: what fits, each fault alone, nothing that it does not say."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.sdg_table import DIMENSIONS, Observation, OfficialPlace, sdg_tables
from nyhavn.framework.statistics import TOTAL, Breakdown, Category, CellStatus, Figure, StatisticalTable
from spec.bundle.small_release import published, small_release, suppressed

SAFE_WATER = {"water": "SH_H2O_SAFE"}
NEIGHBOURHOODS = OfficialPlace(area="32", about="Two neighbourhoods")
BY_DISABILITY = StatisticalTable(
    "water.by.functioning",
    "water",
    ("functioning",),
    (
        published(("with",), 20, 10),
        suppressed("without"),
        Figure(("_U",), CellStatus.NO_ANSWERS, n=0),
        published((TOTAL,), 61, 40),
    ),
)
TOTALS = StatisticalTable("water.total", "water", (), (published((), 61, 40),))


def release(**changes: Any) -> Release:
    small = small_release()
    method = replace(small.method, collected_to=date(2026, 10, 3))
    return replace(small, method=method, tables=(TOTALS, BY_DISABILITY), **changes)


def by(dimension: str, found: tuple[Observation, ...]) -> dict[str, Observation]:
    return {one.key[dimension]: one for one in found}


def refused(given: Release, series: Any = None, place: OfficialPlace = NEIGHBOURHOODS) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        sdg_tables(given, SAFE_WATER if series is None else series, place)
    return found.value.codes


def test_each_figure_has_its_place_in_every_dimension() -> None:
    found = by("DISABILITY_STATUS", sdg_tables(release(), SAFE_WATER, NEIGHBOURHOODS).observations)
    assert set(found) == {"PD", "PWD", "_T"}
    with_disability = found["PD"]
    assert tuple(with_disability.key) == DIMENSIONS
    assert (with_disability.value, with_disability.unit, with_disability.status) == (50.0, "PT", "A")
    assert (with_disability.key["REF_AREA"], with_disability.key["TIME_PERIOD"]) == ("32", "2026")
    assert with_disability.low is not None and with_disability.low < 50 < (with_disability.high or 0)
    assert with_disability.time_detail == "2026-09-01/2026-10-03"


def test_a_suppressed_figure_stays_suppressed_and_no_figure_stands_twice() -> None:
    found = sdg_tables(release(), SAFE_WATER, NEIGHBOURHOODS).observations
    hidden = by("DISABILITY_STATUS", found)["PWD"]
    assert (hidden.value, hidden.low, hidden.high, hidden.status) == (None, None, None, "Q")
    assert len(found) == 3


def test_what_has_no_code_is_named_and_not_dropped_without_a_word() -> None:
    assert sdg_tables(release(), SAFE_WATER, NEIGHBOURHOODS).left_out == ("water.by.functioning: _U has no code.",)


def test_a_neighbourhood_is_no_country() -> None:
    found = sdg_tables(release(), SAFE_WATER, NEIGHBOURHOODS).observations
    assert {(one.key["CUST_BREAKDOWN"], one.custom_label) for one in found} == {("C01", "Two neighbourhoods")}
    assert {one.comment for one in found} == {"Those who took part, and no estimate for a population."}
    assert refused(release(), place=OfficialPlace(area="32")) == ("sdg-participants-only",)
    census = release()
    census = replace(census, method=replace(census.method, target="population"))
    whole = sdg_tables(census, SAFE_WATER, OfficialPlace(area="32")).observations
    assert {(one.key["CUST_BREAKDOWN"], one.custom_label, one.comment) for one in whole} == {("_T", "", "")}


def with_categories(**official: dict[str, str]) -> tuple[Breakdown, ...]:
    categories = tuple(Category(code=code, label=code, when="x", official=codes) for code, codes in official.items())
    return (Breakdown(id="functioning", title="f", categories=categories),)


@pytest.mark.parametrize(
    ("given", "series", "code"),
    [
        (replace(release(), method=small_release().method), None, "sdg-no-period"),
        (release(), {"water": "SH_NOTHING"}, "sdg-series-unknown"),
        (release(), {"beauty": "SH_H2O_SAFE"}, "sdg-indicator-unknown"),
        (release(), {"water": "SH_STA_MORT"}, "sdg-unit-differs"),
        (release(breakdowns=with_categories(**{"with": {}, "without": {}})), None, "sdmx-unmapped"),
        (
            release(breakdowns=with_categories(**{"with": {"SDMX:CL_DISABILITY": "PD"}, "without": {}})),
            None,
            "sdmx-unmapped",
        ),
        (
            release(
                breakdowns=with_categories(
                    **{"with": {"SDMX:CL_DISABILITY": "YES"}, "without": {"SDMX:CL_DISABILITY": "PWD"}}
                )
            ),
            None,
            "sdmx-code-unknown",
        ),
    ],
)
def test_what_does_not_fit_is_refused(given: Release, series: Any, code: str) -> None:
    assert code in refused(given, series)


CUSTOM_CODES = {"with": {"SDMX:CUST_BREAKDOWN": "C07"}, "without": {"SDMX:CUST_BREAKDOWN": "C08"}}


def test_a_custom_code_travels_with_the_words_of_its_category_and_of_the_place() -> None:
    found = sdg_tables(release(breakdowns=with_categories(**CUSTOM_CODES)), SAFE_WATER, NEIGHBOURHOODS).observations
    assert {(one.key["CUST_BREAKDOWN"], one.custom_label) for one in found} == {
        ("C01", "Two neighbourhoods"),
        ("C07", "Two neighbourhoods; with"),
        ("C08", "Two neighbourhoods; without"),
    }


def test_one_custom_code_does_not_stand_for_the_place_and_for_a_category() -> None:
    place = OfficialPlace(area="32", about="Two neighbourhoods", custom="C07")
    assert refused(release(breakdowns=with_categories(**CUSTOM_CODES)), place=place) == ("sdg-custom-twice",)


def test_groups_that_a_series_does_not_admit_are_refused() -> None:
    codes = {
        "with": {"IAEG-SDGs:CL_COMP_BREAKDOWN": "MS_MIGRANT"},
        "without": {"IAEG-SDGs:CL_COMP_BREAKDOWN": "HZT_ACIDT"},
    }
    found = refused(release(breakdowns=with_categories(**codes)))
    assert set(found) == {"sdg-breakdown-not-admitted"}


def test_a_series_about_women_takes_no_figures_about_everybody() -> None:
    assert refused(release(), {"water": "SP_DYN_MRBF18"}).count("sdg-series-of-others") >= 1


def test_an_unreliable_figure_is_marked() -> None:
    table = replace(TOTALS, figures=(replace(TOTALS.figures[0], reliability="unreliable"),))
    found = sdg_tables(replace(release(), tables=(table,)), SAFE_WATER, NEIGHBOURHOODS).observations
    assert [one.status for one in found] == ["U"]


def test_every_code_is_explained(repository: Any) -> None:
    folder = repository / "src" / "nyhavn" / "framework"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("sdg_table.py", "sdmx_codes.py"))
    files = [(folder / "refusals" / f"{name}.toml").read_text(encoding="utf-8") for name in ("sdg", "sdmx")]
    assert {*re.findall(r"Reason\(\s*\"([a-z-]+)\"", text)} == {code for file in files for code in tomllib.loads(file)}
