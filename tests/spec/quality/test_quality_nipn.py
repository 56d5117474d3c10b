"""Thirteen exemplars of nutrition surveys with known faults, against the counts measured and described beside them."""

import re

import pytest
from real_data import check, described, figures, found, looked_at, measured, table

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import profile
from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.data
FOLDER = "nipn_quality_exemplars"
N = AnswerType.DECIMAL
NAMES = (
    "ah.ex01", "as.ex01", "as.ex02", "dist.ex01", "dp.ex01", "dp.ex02", "dp.ex03",
    "flag.ex01", "flag.ex02", "flag.ex03", "rl.ex01", "sp.ex01", "sp.ex02",
)  # fmt: skip
WHO = {"haz": (-6, 6), "waz": (-6, 5), "whz": (-5, 5)}  # outside these a z-score is flagged, as the description says


@pytest.fixture(scope="module")
def folder(reference_data):
    return reference_data / FOLDER


@pytest.fixture(scope="module")
def counts(reference_data):
    return measured(reference_data)["nipn"]


def said(folder, pattern):
    """Numbers of the description, by a pattern with groups."""
    matched = re.search(pattern, described(folder))
    assert matched is not None, pattern
    return [float(group.replace(",", "")) for group in matched.groups()]


@pytest.mark.parametrize("name", NAMES)
def test_sizes_missing_cells_and_copies_are_those_measured(folder, counts, name):
    path, known = folder / f"{name}.csv", counts[f"{name}.csv"]
    with open_session() as session:
        shape = profile(session.frame(table(path)))
    sizes = (shape.rows, len(shape.columns), shape.missing, [column.name for column in shape.columns])
    assert sizes == (known["rows"], known["cols"], known["missing_cells"], known["columns"])
    raised = found(path)
    copies = raised["exact-duplicate",].rows if ("exact-duplicate",) in raised else 0
    assert copies == known["exact_dup"] == known["dup_wo_id"]


def test_every_file_that_was_measured_is_looked_at(counts):
    assert {f"{name}.csv" for name in NAMES} == set(counts)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_outside_the_least_and_the_greatest_number_measured(folder, counts, name):
    """And on either side of them something does: the limits are those of the file."""
    known = counts[f"{name}.csv"]
    numeric = [column for column in known["mn"] if column in known["mx"]]
    inside = [Question(c, c, N, constraint=f". >= {known['mn'][c]} and . <= {known['mx'][c]}") for c in numeric]
    beyond = [Question(c, c, N, constraint=f". > {known['mn'][c]} and . < {known['mx'][c]}") for c in numeric]
    assert not [key for key in found(folder / f"{name}.csv", questions=inside) if key[0] == "out-of-range"]
    edges = {key[1] for key in found(folder / f"{name}.csv", questions=beyond) if key[0] == "out-of-range"}
    assert edges == set(numeric)


def test_digit_preference_of_a_survey_in_west_africa(folder):
    weight, height = said(folder, r"digit preference score: weight ([0-9.]+), height ([0-9.]+)\)")
    raised = found(folder / "dp.ex01.csv", check("digit-preference", "wt", "ht", cut=0))
    assert round(figures(raised["digit-preference", "wt"])["score"], 2) == weight
    assert round(figures(raised["digit-preference", "ht"])["score"], 2) == height
    by_default = found(folder / "dp.ex01.csv", check("digit-preference", "wt", "ht"))
    assert {key[1] for key in by_default} == {"ht"}


def test_ages_of_older_refugees_end_in_nought_and_five(folder):
    nought, five = said(folder, r"age heaping: ([0-9]+) ages end in 0, ([0-9]+) in 5\)")
    raised = found(folder / "ah.ex01.csv", check("digit-preference", "age", decimals=0))
    digits = figures(raised["digit-preference", "age"])
    assert (digits["digit-0"], digits["digit-5"]) == (nought, five)


def test_household_rosters_of_tanzania(folder, counts):
    males, females, heaped = said(
        folder, r"males ([0-9,]+), females ([0-9,]+); ([0-9.]+) % of ages >= 10 end in 0 or 5"
    )
    raised = found(
        folder / "as.ex01.csv", check("sex-ratio", "sex", males="1", females="2", cut=1), check("age-heaping", "age")
    )
    ratio = figures(raised["sex-ratio", "sex"])
    assert (ratio["males"], ratio["females"]) == (males, females)
    assert males + females == counts["as.ex01.csv"]["rows"]
    assert figures(raised["age-heaping", "age"])["whipple"] > 175  # very rough, by the classes of the United Nations
    older = [int(age) for age in table(folder / "as.ex01.csv").column("age").to_pylist() if int(age) >= 10]
    assert round(100 * sum(age % 5 == 0 for age in older) / len(older), 1) == heaped


@pytest.mark.parametrize(("name", "pattern"), [
    ("flag.ex01", r"WHO flags: ([0-9]+) haz, ([0-9]+) waz, ([0-9]+) whz"),
    ("flag.ex03", r"\(([0-9]+) haz, ([0-9]+) waz, ([0-9]+) whz flags"),
])  # fmt: skip
def test_flags_of_the_who_are_limits_of_the_instrument(folder, name, pattern):
    limits = [Question(c, c, N, constraint=f". >= {low} and . <= {high}") for c, (low, high) in WHO.items()]
    raised = found(folder / f"{name}.csv", questions=limits)
    flagged = [raised["out-of-range", column].rows for column in WHO]
    assert flagged == said(folder, pattern)


def test_codes_units_and_missing_codes_of_a_range_and_legal_values_exemplar(folder):
    """Sex in 1 and 2, in 43 rows F and M; mid-upper arm circumference in millimetres, 3 in centimetres, 3 coded 999."""
    f, m = said(folder, r'also ([0-9]+) "F", ([0-9]+) "M"')
    centimetres, coded = said(folder, r"except ([0-9]+) values in cm and ([0-9]+) coded 999")
    path = folder / "rl.ex01.csv"
    raised = found(
        path, check("several-notations", "sex"), check("sentinel-number", "muac"), check("other-unit", "muac")
    )
    assert raised["several-notations", "sex"].rows == f + m
    assert raised["sentinel-number", "muac"].rows == coded
    assert raised["other-unit", "muac"].rows == centimetres
    assert {table(path).column("muac")[row - 1].as_py() for row in raised["sentinel-number", "muac"].row_numbers} == {
        "999"
    }
    known = Question("sex", "sex", N, constraint=". = 1 or . = 2")
    assert found(path, questions=(known,))["out-of-range", "sex"].rows == f + m + 1  # and the one "3"


def test_the_same_muac_is_an_outlier_and_without_those_six_there_is_none(folder):
    raised = found(folder / "rl.ex01.csv", types={"muac": N})
    assert raised["outlier", "muac"].rows == 6
    clean = found(folder / "sp.ex01.csv", types={"muac": N})
    assert clean == {}


# Exemplars in which nobody knows of a fault in these columns: what is found in them by itself is a false alarm.
CLEAN = {
    "dist.ex01": ("age", "weight", "height", "muac", "haz", "waz", "whz"),
    "dp.ex02": ("age", "weight", "height", "muac"),
    "dp.ex03": ("age", "weight", "height", "muac"),
    "sp.ex01": ("age", "weight", "height", "muac"),
    "sp.ex02": ("ageMonths", "weight", "height", "haz", "waz", "baz"),
    "as.ex01": ("age",),
}
FALSE_ALARMS = {"sp.ex02": 1}  # rows: one child with a z-score of body mass index far below the others


def test_false_alarms_on_clean_exemplars_are_counted(folder):
    alarms = {}
    for name, columns in CLEAN.items():
        raised = looked_at(folder / f"{name}.csv", types=dict.fromkeys(columns, N))
        alarms[name] = sum(each.rows for each in raised if each.check != "exact-duplicate")
        cells = table(folder / f"{name}.csv").num_rows * len(columns)
        print(f"{name}: {alarms[name]} rows in {cells} numbers looked at without being asked")
    assert {name: rows for name, rows in alarms.items() if rows} == FALSE_ALARMS
