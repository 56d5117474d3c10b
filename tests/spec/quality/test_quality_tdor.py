"""Names that are remembered: ages as text, dates that pile up, spellings, against the counts measured in the file."""

import pytest
from real_data import check, figures, found, measured, table

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import profile
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def records(reference_data):
    return reference_data / "tdor_trans_killings/records.csv"


@pytest.fixture(scope="module")
def counts(reference_data):
    return measured(reference_data)["tdor"]


@pytest.fixture(scope="module")
def shape(records):
    with open_session() as session:
        return profile(session.frame(table(records)))


def test_sizes_and_missing_cells(shape, counts):
    assert (shape.rows, len(shape.columns), shape.missing) == (counts["rows"], counts["cols"], counts["missing_cells"])
    assert round(100 * shape.missing_share, 1) == counts["missing_pct"]
    missing = {"Age": "age_na", "Location": "loc_na", "Longitude": "lon_na"}
    assert {key: shape.column(name).missing for name, key in missing.items()} == {
        key: counts[key] for key in missing.values()
    }
    assert shape.column("Country").distinct == counts["country"]


def test_ages_that_are_no_numbers(records, counts):
    text = found(records, check("number-as-text", "Age"))["number-as-text", "Age"]
    assert text.rows == counts["age_nonnum"]
    assert text.out_of == counts["rows"] - counts["age_na"]
    written = {table(records).column("Age")[row - 1].as_py() for row in text.row_numbers}
    assert set(counts["age_ex"]) <= written
    assert figures(text)["ranges"] + figures(text)["with-words"] == text.rows


def test_causes_of_death_in_several_spellings(records, counts):
    """Measured without capitals and blanks around; without marks within, three more spellings turn out to be one."""
    column = "Cause of death"
    kept = found(records, check("several-spellings", column, marks="kept"))["several-spellings", column]
    assert figures(kept) == {"spellings": counts["cause_n"], "answers": counts["cause_norm"]}
    ignored = found(records, check("several-spellings", column))["several-spellings", column]
    assert figures(ignored)["answers"] < counts["cause_norm"]


def test_dates_on_which_many_were_entered_and_parts_that_agree(records, counts):
    top = counts["top_dates"]
    raised = found(
        records,
        check("default-date", "Date", pile=min(top.values())),
        check("date-parts", "Date", "Month", "Year"),
        types={"Date": AnswerType.DATE},
    )
    pile = raised["pile-of-dates", "Date"]
    sizes = [figures(pile)[f"rows-{place}"] for place in range(1, len(top) + 1)]
    assert sizes == list(top.values())
    assert pile.rows == sum(top.values())
    assert {table(records).column("Date")[row - 1].as_py() for row in pile.row_numbers} == set(top)
    assert ("date-parts", "Date", "Month") not in raised and counts["month_mm"] == 0
    assert ("date-parts", "Date", "Year") not in raised and counts["year_mm"] == 0


def test_a_city_centroid_and_no_point_in_the_gulf_of_guinea(records, counts):
    here = Rule(id="zero", says="zero", must_hold="${Latitude} != 0 or ${Longitude} != 0")
    raised = found(records, check("same-point", "Latitude", "Longitude"), rules=(here,))
    assert figures(raised["same-point", "Latitude", "Longitude"])["largest"] == counts["same_pt"]
    assert ("inconsistent", "zero") not in raised and counts["zero"] == 0


def test_copies_but_for_the_number_of_the_record(records, counts):
    """A later row that equals an earlier one in everything else; missing cells equal each other. The names were removed
    from the file, so that these may be different people who were killed on one day: a question, never a verdict."""
    columns = [name for name in table(records).column_names if name != "record"]
    rows = list(zip(*(table(records).column(name).to_pylist() for name in columns), strict=True))
    assert len(rows) - len(set(rows)) == counts["dup_wo_id"]
    raised = found(records, without=("record",))
    assert raised["exact-duplicate",].rows == counts["dup_wo_id"]


def test_the_youngest_and_limits_of_an_age(records, counts):
    limits = (
        Question("least", "Age min", AnswerType.DECIMAL, constraint=". >= 13"),
        Question("most", "Age max", AnswerType.DECIMAL),
    )
    order = Rule(id="order", says="order", must_hold="${least} <= ${most}")
    raised = found(records, questions=limits, rules=(order,))
    assert raised["out-of-range", "Age min"].rows == counts["age_lt13"]
    assert ("inconsistent", "order") not in raised and counts["agemin_gt_max"] == 0


def test_every_measured_count_is_seen_or_said_not_to_be(counts):
    seen = {
        "rows", "cols", "missing_cells", "missing_pct", "age_na", "age_nonnum", "age_ex", "cause_n", "cause_norm",
        "month_mm", "year_mm", "top_dates", "loc_na", "lon_na", "zero", "same_pt", "country", "agemin_gt_max",
        "age_lt13", "dup_wo_id", "exact_dup",
    }  # fmt: skip
    not_seen = {"date": "the first and the last day: statistics say them, a check says what is outside limits"}
    assert seen | set(not_seen) == set(counts)
    assert counts["exact_dup"] == 0  # the record number is different in every row
