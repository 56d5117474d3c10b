"""The ledger of consent: the last word per purpose stands, and rests on the moment it began."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from nyhavn.framework.consent import ConsentStanding, ConsentState, Notice, Purpose, decide
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid, LedgerEntry, check_entry, entry_reasons, standing
from nyhavn.framework.refusal import Refusal

ONE, OTHER = UUID(int=1), UUID(int=2)
GIVEN, REFUSED, WITHDRAWN = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
FIRST = Notice(version="1", languages=("en", "sw"), valid_from=MAY, purposes=(Purpose.COLLECTION, Purpose.MEDIA))
SECOND = Notice(version="2", languages=("en",), valid_from=JUNE, purposes=tuple(Purpose))


def said(
    purpose: Purpose, state: ConsentState, day: date = MAY, version: str = "1", who: UUID = ONE, language: str = "sw"
) -> LedgerEntry:
    return LedgerEntry(who, purpose, state, version, language, day)


def test_the_last_word_about_each_purpose_stands() -> None:
    found = standing(
        [
            said(Purpose.COLLECTION, GIVEN),
            said(Purpose.MEDIA, REFUSED),
            said(Purpose.MEDIA, GIVEN),
            said(Purpose.COLLECTION, WITHDRAWN, JUNE, ""),
        ]
    )[ONE]
    assert (found.state(Purpose.COLLECTION), found.state(Purpose.MEDIA)) == (WITHDRAWN, GIVEN)
    assert found.state(Purpose.RE_CONTACT) is ConsentState.UNKNOWN


def test_contributions_do_not_speak_for_each_other() -> None:
    found = standing([said(Purpose.COLLECTION, GIVEN), said(Purpose.COLLECTION, REFUSED, who=OTHER)])
    assert (found[ONE].state(Purpose.COLLECTION), found[OTHER].state(Purpose.COLLECTION)) == (GIVEN, REFUSED)


def test_a_consent_that_is_renewed_rests_on_its_first_day() -> None:
    entries = [
        said(Purpose.COLLECTION, GIVEN),
        said(Purpose.COLLECTION, ConsentState.RENEWED, JUNE, "2", language="en"),
    ]
    record = standing(entries)[ONE].record(contributed_on=MAY)
    assert (record.notice_version, record.consented_on) == ("1", MAY)
    assert decide(record, (FIRST, SECOND), Purpose.COLLECTION).is_covered


def test_a_consent_after_a_withdrawal_begins_anew() -> None:
    entries = [
        said(Purpose.COLLECTION, GIVEN),
        said(Purpose.COLLECTION, WITHDRAWN),
        said(Purpose.COLLECTION, GIVEN, JUNE, "2", language="en"),
    ]
    record = standing(entries)[ONE].record(contributed_on=MAY)
    assert decide(record, (FIRST, SECOND), Purpose.COLLECTION).standing is ConsentStanding.AFTER_COLLECTION


def test_a_later_yes_under_another_notice_never_borrows_the_ground_of_the_first() -> None:
    entries = [said(Purpose.COLLECTION, GIVEN), said(Purpose.MEDIA, GIVEN, JUNE, "2", language="en")]
    found = standing(entries)[ONE]
    assert not decide(found.record(MAY), (FIRST, SECOND), Purpose.MEDIA).is_covered
    assert decide(found.record(MAY), (FIRST, SECOND), Purpose.COLLECTION).is_covered
    assert decide(found.record_for(Purpose.MEDIA, JUNE), (FIRST, SECOND), Purpose.MEDIA).is_covered


def test_a_later_no_is_always_heard() -> None:
    entries = [
        said(Purpose.COLLECTION, GIVEN),
        said(Purpose.MEDIA, GIVEN),
        said(Purpose.MEDIA, WITHDRAWN, JUNE, "", language=""),
    ]
    decision = decide(standing(entries)[ONE].record(MAY), (FIRST,), Purpose.MEDIA)
    assert decision.standing is ConsentStanding.WITHDRAWN


def test_nothing_said_is_no_record() -> None:
    record = standing([said(Purpose.MEDIA, REFUSED)])[ONE].record_for(Purpose.COLLECTION, MAY)
    assert decide(record, (FIRST,), Purpose.COLLECTION).standing is ConsentStanding.UNANSWERED


def test_the_order_in_which_purposes_were_answered_makes_no_difference() -> None:
    entries = [said(Purpose.COLLECTION, GIVEN), said(Purpose.MEDIA, REFUSED)]
    assert standing(entries)[ONE].record(MAY) == standing(list(reversed(entries)))[ONE].record(MAY)


# --- What may be written -------------------------------------------------------------------

YES = ConsentSaid(
    ONE, {Purpose.COLLECTION: GIVEN}, UUID(int=9), "sw", datetime(2026, 5, 1, tzinfo=UTC), ConsentMode.WEB_FORM
)


def test_a_yes_under_the_notice_of_the_day_is_written() -> None:
    check_entry(YES, FIRST, MAY)
    assert entry_reasons(replace(YES, language="SW"), FIRST, MAY) == ()


@pytest.mark.parametrize(
    ("fault", "notice", "day", "code"),
    [
        ({}, None, MAY, "consent-without-notice"),
        ({"answers": {Purpose.ATTRIBUTION: GIVEN}}, FIRST, MAY, "consent-not-asked"),
        ({"language": "ar"}, FIRST, MAY, "consent-language-unknown"),
        ({}, FIRST, date(2026, 4, 30), "consent-outside-notice"),
        ({}, FIRST.model_copy(update={"valid_until": MAY}), JUNE, "consent-outside-notice"),
    ],
)
def test_a_yes_that_no_notice_stands_behind_is_refused(
    fault: dict[str, object], notice: Notice | None, day: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_entry(replace(YES, **fault), notice, day)
    assert refused.value.codes == (code,)


@pytest.mark.parametrize("state", [REFUSED, WITHDRAWN, ConsentState.EXPIRED])
def test_a_no_needs_no_notice(state: ConsentState) -> None:
    check_entry(replace(YES, answers={Purpose.COLLECTION: state}, language=""), None, MAY)
