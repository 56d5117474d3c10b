"""A notice: what it must say, in each language, and the hash of exactly what people read."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import (
    NoticePart,
    NoticeShown,
    NoticeWords,
    Period,
    check_notice,
    check_period,
    languages_without_text,
    notice_reasons,
    period_reasons,
    sha256_of_notice,
    shown_parts,
)
from nyhavn.framework.notice_terms import Kept, PurposeTerms, RecipientKind
from nyhavn.framework.refusal import Refusal

ENGLISH = NoticeWords(
    language="en",
    title="Water in our village",
    body="The village asks who has water. Taking part is free.",
    retention="We keep your answers for two years.",
    recipients="Only the water group sees them.",
    can_take_back="With your code you can delete your answers.",
    stays="Totals that are published stay.",
    lost_code="Without your code nobody can find your answers.",
    by_purpose={
        Purpose.COLLECTION: "May we keep your answers?",
        Purpose.PUBLISHED_AGGREGATES: "May your answers count in totals that we publish?",
    },
)
SWAHILI = replace(
    ENGLISH,
    language="sw",
    title="Maji kijijini",
    by_purpose={
        Purpose.COLLECTION: "Tunaweza kuhifadhi majibu yako?",
        Purpose.PUBLISHED_AGGREGATES: "Majibu yako yahesabiwe katika jumla?",
    },
)
NOTICE = NoticeShown(
    uuid=UUID(int=1),
    version="2026-1",
    purposes=(Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES),
    contact="Carmen, at the well on Mondays",
    texts=(ENGLISH, SWAHILI),
    terms=(
        PurposeTerms(purpose=Purpose.COLLECTION, kept=Kept.MONTHS, months=24, recipients=(RecipientKind.TEAM,)),
        PurposeTerms(
            purpose=Purpose.PUBLISHED_AGGREGATES, kept=Kept.UNTIL_WITHDRAWN, recipients=(RecipientKind.EVERYBODY,)
        ),
    ),
    witnessed_path=False,
)
TODAY = date(2026, 6, 10)


def with_text(**changed: object) -> NoticeShown:
    return replace(NOTICE, texts=(ENGLISH, replace(SWAHILI, **changed)))


def test_a_notice_that_says_everything_in_every_language_may_be_used() -> None:
    assert notice_reasons(NOTICE) == ()
    check_notice(NOTICE)


@pytest.mark.parametrize("part", [part for part in NoticePart if part is not NoticePart.CONTACT])
@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_each_part_that_is_missing_in_one_language_is_named_with_the_language(part: NoticePart, nothing: str) -> None:
    (reason,) = notice_reasons(with_text(**{part.value.replace("-", "_"): nothing}))
    assert (reason.code, reason.where) == ("notice-part-missing", "text in “sw”")
    assert part.value.replace("-", " ") in reason.what
    assert reason.do


def test_a_contact_is_needed_once_for_all_languages() -> None:
    (reason,) = notice_reasons(replace(NOTICE, contact=""))
    assert (reason.code, reason.where) == ("notice-part-missing", "contact")


def test_every_purpose_needs_a_question_in_every_language() -> None:
    (reason,) = notice_reasons(with_text(by_purpose={Purpose.COLLECTION: "Tunaweza kuhifadhi majibu yako?"}))
    assert (reason.code, reason.where) == ("notice-question-missing", "text in “sw”")
    assert "published-aggregates" in reason.what


def test_the_collection_itself_is_always_asked() -> None:
    reasons = notice_reasons(replace(NOTICE, purposes=(Purpose.PUBLISHED_AGGREGATES,)))
    assert [reason.code for reason in reasons] == ["notice-without-collection"]


def test_a_notice_without_a_text_is_no_notice() -> None:
    assert [reason.code for reason in notice_reasons(replace(NOTICE, texts=()))] == ["notice-without-text"]


@pytest.mark.parametrize("second", ["May we keep them?", " may we  KEEP them? "])
def test_one_question_cannot_stand_for_two_purposes(second: str) -> None:
    asked = {Purpose.COLLECTION: "May we keep them?", Purpose.PUBLISHED_AGGREGATES: second}
    (reason,) = notice_reasons(with_text(by_purpose=asked))
    assert reason.code == "notice-question-twice"


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check_notice(replace(NOTICE, contact="", texts=(NoticeWords("en", "Water"),)))
    assert len(refused.value.reasons) == 1 + 6 + 2


def test_parts_and_questions_are_shown_in_one_order_and_only_what_is_asked() -> None:
    more = replace(ENGLISH, by_purpose={**ENGLISH.by_purpose, Purpose.MEDIA: "May we keep the photo?"})
    codes = [part.code for part in shown_parts(NOTICE, more)]
    assert codes == [*NoticePart, "collection", "published-aggregates"]


def test_the_hash_is_that_of_what_people_read() -> None:
    same = replace(ENGLISH, body=f"  {ENGLISH.body}\r\n")
    unasked = replace(ENGLISH, by_purpose={**ENGLISH.by_purpose, Purpose.MEDIA: "May we keep the photo?"})
    assert sha256_of_notice(NOTICE, ENGLISH) == sha256_of_notice(NOTICE, same) == sha256_of_notice(NOTICE, unasked)


@pytest.mark.parametrize(
    "changed",
    [
        *({part.value.replace("-", "_"): "Other words"} for part in NoticePart if part is not NoticePart.CONTACT),
        {"language": "en-GB"},
        {"by_purpose": {**ENGLISH.by_purpose, Purpose.COLLECTION: "Yes?"}},
        {"retention": "", "recipients": f"{ENGLISH.retention}\n{ENGLISH.recipients}"},
    ],
)
def test_every_other_word_gives_another_hash(changed: dict[str, object]) -> None:
    assert sha256_of_notice(NOTICE, replace(ENGLISH, **changed)) != sha256_of_notice(NOTICE, ENGLISH)


def test_the_hash_can_be_worked_out_by_anybody_who_reads_how() -> None:
    said = [ENGLISH.title, ENGLISH.body, ENGLISH.retention, ENGLISH.recipients, ENGLISH.can_take_back, ENGLISH.stays]
    said += [ENGLISH.lost_code, NOTICE.contact, *ENGLISH.by_purpose.values()]
    codes = [*(part.value for part in NoticePart), "collection", "published-aggregates"]
    lines = "".join(f"{code} {len(text.encode())}\n{text}\n" for code, text in zip(codes, said, strict=True))
    worked_out = hashlib.sha256(f"notice 1\n2026-1\nen\n{lines}".encode()).hexdigest()
    # Written down, so that no later version of the program counts otherwise: hashes of years ago must still match.
    assert worked_out == "e0e72918183a0180a8aadfdae4155ff6cd0de383e0dcc29947a6568854550d18"
    assert sha256_of_notice(NOTICE, ENGLISH) == worked_out


def test_contact_version_and_purposes_are_in_the_hash() -> None:
    others = (
        replace(NOTICE, contact="Nobody"),
        replace(NOTICE, version="2026-2"),
        replace(NOTICE, purposes=(Purpose.COLLECTION,)),
        replace(NOTICE, purposes=tuple(reversed(NOTICE.purposes))),
    )
    hashes = {sha256_of_notice(other, ENGLISH) for other in (NOTICE, *others)}
    assert len(hashes) == 1 + len(others)


def test_a_text_is_found_in_any_case_of_its_language() -> None:
    assert NOTICE.text("SW") == SWAHILI
    assert NOTICE.text("fr") is None


def test_languages_of_a_form_without_a_text_are_named_and_a_form_without_languages_asks_for_none() -> None:
    assert languages_without_text(NOTICE, ("en", "SW", "ar")) == ("ar",)
    assert languages_without_text(NOTICE, ("",)) == ()


# --- Days ---------------------------------------------------------------------------------


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize("first", [day(0), day(1), day(30)])
def test_the_first_version_may_begin_today_or_later(first: date) -> None:
    check_period((), first, TODAY)


def test_nothing_begins_in_the_past() -> None:
    (reason,) = period_reasons((), day(-1), TODAY)
    assert reason.code == "notice-day-past"


@pytest.mark.parametrize("until", [None, day(0), day(9)])
def test_where_one_is_in_use_today_the_next_begins_tomorrow_at_the_earliest(until: date | None) -> None:
    running = Period("1", day(-5), until)
    (reason,) = period_reasons((running,), day(0), TODAY)
    assert reason.code == "notice-days-overlap"
    assert day(1).isoformat() in reason.do
    assert period_reasons((running,), day(1), TODAY) == ()


def test_a_version_that_ended_yesterday_leaves_today_free() -> None:
    assert period_reasons((Period("1", day(-5), day(-1)),), day(0), TODAY) == ()


def test_a_planned_version_is_not_overtaken() -> None:
    planned = Period("2", day(5), None)
    assert period_reasons((planned,), day(2), TODAY)
    assert period_reasons((planned,), day(5), TODAY)
    assert period_reasons((planned,), day(6), TODAY) == ()
