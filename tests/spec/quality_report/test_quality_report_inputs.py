"""What other steps of a run found out, on both sides of the threshold: it is told, or it is not shown."""

from dataclasses import replace

import pytest

from nyhavn.framework.quality_dimensions import FigureState, QualityFigure, Unit
from nyhavn.framework.quality_records import Approached, ComparedForAdjustment, QualityRecords
from nyhavn.framework.quality_rules import quality_report
from nyhavn.framework.release import CleaningStatement, Release, WeightingStatement
from spec.quality_report.village_of_forty import THRESHOLD, Village

ADJUSTED = ("standardised-difference", "standardised-difference-weighted", "r-indicator", "cells-covered")
COMPARED = ComparedForAdjustment(0.34, 0.04, "Age", 0.87, 0.912, THRESHOLD, THRESHOLD)
WEIGHTED = WeightingStatement("raking", False, "Census", None, ("Age",), 3, 1e-9, 1.25, 32.0, "none", False, "", ())


@pytest.fixture(scope="module")
def release() -> Release:
    return replace(Village().release(), quality=None)


def figures(release: Release, **found: object) -> dict[str, QualityFigure]:
    known = {"indicators": frozenset({"water"}), "threshold": THRESHOLD, "collected_questions": 10}
    said = {"formats": ("csv",), "licence_is_open": True, "keys": False, "answered": (False,) * len(release.findings)}
    report = quality_report(QualityRecords(release, **known, **said, **found))  # type: ignore[arg-type]
    return {figure.code: figure for figure in report.figures}


@pytest.mark.parametrize(
    ("without", "is_shown"), [(0, True), (4, False), (5, True), (395, True), (396, False), (400, True)]
)
def test_unit_nonresponse(release: Release, without: int, is_shown: bool) -> None:
    figure = figures(release, approached=Approached(units=400, without=without))["unit-nonresponse"]
    assert figure.standing is (FigureState.COMPUTED if is_shown else FigureState.NOT_SHOWN)
    assert figure.value == (without / 400 if is_shown else None)
    assert figure.ess == "A4"


def test_representativity_comes_through_with_few_decimals(release: Release) -> None:
    found = figures(release, compared=COMPARED)
    assert [found[code].value for code in ADJUSTED] == [0.3, 0.0, 0.9, 0.91]
    assert found["standardised-difference"].about == ("Age",)


def test_a_small_category_hides_it_all_and_a_small_crossed_group_hides_who_is_covered(release: Release) -> None:
    small = figures(release, compared=replace(COMPARED, smallest_category=THRESHOLD - 1))
    assert {small[code].standing for code in ADJUSTED} == {FigureState.NOT_SHOWN}
    crossed = figures(release, compared=replace(COMPARED, smallest_cell=THRESHOLD - 1))
    assert crossed["cells-covered"].standing is FigureState.NOT_SHOWN
    assert crossed["r-indicator"].value == 0.9


def test_what_an_adjustment_did_not_find_says_why(release: Release) -> None:
    found = figures(
        release, compared=replace(COMPARED, r_indicator=None, population_covered=None, difference_after=None)
    )
    assert {found[code].standing for code in ADJUSTED[1:]} == {FigureState.NOT_COMPUTED}
    assert "single groups" in found["cells-covered"].why


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (("", "12", "8", "none"), 20 / 400),
        (("40", "12", "8", "none"), 60 / 400),
        (("", "a few", "8", "none"), None),
        (("", "none", "none", "7"), 0),
    ],
)
def test_answers_changed_in_cleaning(release: Release, said: tuple[str, str, str, str], value: float | None) -> None:
    found = figures(replace(release, cleaning=CleaningStatement(2, *said)))
    assert found["answers-changed"].value == value
    assert (found["answers-changed"].standing is FigureState.NOT_SHOWN) == (value is None)
    assert found["recodes"].value == 2
    assert found["rows-removed"].value == (7 if said[3] == "7" else 0)


def test_weights_of_a_calibration_are_told_as_its_statement_tells_them(release: Release) -> None:
    found = figures(replace(release, weighting=WEIGHTED))
    assert (found["design-effect"].value, found["effective-n"].value) == (1.25, 32)
    hidden = figures(replace(release, weighting=replace(WEIGHTED, design_effect=None, effective_n=None)))
    assert {hidden[code].standing for code in ("design-effect", "effective-n")} == {FigureState.NOT_SHOWN}
    assert hidden["design-effect"].unit is Unit.RATIO
