"""Households in Dhaka: positions, times and interviewers, against the counts measured in the published file."""

import pytest
from real_data import check, figures, found, measured, table

pytestmark = pytest.mark.data
LATITUDE, LONGITUDE, ACCURACY = (
    f"PSU ID (Location Answered{part}" for part in (") (latitude)", ") (longitude)", " - accuracy)")
)


@pytest.fixture(scope="module")
def households(reference_data):
    return reference_data / "dhaka_slum_wash_2017/household_survey.csv"


@pytest.fixture(scope="module")
def counts(reference_data):
    return measured(reference_data)["dhaka"]


def test_positions_shared_and_positions_too_vague(households, counts):
    before = counts["source_before_masking"]
    raised = found(
        households, check("same-point", LATITUDE, LONGITUDE, pile=2), check("poor-accuracy", ACCURACY, metres=50)
    )
    shared = raised["same-point", LATITUDE, LONGITUDE]
    assert shared.rows == before["gps_dup"]
    assert shared.out_of - shared.rows + figures(shared)["points"] == before["gps"]
    assert raised["poor-accuracy", ACCURACY].rows == before["acc_gt50"]


def test_no_form_was_submitted_before_it_was_drafted(households, counts):
    """The file writes day/month/year. Read the wrong way round, the check finds what is not there or cannot read it."""
    right = found(households, check("time-order", "Drafted On", "Submitted On", written="day-first"))
    assert len(right) == counts["submit_before_draft"]
    wrong = found(households, check("time-order", "Submitted On", "Drafted On", written="day-first"))
    different = sum(
        a != b
        for a, b in zip(
            *(table(households).column(name).to_pylist() for name in ("Drafted On", "Submitted On")), strict=True
        )
    )
    assert sum(each.rows for each in wrong.values()) == different


def test_interviews_of_one_day_are_compared_and_the_largest_block_is_printed(households):
    """Nobody measured likeness; what is found is a question, and it stays restricted."""
    raised = found(
        households, check("near-duplicate", *table(households).column_names[19:], by=("Enumerator", "Drafted On"))
    )
    alike = raised["near-duplicate", "Enumerator", "Drafted On"]
    print(f"near duplicates: {alike.rows} of {alike.out_of} interviews, {figures(alike)}")
    assert figures(alike)["largest-block"] == 8
    assert alike.is_restricted
    assert figures(alike)["highest-match"] >= 0.85
