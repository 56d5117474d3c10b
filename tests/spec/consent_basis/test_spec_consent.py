"""What a consent covers: a purpose, under a notice, in a language, before the contribution."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.consent import (
    ConsentAnswer,
    ConsentRecord,
    ConsentStanding,
    ConsentState,
    Coverage,
    Notice,
    Purpose,
    check_notices,
    coverage,
    decide,
)
from nyhavn.framework.refusal import Refusal

DAY = date(2025, 4, 10)
NOTICE = Notice(
    version="2",
    languages=("en", "sw"),
    valid_from=date(2025, 4, 1),
    valid_until=date(2025, 4, 30),
    purposes=(Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES),
)


def record(state: ConsentState = ConsentState.GIVEN, purpose: Purpose = Purpose.COLLECTION, **changes) -> ConsentRecord:
    good = {"notice_version": "2", "language": "sw", "consented_on": DAY, "contributed_on": DAY}
    return ConsentRecord(answers=(ConsentAnswer(purpose, state),), **(good | changes))


def standing(record: ConsentRecord, purpose: Purpose = Purpose.COLLECTION) -> ConsentStanding:
    return decide(record, (NOTICE,), purpose).standing


def test_a_consent_given_on_the_day_under_the_notice_in_ones_language_covers_the_purpose():
    """The good case all the others depart from."""
    decision = decide(record(), (NOTICE,), Purpose.COLLECTION)

    assert decision.is_covered
    assert decision.reason.endswith(".")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ConsentState.GIVEN, ConsentStanding.GIVEN),
        (ConsentState.RENEWED, ConsentStanding.GIVEN),
        (ConsentState.REFUSED, ConsentStanding.REFUSED),
        (ConsentState.WITHDRAWN, ConsentStanding.WITHDRAWN),
        (ConsentState.REVOKED, ConsentStanding.ENDED),
        (ConsentState.EXPIRED, ConsentStanding.ENDED),
        (ConsentState.INVALIDATED, ConsentStanding.ENDED),
        (ConsentState.UNKNOWN, ConsentStanding.UNANSWERED),
        (ConsentState.REQUESTED, ConsentStanding.UNANSWERED),
        (ConsentState.DEFERRED, ConsentStanding.UNANSWERED),
    ],
)
def test_only_given_and_renewed_consent_allow_use(state, expected):
    """Silence, delay and every end of a consent are not consent."""
    assert standing(record(state)) is expected


def test_the_table_above_is_total():
    """No state of the vocabulary is left to chance."""
    assert len(ConsentState) == 10


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"notice_version": "1"}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"notice_version": ""}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"language": "fr"}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"language": ""}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"consented_on": date(2025, 3, 31)}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"consented_on": date(2025, 5, 1), "contributed_on": date(2025, 5, 1)}, ConsentStanding.NOT_MATCHING_NOTICE),
        ({"consented_on": DAY + timedelta(days=1)}, ConsentStanding.AFTER_COLLECTION),
        ({"consented_on": None}, ConsentStanding.UNDATED),
        ({"contributed_on": None}, ConsentStanding.UNDATED),
    ],
)
def test_each_single_fault_takes_the_cover_away(changes, expected):
    """Wrong version, wrong language, wrong time, no date."""
    assert standing(record(**changes)) is expected


@pytest.mark.parametrize(
    "changes",
    [
        {"consented_on": date(2025, 4, 1)},
        {"consented_on": date(2025, 4, 30), "contributed_on": date(2025, 4, 30)},
        {"consented_on": date(2025, 4, 9)},
        {"language": "SW"},
    ],
)
def test_the_boundaries_are_on_the_side_of_the_consent(changes):
    """First and last day of the notice, the day before the contribution, a language written in capitals."""
    assert standing(record(**changes)) is ConsentStanding.GIVEN


def test_consent_to_one_purpose_is_not_consent_to_another():
    """Agreed to collection; never asked about published figures."""
    assert standing(record(), Purpose.PUBLISHED_AGGREGATES) is ConsentStanding.UNANSWERED


def test_a_yes_to_a_purpose_that_the_notice_did_not_name_is_no_consent():
    """The column says yes, the text never asked."""
    yes = record(purpose=Purpose.OPEN_MICRODATA)

    assert standing(yes, Purpose.OPEN_MICRODATA) is ConsentStanding.NOT_MATCHING_NOTICE


def test_two_different_answers_to_one_purpose_are_no_answer():
    """A yes and a no in the same record."""
    both = ConsentRecord(
        (
            ConsentAnswer(Purpose.COLLECTION, ConsentState.GIVEN),
            ConsentAnswer(Purpose.COLLECTION, ConsentState.REFUSED),
        ),
        "2",
        "sw",
        DAY,
        DAY,
    )

    assert standing(both) is ConsentStanding.UNANSWERED


def test_a_refusal_stays_a_refusal_even_if_the_notice_does_not_match():
    """The person's no comes before our paperwork."""
    assert standing(record(ConsentState.REFUSED, notice_version="9")) is ConsentStanding.REFUSED


def test_two_notices_of_one_version_are_refused():
    """A record must point to one text."""
    with pytest.raises(Refusal) as refused:
        check_notices((NOTICE, NOTICE))

    assert refused.value.codes == ("notice-version-twice",)
    check_notices((NOTICE, NOTICE.model_copy(update={"version": "3"})))


def test_coverage_counts_contributions_and_not_combinations():
    """A thousand people who answered alike are one combination."""
    combinations = [
        (record(), 1000),
        (record(language="en"), 20),
        (record(ConsentState.REFUSED), 7),
        (record(ConsentState.WITHDRAWN), 2),
        (record(consented_on=None), 3),
        (record(consented_on=DAY + timedelta(days=2)), 4),
        (record(notice_version="x"), 5),
    ]

    found = coverage(combinations, (NOTICE,), Purpose.COLLECTION)

    assert found == Coverage(
        Purpose.COLLECTION, 1020, refused=7, withdrawn=2, undated=3, after_collection=4, not_matching_notice=5
    )
    assert (found.total, found.not_covered) == (1041, 21)


records = st.builds(
    record,
    st.sampled_from(ConsentState),
    st.sampled_from(Purpose),
    notice_version=st.sampled_from(["2", "1"]),
    language=st.sampled_from(["en", "fr"]),
    consented_on=st.one_of(st.none(), st.dates(date(2025, 3, 25), date(2025, 5, 5))),
    contributed_on=st.one_of(st.none(), st.dates(date(2025, 3, 25), date(2025, 5, 5))),
)


@given(st.lists(st.tuples(records, st.integers(0, 1000))), st.sampled_from(Purpose))
def test_coverage_agrees_with_deciding_one_contribution_after_the_other(combinations, purpose):
    """The slow twin: every contribution for itself."""
    one_by_one = list(itertools.chain.from_iterable([found] * min(number, 3) for found, number in combinations))
    capped = [(found, min(number, 3)) for found, number in combinations]

    found = coverage(capped, (NOTICE,), purpose)

    assert found.total == len(one_by_one)
    assert found.given == sum(decide(each, (NOTICE,), purpose).is_covered for each in one_by_one)


@given(records, st.sampled_from(Purpose))
def test_nothing_is_covered_without_a_yes_a_notice_and_an_earlier_or_equal_day(record, purpose):
    """Deny by default, for everything that can be drawn."""
    if decide(record, (NOTICE,), purpose).is_covered:
        assert record.state(purpose).allows_processing
        assert record.notice_version == "2"
        assert record.consented_on <= record.contributed_on
        assert purpose in NOTICE.purposes
    assert not decide(record, (), purpose).is_covered
