"""What stands is kept beside the ledger, and is what the ledger says, whatever was said in whatever order."""

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from time import monotonic
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyhavn.framework.consent import ConsentState, Purpose, decide
from nyhavn.framework.consent_decision import may_use, may_use_now
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid, standing
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.consent.actions import record_consent, record_consents
from nyhavn.web.consent.models import ConsentEvent, StandingRow
from nyhavn.web.consent.projection import rebuild, rows_about
from nyhavn.web.consent.queries import consent_records, ledger_of, plan_notices
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.retention import EXPIRY
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
PURPOSES = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES)
SAID = [state for state in ConsentState if state is not ConsentState.UNKNOWN]
GIVEN, RENEWED, REFUSED = ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.REFUSED

WORD = st.tuples(
    st.sampled_from(PURPOSES),
    st.one_of(st.sampled_from([GIVEN, RENEWED]), st.sampled_from(SAID)),
    st.integers(0, 20 * 24),  # hours ago
    st.sampled_from(["en", "ar"]),
    st.one_of(st.none(), st.integers(-20, 5)),  # last day, in days from today
)
Word = tuple[Purpose, ConsentState, int, str, int | None]


def said(word: Word, who: UUID, notice: UUID) -> ConsentSaid:
    purpose, state, hours, language, last = word
    at = timezone.now() - timedelta(hours=hours)
    until = timezone.localdate() + timedelta(days=last) if last is not None else None
    return ConsentSaid(who, {purpose: state}, notice, language, at, ConsentMode.WEB_FORM, until)


@pytest.mark.slow
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORD, min_size=1, max_size=10))
def test_after_any_history_the_table_says_what_the_ledger_says(village: Cast, history: list[Word]) -> None:
    notice = village.initiative.notices.first() or objects.notice_since(objects.notice(village), 300)
    who, today = uuid4(), timezone.localdate()
    for word in history:
        try:
            record_consent(by=None, initiative=village.initiative, said=said(word, who, notice.uuid))
        except Refusal:
            continue
    entries = ledger_of(village.initiative, who)
    found = consent_records(village.initiative).get(who)
    by_the_ledger = standing(entries).get(who)
    assert found == (by_the_ledger.on(today) if by_the_ledger else None)
    notices = plan_notices(village.initiative)
    for purpose in PURPOSES:
        decided = may_use(entries, (), notices, purpose, timezone.localtime(), today)
        assert may_use_now(found, (), notices, purpose, today, today) == decided
        if found is not None:
            assert decide(found.record_for(purpose, today), notices, purpose) == decided


def rows() -> list[dict[str, object]]:
    return [
        {k: v for k, v in row.items() if k != "id"}
        for row in StandingRow.objects.order_by("contribution", "purpose").values()
    ]


def test_the_table_can_be_made_anew_from_the_ledger(village: Cast) -> None:
    notice = objects.notice_since(objects.notice(village), 30)
    people = [uuid4() for _ in range(5)]
    for who in people:
        record_consent(
            by=None, initiative=village.initiative, said=said((PURPOSES[0], GIVEN, 50, "en", 3), who, notice.uuid)
        )
    record_consent(
        by=None, initiative=village.initiative, said=said((PURPOSES[0], RENEWED, 9, "ar", 5), people[0], notice.uuid)
    )
    record_consent(
        by=None, initiative=village.initiative, said=said((PURPOSES[0], REFUSED, 1, "", None), people[1], notice.uuid)
    )
    before = rows()
    StandingRow.objects.all().delete()
    assert consent_records(village.initiative) == {}
    assert rebuild(village.initiative) == 5
    assert rows() == before


def test_an_installation_that_has_a_ledger_gets_its_table_when_it_is_upgraded(village: Cast) -> None:
    notice = objects.notice_since(objects.notice(village), 30)
    village.initiative.notices.update(terms=[])  # notices of that time said in their text alone how long
    for who, words in enumerate(([GIVEN, RENEWED], [GIVEN, ConsentState.WITHDRAWN], [REFUSED, GIVEN]), start=1):
        for hours, state in zip((50, 9), words, strict=True):
            word: Word = (PURPOSES[0], state, hours, "en", None)
            record_consent(by=None, initiative=village.initiative, said=said(word, UUID(int=who), notice.uuid))
    before = rows()
    StandingRow.objects.all().delete()
    import_module("nyhavn.web.consent.migrations.0003_standing_rows").fold(apps, None)  # it asks the editor nothing
    assert rows() == before


def test_a_line_that_is_not_written_changes_nothing_that_stands(village: Cast) -> None:
    notice, who = objects.notice(village), uuid4()
    record_consent(
        by=None, initiative=village.initiative, said=said((PURPOSES[0], REFUSED, 0, "en", None), who, notice.uuid)
    )
    with pytest.raises(Refusal) as refused:
        record_consent(
            by=None, initiative=village.initiative, said=said((PURPOSES[0], RENEWED, 0, "en", None), who, notice.uuid)
        )
    assert refused.value.codes == ("consent-said-no",)
    assert consent_records(village.initiative)[who].state(PURPOSES[0]) is REFUSED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics, and chooses the index by them")
def test_a_few_people_are_found_by_the_index_however_many_others_there_are(village: Cast) -> None:
    plan = rows_about(village.initiative, [uuid4(), uuid4()]).values_list("contribution", "purpose").explain()
    assert "(contribution=?)" in plan
    assert "initiative_id=?" not in plan


def test_what_stands_after_each_of_two_words_in_one_go(village: Cast) -> None:
    notice, who = objects.notice_since(objects.notice(village), 30), uuid4()
    words: list[Word] = [(PURPOSES[0], GIVEN, 48, "en", None), (PURPOSES[0], RENEWED, 3, "ar", None)]
    record_consents(by=None, initiative=village.initiative, said=[said(word, who, notice.uuid) for word in words])
    found = consent_records(village.initiative)[who]
    assert found.state(PURPOSES[0]) is RENEWED
    assert (found.grounds[PURPOSES[0]].language, found.answers[PURPOSES[0]].language) == ("en", "ar")


def test_paper_that_is_older_than_a_withdrawal_does_not_lift_it(village: Cast) -> None:
    notice, who = objects.notice_since(objects.notice(village), 30), uuid4()
    withdrawn: Word = (PURPOSES[0], ConsentState.WITHDRAWN, 24, "", None)
    record_consent(by=None, initiative=village.initiative, said=said(withdrawn, who, notice.uuid))
    with pytest.raises(Refusal) as refused:
        paper: Word = (PURPOSES[0], GIVEN, 48, "en", None)
        record_consent(by=None, initiative=village.initiative, said=said(paper, who, notice.uuid))
    assert refused.value.codes == ("consent-before-no",)
    newer: Word = (PURPOSES[0], GIVEN, 2, "en", None)
    record_consent(by=None, initiative=village.initiative, said=said(newer, who, notice.uuid))
    assert consent_records(village.initiative)[who].state(PURPOSES[0]) is GIVEN


def test_the_text_that_was_shown_and_who_wrote_it_down_stand_in_the_line(village: Cast) -> None:
    notice = objects.notice(village)
    record_consent(
        by=None, initiative=village.initiative, said=said((PURPOSES[0], GIVEN, 0, "AR", None), uuid4(), notice.uuid)
    )
    by = village[Role.ENUMERATOR]
    record_consent(
        by=by, initiative=village.initiative, said=said((PURPOSES[0], GIVEN, 0, "en", None), uuid4(), notice.uuid)
    )
    arabic, english = ConsentEvent.objects.order_by("id")
    assert arabic.notice_sha256 == notice.texts.get(language="ar").sha256 != ""
    assert english.notice_sha256 == notice.texts.get(language="en").sha256
    assert (arabic.recorded_by, english.recorded_by) == (None, by.uuid)
    assert {arabic.event_type, english.event_type} == {"explicit"}


# --- Time ---------------------------------------------------------------------------------------


def agreed(village: Cast, last: int | None) -> UUID:
    """Somebody who said yes three days ago, until so many days from today."""
    notice = village.initiative.notices.first() or objects.notice_since(objects.notice(village), 30)
    who = uuid4()
    record_consent(
        by=None, initiative=village.initiative, said=said((PURPOSES[0], GIVEN, 72, "en", last), who, notice.uuid)
    )
    return who


def test_a_yes_ends_on_its_last_day_whether_or_not_anybody_wrote_that_down(village: Cast) -> None:
    over, today, later = agreed(village, -1), agreed(village, 0), agreed(village, None)
    found = consent_records(village.initiative)
    states = {who: found[who].state(PURPOSES[0]) for who in (over, today, later)}
    assert states == {over: ConsentState.EXPIRED, today: GIVEN, later: GIVEN}


def test_the_daily_job_writes_what_is_over_once_and_says_for_whom(village: Cast, harbour: Cast) -> None:
    over, elsewhere = agreed(village, -1), agreed(harbour, -2)
    agreed(village, 0)
    agreed(village, None)
    before = ConsentEvent.objects.count()
    for _ in range(2):
        enqueue(EXPIRY)
        assert work_once()
    written = ConsentEvent.objects.order_by("id")[before:]
    assert {(line.contribution, line.state, line.mode) for line in written} == {
        (over, "ConsentExpired", "timer"),
        (elsewhere, "ConsentExpired", "timer"),
    }


def test_whoever_renews_after_the_end_begins_anew_and_before_it_goes_on(village: Cast) -> None:
    notices = {}
    for last in (-1, 0):
        who = agreed(village, last)
        enqueue(EXPIRY)
        work_once()
        notice = village.initiative.notices.get()
        renewal: Word = (PURPOSES[0], RENEWED, 0, "en", None)
        record_consent(by=None, initiative=village.initiative, said=said(renewal, who, notice.uuid))
        notices[last] = consent_records(village.initiative)[who].grounds[PURPOSES[0]].day
    assert notices[0] < notices[-1] == timezone.localdate()


# --- The database -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"decided_by": "somebody-else"},
        {"assent": False},
        {"event_type": "implied"},
        {"modality": "telepathy"},
        {"guardian_waiver": "too much trouble"},
    ],
)
def test_the_database_refuses_a_yes_that_nobody_can_have_said(village: Cast, fault: Mapping[str, object]) -> None:
    values = {
        "initiative": village.initiative,
        "contribution": uuid4(),
        "purpose": PURPOSES[0].value,
        "state": GIVEN.value,
        "at": timezone.now(),
        "mode": "web-form",
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentEvent.objects.create(**values, **fault)
    ConsentEvent.objects.create(**values)


@pytest.mark.slow
def test_twenty_thousand_contributions_are_written_and_read_in_seconds(village: Cast) -> None:
    """A million take fifty times as long, because everything goes in batches of a fixed size."""
    notice, at = objects.notice(village), timezone.now()
    answers = dict.fromkeys(PURPOSES, GIVEN)
    for start in range(0, 20_000, 5_000):
        batch = [
            ConsentSaid(UUID(int=start + n), answers, notice.uuid, "en", at, ConsentMode.IMPORTED) for n in range(5_000)
        ]
        record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=batch)
    began = monotonic()
    assert len(consent_records(village.initiative)) == 20_000
    assert monotonic() - began < 20


def test_what_stands_can_be_asked_for_another_day(village: Cast) -> None:
    who = agreed(village, 5)
    today = timezone.localdate()
    assert consent_records(village.initiative, today + timedelta(days=5))[who].state(PURPOSES[0]) is GIVEN
    assert (
        consent_records(village.initiative, today + timedelta(days=6))[who].state(PURPOSES[0]) is ConsentState.EXPIRED
    )
