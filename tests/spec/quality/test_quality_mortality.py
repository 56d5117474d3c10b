"""A roster of households: heaped ages, and twins that cannot be told from copies."""

import pytest
from real_data import check, figures, found, measured, table

from nyhavn.framework.instrument import AnswerType

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def roster(reference_data):
    return reference_data / "mortality_roster_2019/roster.csv"


@pytest.fixture(scope="module")
def counts(reference_data):
    return measured(reference_data)["mortality"]


def test_ages_are_heaped_by_whipples_index(roster, counts):
    heaped = found(roster, check("age-heaping", "age_years"))["age-heaping", "age_years"]
    assert round(figures(heaped)["whipple"], 1) == counts["whipple"]


def test_persons_of_one_household_with_the_same_sex_and_age(roster, counts):
    """The count measured leaves out the first of each group; the finding points to all of them. Whoever lacks sex or
    age is compared with nobody.
    """
    key = ("hh_id", "sex_roster", "age_years")
    alike = found(roster, keys=[key])["key-duplicate", *key]
    columns = [table(roster).column(name).to_pylist() for name in key]
    groups = {
        row for row in zip(*columns, strict=True) if None not in row and list(zip(*columns, strict=True)).count(row) > 1
    }
    assert alike.rows - len(groups) == counts["same_row"]


def test_sexes_are_counted_as_they_were_measured(roster, counts):
    raised = found(roster, check("sex-ratio", "sex_roster", males="m", females="f", cut=1))
    ratio = figures(raised["sex-ratio", "sex_roster"])
    assert (ratio["males"], ratio["females"]) == (counts["sex"]["m"], counts["sex"]["f"])


def test_the_oldest_age_is_possible_and_still_a_question(roster, counts):
    raised = found(roster, types={"age_years": AnswerType.DECIMAL})
    far = {
        float(table(roster).column("age_years")[row - 1].as_py()) for row in raised["outlier", "age_years"].row_numbers
    }
    assert max(far) == counts["age_max"]
