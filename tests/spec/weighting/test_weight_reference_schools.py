"""Calibrated, post-stratified and raked weights of real samples equal those of R's survey package to six digits."""

import csv
from collections.abc import Mapping
from math import isclose
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pytest

from engines import Engine
from nyhavn.engine.weighting import (
    LINEAR,
    CellWeights,
    calibrate,
    collapse,
    one_way,
    post_stratify,
    rake,
    reference_margins,
)
from nyhavn.framework.weighting import CountsOf

pytestmark = pytest.mark.data
SIX_DIGITS = 1e-6
TYPES = one_way("stype", {"E": 4421, "H": 755, "M": 1018})
MET_TARGET = one_way("sch_wide", {"No": 1072, "Yes": 5122})
# R's rake stops, unless told otherwise, once no count of the table changes by a whole school any more.
A_SCHOOL_OF_THE_SMALLEST = 1 / 755
LINEAR_SET = "apiclus1 linear-calibrated to stype totals E4421 H755 M1018"
POST_SET = "apiclus1 post-stratified by stype"
RAKED_SET = "apiclus1 raked stype x sch.wide(No 1072, Yes 5122)"


@pytest.fixture
def expected(reference_data: Path) -> Mapping[tuple[str, str], float]:
    path = reference_data / "reference_api_schools" / "expected_from_R_survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["set"], row["quantity"]): float(row["estimate"]) for row in csv.DictReader(file)}


def read(folder: Path, name: str, *texts: str) -> pa.Table:
    as_text = pa_csv.ConvertOptions(column_types=dict.fromkeys(texts, pa.string()))
    return pa_csv.read_csv(folder / f"{name}.csv", convert_options=as_text)


@pytest.fixture
def schools(reference_data: Path, engine: Engine) -> nw.LazyFrame:
    """apiclus1: 183 schools of 15 districts, each with the same design weight. No engine likes points in names."""
    table = read(reference_data / "reference_api_schools", "apiclus1")
    return engine.frame(table.rename_columns([name.replace(".", "_") for name in table.column_names]))


def total(weights: CellWeights, frame: nw.LazyFrame, column: str) -> float:
    summed = (nw.col("w") * nw.col(column)).sum().alias("total")
    return float(weights.attach(frame, "w").select(summed).collect("pyarrow").item(0, "total"))


def mean(weights: CellWeights, frame: nw.LazyFrame, column: str) -> float:
    return total(weights, frame, column) / weights.total


def test_linear_calibration_gives_the_total_and_the_mean_of_r(schools, expected) -> None:
    weights = calibrate(collapse(schools, ["stype"], "pw"), [TYPES], LINEAR)
    assert isclose(total(weights, schools, "enroll"), expected[LINEAR_SET, "svytotal enroll"], rel_tol=SIX_DIGITS)
    assert isclose(mean(weights, schools, "api00"), expected[LINEAR_SET, "svymean api00"], rel_tol=SIX_DIGITS)


def test_post_stratification_gives_the_total_of_r(schools, expected) -> None:
    weights = post_stratify(collapse(schools, ["stype"], "pw"), TYPES)
    assert isclose(total(weights, schools, "enroll"), expected[POST_SET, "svytotal enroll"], rel_tol=SIX_DIGITS)


def test_raking_as_far_as_r_goes_gives_the_estimates_and_the_outermost_weights_of_r(schools, expected) -> None:
    cells = collapse(schools, ["stype", "sch_wide"], "pw")
    weights = rake(cells, [TYPES, MET_TARGET], tolerance=A_SCHOOL_OF_THE_SMALLEST)
    found = {
        "svytotal api.stu": total(weights, schools, "api_stu"),
        "svymean api00": mean(weights, schools, "api00"),
        "min weight": weights.smallest,
        "max weight": weights.largest,
    }
    for quantity, value in found.items():
        assert isclose(value, expected[RAKED_SET, quantity], rel_tol=SIX_DIGITS), quantity


def test_raking_to_the_end_moves_a_little_further_than_r_does(schools, expected) -> None:
    weights = rake(collapse(schools, ["stype", "sch_wide"], "pw"), [TYPES, MET_TARGET])
    assert weights.convergence.error <= 1e-8
    moved = abs(weights.smallest / expected[RAKED_SET, "min weight"] - 1)
    assert SIX_DIGITS < moved < A_SCHOOL_OF_THE_SMALLEST


def test_a_register_raked_to_a_probability_sample_gives_the_share_of_r(reference_data, engine, expected) -> None:
    variables = ("size", "nace", "region", "private")
    folder = reference_data / "reference_nonprob_poland"
    register = read(folder, "admin", *variables)
    shift = pc.cast(register.column("single_shift"), pa.float64())
    frame = engine.frame(register.set_column(register.column_names.index("single_shift"), "single_shift", shift))
    sets = [[name] for name in variables]
    survey = engine.frame(read(folder, "jvs", *variables))
    margins = reference_margins(survey, sets, counts=CountsOf.POPULATION, weight="weight")
    weights = rake(collapse(frame, variables), margins)
    assert isclose(weights.total, 51_870, rel_tol=1e-8)
    share = mean(weights, frame, "single_shift")
    key = "admin raked to jvs margins size+nace+region+private", "mean single_shift"
    assert isclose(share, expected[key], rel_tol=1e-8)
