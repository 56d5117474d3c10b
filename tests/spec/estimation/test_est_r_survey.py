"""Every row that R's survey package computed from the Californian schools, through the free-standing estimator.

R raked with its own defaults, which stop before the first margin is met (three types of school miss their totals by up
to 3 in 100,000). Our raking would go on, so it is told to stop there; the estimates are then R's. The standard error of
the raked total is R's 341652.083 only with R's way of taking residuals from an unfinished raking, which is repeated
here in plain Python; with the raking finished, R (control = list(maxit = 100, epsilon = 1e-9)) says 341652.80608 and
23.70362 for the mean, and so do we.
"""

import csv
from collections import defaultdict
from functools import cache
from math import sqrt
from pathlib import Path

import narwhals as nw
import pandas as pd
import pytest

from nyhavn.engine.estimation import Calibration, SurveyDesign, count, estimate, mean, total
from nyhavn.engine.weighting import LINEAR, Margin, calibrate, collapse, one_way, post_stratify, rake
from nyhavn.framework.weighting import TOLERANCE

pytestmark = pytest.mark.data

SIX_DIGITS = 1e-6
STOPPED = 1e-3  # relative error of a margin before the round in which R's rake() stops by default
TYPES = {"E": 4421, "H": 755, "M": 1018}
TARGET_MET = {"No": 1072, "Yes": 5122}
CLUSTERS = {"clusters": ("dnum",), "population": ("fpc",)}
TWO_STAGES = SurveyDesign("pw", clusters=("dnum", "snum"), population=("fpc1", "fpc2"))
RAKED = "apiclus1 raked stype x sch.wide(No 1072, Yes 5122)"
CALIBRATED = "apiclus1 linear-calibrated to stype totals E4421 H755 M1018"


@cache
def schools(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "reference_api_schools" / f"{name}.csv")


@cache
def rows_of_r(folder: Path) -> dict[tuple[str, str], tuple[float, float | None]]:
    path = folder / "reference_api_schools" / "expected_from_R_survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["set"], row["quantity"]): (
                float(row["estimate"]),
                None if row["std_error"] == "NA" else float(row["std_error"]),
            )
            for row in csv.DictReader(file)
        }


def agrees(frame, design, statistic, expected) -> None:
    found = estimate(frame, design, statistic).to_pylist()[0]
    value, error = expected
    assert found["value"] == pytest.approx(value, rel=SIX_DIGITS)
    if error is not None:
        assert found["standard_error"] == pytest.approx(error, rel=SIX_DIGITS)


@pytest.mark.parametrize(
    ("sample", "quantity", "design", "statistic"),
    [
        ("apistrat", "svymean api00", SurveyDesign("pw", "stype", population=("fpc",)), mean("api00")),
        ("apistrat", "svytotal enroll", SurveyDesign("pw", "stype", population=(TYPES,)), total("enroll")),
        ("apisrs", "svymean api00", SurveyDesign("pw", population=("fpc",)), mean("api00")),
        ("apisrs", "svymean api00", SurveyDesign(population=(6194,)), mean("api00")),
        ("apiclus1", "svymean api00", SurveyDesign("pw", **CLUSTERS), mean("api00")),
        ("apiclus1", "svytotal enroll", SurveyDesign("pw", clusters=("dnum",), population=(757,)), total("enroll")),
        ("apiclus2", "svymean api00", TWO_STAGES, mean("api00")),
        ("apiclus2", "svytotal enroll (na.rm)", TWO_STAGES, total("enroll")),
    ],
)
def test_a_sample_gives_the_estimate_and_standard_error_of_r(
    reference_data: Path, sample, quantity, design, statistic
) -> None:
    agrees(schools(reference_data, sample), design, statistic, rows_of_r(reference_data)[sample, quantity])


def test_the_second_stage_may_be_rows_that_no_column_names(reference_data: Path) -> None:
    design = SurveyDesign("pw", clusters=("dnum",), population=("fpc1", "fpc2"))
    expected = rows_of_r(reference_data)["apiclus2", "svymean api00"]
    agrees(schools(reference_data, "apiclus2"), design, mean("api00"), expected)


def test_the_population_gives_its_own_figures(reference_data: Path) -> None:
    everybody, about = schools(reference_data, "apipop"), SurveyDesign(about_participants=True)
    agrees(
        everybody, about, total("enroll"), rows_of_r(reference_data)["apipop", "population total enroll (NA removed)"]
    )
    agrees(everybody, about, mean("api00"), rows_of_r(reference_data)["apipop", "population mean api00"])


def calibrated_design(frame: pd.DataFrame, variables: tuple[str, ...], weigh) -> SurveyDesign:
    weights = weigh(collapse(lazy(frame), variables, "pw"))
    return SurveyDesign("pw", **CLUSTERS, calibration=Calibration.of(weights.calibrated()))


def lazy(frame: pd.DataFrame):
    return nw.from_native(frame).lazy()


@pytest.mark.parametrize(
    ("quantity", "statistic"), [("svytotal enroll", total("enroll")), ("svymean api00", mean("api00"))]
)
def test_linear_calibration_to_types_of_school_gives_those_of_r(reference_data: Path, quantity, statistic) -> None:
    frame = schools(reference_data, "apiclus1")
    design = calibrated_design(frame, ("stype",), lambda cells: calibrate(cells, [one_way("stype", TYPES)], LINEAR))
    agrees(frame, design, statistic, rows_of_r(reference_data)[CALIBRATED, quantity])


def test_post_stratification_by_type_of_school_gives_those_of_r(reference_data: Path) -> None:
    frame = schools(reference_data, "apiclus1")
    design = calibrated_design(frame, ("stype",), lambda cells: post_stratify(cells, one_way("stype", TYPES)))
    expected = rows_of_r(reference_data)["apiclus1 post-stratified by stype", "svytotal enroll"]
    agrees(frame, design, total("enroll"), expected)


def raked(frame: pd.DataFrame, tolerance: float):
    margins = [one_way("stype", TYPES), one_way("sch.wide", TARGET_MET)]
    return rake(collapse(lazy(frame), ("stype", "sch.wide"), "pw"), margins, tolerance=tolerance)


def test_raking_stopped_where_r_stops_gives_its_weights_and_estimates(reference_data: Path) -> None:
    frame, r = schools(reference_data, "apiclus1"), rows_of_r(reference_data)
    weights = raked(frame, STOPPED)
    assert weights.smallest == pytest.approx(r[RAKED, "min weight"][0], rel=SIX_DIGITS)
    assert weights.largest == pytest.approx(r[RAKED, "max weight"][0], rel=SIX_DIGITS)
    design = SurveyDesign("pw", **CLUSTERS, calibration=Calibration.of(weights.calibrated()))
    agrees(frame, design, mean("api00"), r[RAKED, "svymean api00"])
    agrees(frame, design, total("api.stu"), (r[RAKED, "svytotal api.stu"][0], None))


def test_raking_finished_gives_the_estimates_and_standard_errors_of_r_finished(reference_data: Path) -> None:
    frame = schools(reference_data, "apiclus1")
    design = SurveyDesign("pw", **CLUSTERS, calibration=Calibration.of(raked(frame, TOLERANCE).calibrated()))
    agrees(frame, design, total("api.stu"), (3093738.172611, 341652.80608))
    agrees(frame, design, mean("api00"), (641.2303209266, 23.70362))


def test_the_raked_standard_error_of_r_is_that_of_an_unfinished_raking(reference_data: Path) -> None:
    """The residuals of R's svyrecvar, row by row: with R's stop its own number, finished ours."""
    frame = schools(reference_data, "apiclus1")
    expected = rows_of_r(reference_data)[RAKED, "svytotal api.stu"][1]
    assert raked_error(frame, stop=1.0) == pytest.approx(expected, rel=1e-12)
    design = SurveyDesign("pw", **CLUSTERS, calibration=Calibration.of(raked(frame, 1e-12).calibrated()))
    found = estimate(frame, design, total("api.stu")).to_pylist()[0]
    assert found["standard_error"] == pytest.approx(raked_error(frame, stop=1e-9), rel=1e-10)


def raked_error(frame: pd.DataFrame, stop: float) -> float:
    """R's rake() and svytotal(), one school at a time."""
    rows = frame.to_dict("records")
    weights = [row["pw"] for row in rows]
    after: list[list[float]] = []
    while True:
        before, after = sums(rows, weights, ("stype", "sch.wide")), []
        for name, totals in (("stype", TYPES), ("sch.wide", TARGET_MET)):
            there = sums(rows, weights, (name,))
            pairs = zip(rows, weights, strict=True)
            weights = [weight * totals[row[name]] / there[(row[name],)] for row, weight in pairs]
            after.append(weights)
        now = sums(rows, weights, ("stype", "sch.wide"))
        if max(abs(now[key] - before[key]) for key in now) < stop:
            break
    z = [weight * row["api.stu"] for row, weight in zip(rows, weights, strict=True)]
    for _ in range(10):
        for name, steps in zip(("stype", "sch.wide"), after, strict=True):
            groups = defaultdict(list)
            for row, one, weight in zip(rows, z, steps, strict=True):
                groups[row[name]].append(one / weight)
            means = {key: sum(values) / len(values) for key, values in groups.items()}
            z = [one - weight * means[row[name]] for row, one, weight in zip(rows, z, steps, strict=True)]
    districts = list(sums(rows, z, ("dnum",)).values())
    m, centre = len(districts), sum(districts) / len(districts)
    return sqrt((1 - m / 757) * m / (m - 1) * sum((one - centre) ** 2 for one in districts))


def sums(rows, weights, names) -> dict[tuple, float]:
    found: dict[tuple, float] = defaultdict(float)
    for row, weight in zip(rows, weights, strict=True):
        found[tuple(row[name] for name in names)] += weight
    return found


def test_a_register_raked_to_a_survey_gives_the_mean_of_r(reference_data: Path) -> None:
    """The pair of the non-probability examples: margins are weighted counts of the survey, estimated by ourselves."""
    folder = reference_data / "reference_nonprob_poland"
    survey, register = (pd.read_csv(folder / f"{name}.csv", dtype=str) for name in ("jvs", "admin"))
    survey["weight"] = survey["weight"].astype(float)
    register["single_shift"] = register["single_shift"].str.lower() == "true"
    register["shift"] = register["single_shift"].astype(float)
    about, r = SurveyDesign(about_participants=True), rows_of_r(reference_data)
    agrees(register, about, mean("shift"), r["admin (non-probability)", "naive mean single_shift"])
    names = ("size", "nace", "region", "private")
    margins = []
    for name in names:
        counted = estimate(survey, SurveyDesign("weight"), count(), [name], with_margins=False).to_pylist()
        margins.append(Margin((name,), {(row[name],): row["value"] for row in counted}))
    weights = rake(collapse(lazy(register), names), margins)
    weighted = weights.attach(lazy(register), "w")
    expected = r["admin raked to jvs margins size+nace+region+private", "mean single_shift"]
    agrees(weighted, SurveyDesign("w"), mean("shift"), expected)
