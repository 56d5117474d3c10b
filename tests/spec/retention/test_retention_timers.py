"""What a notice promises about time is kept: a use ends after its last day, and what is not due stays and is used."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.notice_terms import Kept
from nyhavn.framework.retention import first_of_month
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.consent.covering import covered_for
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import consent_records
from nyhavn.web.lineage import mirror
from nyhavn.web.lineage.mirror_lines import MirrorKind
from nyhavn.web.lineage.models import RetentionCertificate, Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.lineage.replaying import replay_and_walk
from nyhavn.web.lineage.retention import end_by_time
from spec.retention.keeping_time import MONTHS, a_day_passes, agreed, promised, renewed, years_ago
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
COLLECTION, FIGURES = Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES
GIVEN, EXPIRED = ConsentState.GIVEN, ConsentState.EXPIRED
TERMS = {COLLECTION: MONTHS, FIGURES: MONTHS}


class Crash(Exception):
    """The machine goes off between the mirror and the commit."""


def is_usable(village: Cast, one: Contribution) -> bool:
    return one.uuid in covered_for(village.initiative, {one.uuid: one.contributed_on}, FIGURES)


def states(village: Cast, one: Contribution) -> dict[Purpose, ConsentState]:
    found = consent_records(village.initiative)[one.uuid]
    return {purpose: found.state(purpose) for purpose in (COLLECTION, FIGURES)}


def is_there(one: Contribution) -> bool:
    return Contribution.with_shredded.filter(uuid=one.uuid).exists()


def test_answers_are_destroyed_the_day_after_their_last_one_and_not_before(village: Cast) -> None:
    to = promised(village, TERMS)
    due, last, young = agreed(to, years_ago(1)), agreed(to, years_ago()), agreed(to, timezone.localdate())
    assert not is_usable(village, due)  # nothing waits for the job
    a_day_passes()
    assert [is_there(one) for one in (due, last, young)] == [False, True, True]
    assert [is_usable(village, one) for one in (last, young)] == [True, True]
    assert states(village, due) == {COLLECTION: EXPIRED, FIGURES: EXPIRED}
    assert states(village, last) == {COLLECTION: GIVEN, FIGURES: GIVEN}


def test_it_goes_the_way_of_a_withdrawal_and_says_that_time_ended_it(village: Cast) -> None:
    one = agreed(promised(village, TERMS), years_ago(1))
    a_day_passes()
    made = Withdrawal.objects.get()
    assert (made.contribution, made.kind, made.mode, made.by) == (one.uuid, "expired", "timer", None)
    found = proof(made)
    assert found.is_finished
    assert [(trace.node.kind, trace.words) for trace in found.traces] == [("contribution", "contribution-destroyed")]
    (line,) = mirror.read_all()
    assert (line.kind, line.withdrawal, line.contribution) == (MirrorKind.EXPIRED, made.uuid, one.uuid)
    assert not AuditRecord.objects.filter(action="contributions-withdrawn").exists()


def test_one_use_ends_and_the_others_go_on(village: Cast) -> None:
    to = promised(village, {COLLECTION: 600, FIGURES: MONTHS})
    one = agreed(to, years_ago(1))
    a_day_passes()
    assert is_there(one)
    assert states(village, one) == {COLLECTION: GIVEN, FIGURES: EXPIRED}
    assert Withdrawal.objects.get().purposes == [FIGURES.value]
    assert Contribution.objects.get(uuid=one.uuid).sealed


def test_a_result_that_is_not_public_loses_whoever_is_in_it_by_time(village: Cast) -> None:
    to = promised(village, {COLLECTION: 600, FIGURES: MONTHS})
    objects.contributions(to, 40)
    one = agreed(to, years_ago())
    objects.tables(village)
    run = objects.run(village)
    assert run.state == "judged"
    village.initiative.standing_rows.filter(contribution=one.uuid).update(valid_until=years_ago(1))
    a_day_passes()
    run.refresh_from_db()
    assert run.state == "emptied"
    assert objects.run(village).state == "judged"  # and it can be made again without them


def test_until_it_is_taken_back_means_for_ever_and_not_kept_means_that_day(village: Cast) -> None:
    to = promised(village, {COLLECTION: Kept.UNTIL_WITHDRAWN, FIGURES: Kept.NOT_KEPT})
    today, yesterday = timezone.localdate(), timezone.localdate() - timedelta(days=1)
    old, new = agreed(to, yesterday), agreed(to, today)
    oldest = agreed(to, date(today.year - 9, 1, 31), {COLLECTION: GIVEN})
    a_day_passes()
    assert states(village, old) == {COLLECTION: GIVEN, FIGURES: EXPIRED}
    assert states(village, new) == {COLLECTION: GIVEN, FIGURES: GIVEN}
    assert is_there(oldest)


def test_whoever_says_yes_again_moves_the_timer(village: Cast) -> None:
    to = promised(village, TERMS)
    forgot, renews, keeps = (agreed(to, years_ago(1)) for _ in range(3))
    renewed(village, renews, COLLECTION, FIGURES, day=timezone.localdate())
    renewed(village, keeps, COLLECTION, day=timezone.localdate())  # the collection alone
    a_day_passes()
    assert [is_there(one) for one in (forgot, renews, keeps)] == [False, True, True]
    assert states(village, keeps) == {COLLECTION: ConsentState.RENEWED, FIGURES: EXPIRED}
    assert states(village, renews)[FIGURES] is ConsentState.RENEWED


def test_a_shorter_time_that_the_person_named_counts_and_a_longer_one_does_not(village: Cast) -> None:
    to = promised(village, TERMS)
    tomorrow, far = timezone.localdate() + timedelta(days=1), timezone.localdate() + timedelta(days=9_000)
    for until in (tomorrow, far):
        one = agreed(to, timezone.localdate(), {FIGURES: GIVEN})
        said = ConsentSaid(
            one.uuid, {COLLECTION: GIVEN}, to.notice.uuid, "en", timezone.now(), ConsentMode.WEB_FORM, until
        )
        record_consent(by=None, initiative=village.initiative, said=said)
    ends = ConsentEvent.objects.filter(purpose=COLLECTION.value).order_by("id").values_list("valid_until", flat=True)
    promise = ConsentEvent.objects.filter(purpose=FIGURES.value).values_list("valid_until", flat=True)[0]
    assert list(ends) == [tomorrow, promise]


@pytest.mark.parametrize(("zone", "last"), [("Asia/Dhaka", date(2026, 2, 28)), ("UTC", date(2026, 2, 27))])
def test_the_day_is_that_of_the_place(village: Cast, zone: str, last: date) -> None:
    """Late in the evening of 27 January in Greenwich it is 28 January in Dhaka already."""
    to = promised(village, {COLLECTION: 1})
    with timezone.override(zone):
        moment = datetime(2026, 1, 27, 20, tzinfo=UTC)
        said = ConsentSaid(to.uuid, {COLLECTION: GIVEN}, to.notice.uuid, "en", moment, ConsentMode.WEB_FORM)
        record_consent(by=None, initiative=village.initiative, said=said)
    assert ConsentEvent.objects.get().valid_until == last


def test_an_old_copy_of_the_database_does_not_bring_expired_answers_back(village: Cast) -> None:
    """The row comes back as it stood in the backup; the mirror ends it again, and by time, not as if they had left."""
    to = promised(village, TERMS)
    gone, stays = agreed(to, years_ago(1)), agreed(to, timezone.localdate())
    old = Contribution.objects.get(uuid=gone.uuid)
    a_day_passes()
    _forget(village, old)
    assert is_there(gone)
    done = replay_and_walk()
    assert done.withdrawn == 1
    assert not is_there(gone)
    assert is_there(stays)
    assert is_usable(village, stays)
    assert Withdrawal.objects.get().kind == "expired"
    assert states(village, gone) == {COLLECTION: EXPIRED, FIGURES: EXPIRED}


def test_an_end_by_time_that_the_database_forgot_is_certified_all_the_same(village: Cast) -> None:
    gone = agreed(promised(village, TERMS), years_ago(1))
    keys = [(gone.uuid, purpose) for purpose in (COLLECTION, FIGURES)]
    with pytest.raises(Crash), transaction.atomic():
        end_by_time(initiative=village.initiative, keys=keys)
        raise Crash
    assert not RetentionCertificate.objects.exists()
    assert replay_and_walk().withdrawn == 1
    begun = RetentionCertificate.objects.order_by("purpose").values_list("month", "purpose", "notices")
    month = first_of_month(timezone.localdate())
    assert list(begun) == [(month, COLLECTION.value, ["1"]), (month, FIGURES.value, ["1"])]


def _forget(village: Cast, old: Contribution) -> None:
    """As if the database were from before the job: the withdrawal is unknown and the contribution is there."""
    Withdrawal.objects.all().delete()
    Contribution.with_shredded.filter(uuid=old.uuid).delete()
    old.pk = None
    old.save(force_insert=True)


def test_twice_a_day_is_once(village: Cast) -> None:
    to = promised(village, TERMS)
    agreed(to, years_ago(1))
    for _ in range(2):
        a_day_passes()
    assert Withdrawal.objects.count() == 1
    assert ConsentEvent.objects.filter(state=EXPIRED.value).count() == 2


def test_whoever_took_it_back_before_is_not_ended_again(village: Cast) -> None:
    gone = agreed(promised(village, TERMS), years_ago(1))
    said = ConsentSaid(
        gone.uuid,
        dict.fromkeys((COLLECTION, FIGURES), ConsentState.WITHDRAWN),
        None,
        "en",
        timezone.now(),
        ConsentMode.WEB_FORM,
    )
    record_consent(by=None, initiative=village.initiative, said=said)
    a_day_passes()
    assert not Withdrawal.objects.exists()
