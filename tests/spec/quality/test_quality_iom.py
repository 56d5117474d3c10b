"""Missing migrants: centroids, months and totals, against the counts measured in the published file."""

import pytest
from real_data import check, figures, found, measured

from nyhavn.framework.instrument import AnswerType

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def incidents(reference_data):
    return reference_data / "iom_missing_migrants/incidents.csv"


@pytest.fixture(scope="module")
def counts(reference_data):
    return measured(reference_data)["iom"]


def test_the_largest_centroid_is_found(incidents, counts):
    pile = found(incidents, check("same-point", "lat", "lon"))["same-point", "lat", "lon"]
    assert figures(pile)["largest"] == counts["same_pt_max"]
    assert pile.is_restricted
    assert pile.out_of == counts["rows"]


def test_no_month_contradicts_its_date_and_no_date_is_a_default(incidents, counts):
    raised = found(incidents, check("date-parts", "t", "m"), types={"t": AnswerType.DATE})
    dated = [each for each in raised.values() if "t" in each.columns]
    assert len(dated) == counts["m_mismatch"]


def test_deaths_are_uneven_and_no_outliers(incidents):
    """One incident in ten lies beyond the fences: shipwrecks are no mistakes. By itself the check keeps silent;
    declared, it says why it cannot judge.
    """
    assert ("outlier", "dead") not in found(incidents, types={"dead": AnswerType.INTEGER})
    raised = found(incidents, check("outlier", "dead"))
    assert "uneven rather than wrong" in raised["not-judged", "dead"].wording
