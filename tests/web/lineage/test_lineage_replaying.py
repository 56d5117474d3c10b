"""What the mirror remembers and the database does not is withdrawn again, once."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import OutsideFault
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.consent.queries import purposes_given
from nyhavn.web.jobs.actions import take_this
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage import mirror
from nyhavn.web.lineage.actions import WALK, Manner, withdraw_many
from nyhavn.web.lineage.mirror_file import path
from nyhavn.web.lineage.mirror_lines import MirrorLine
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.replaying import Replayed, replay, replay_and_walk
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = frozenset({Purpose.COLLECTION})


class Crash(Exception):
    """The machine went off."""


def people(village: Cast, count: int = 3) -> list[Contribution]:
    return objects.contributions(objects.collection(village), count)


def take_back(
    village: Cast, said: Collection[UUID], purposes: frozenset[Purpose] = EVERYTHING
) -> tuple[Withdrawal, ...]:
    manner = Manner(ConsentMode.WITNESSED, "en", "relative")
    return withdraw_many(by=None, initiative=village.initiative, contributions=said, purposes=purposes, manner=manner)


def forgotten(village: Cast, said: Collection[UUID], purposes: frozenset[Purpose] = EVERYTHING) -> None:
    """The machine goes off between the mirror and the commit."""
    with pytest.raises(Crash), transaction.atomic():
        take_back(village, said, purposes)
        raise Crash


def given(village: Cast, one: Contribution) -> frozenset[Purpose]:
    return purposes_given(village.initiative, [one.uuid]).get(one.uuid, frozenset())


def test_a_withdrawal_stands_in_the_mirror_as_it_stands_in_the_database(village: Cast) -> None:
    one, *_ = people(village)
    (made,) = take_back(village, [one.uuid])
    (line,) = mirror.read_all()
    assert (line.withdrawal, line.contribution, line.initiative) == (made.uuid, one.uuid, village.initiative.uuid)
    assert (line.at, line.mode, line.said_by) == (made.at, "witnessed", "relative")
    assert line.ended == EVERYTHING
    assert replay() == Replayed(lines=1)


def test_a_withdrawal_that_died_before_the_commit_is_made_good(village: Cast) -> None:
    one, other, _ = people(village)
    forgotten(village, [one.uuid])
    assert given(village, one)
    before = mirror.head()
    assert replay_and_walk() == Replayed(lines=1, withdrawn=1)
    assert not given(village, one)
    assert given(village, other)
    made = Withdrawal.objects.get()
    (line,) = mirror.read_all()
    assert (made.uuid, made.at, made.mode, made.said_by) == (line.withdrawal, line.at, "witnessed", "relative")
    assert made.finished_at is not None
    assert mirror.head() == before
    (told,) = AuditRecord.objects.filter(action="mirror-replayed")
    assert told.facts == {"contributions": "fewer than 10"}


def test_repeated_it_finds_nothing_to_do(village: Cast) -> None:
    forgotten(village, [one.uuid for one in people(village)])
    assert replay_and_walk() == Replayed(lines=3, withdrawn=3)
    assert replay_and_walk() == Replayed(lines=3)
    assert Withdrawal.objects.count() == 3


def test_a_walk_whose_worker_was_killed_a_moment_ago_is_finished_by_the_start(village: Cast) -> None:
    one, *_ = people(village)
    take_back(village, [one.uuid])
    assert take_this(Job.objects.get(kind=WALK)) is not None
    assert replay_and_walk() == Replayed(lines=1)
    assert Withdrawal.objects.get().finished_at is not None


def test_a_walk_that_cannot_be_done_stops_the_start(village: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: nobody reads a database in which a withdrawal is half done."""
    one, *_ = people(village)
    take_back(village, [one.uuid])
    monkeypatch.setattr("nyhavn.web.lineage.walk.erase_contributions", lambda _: 1 / 0)
    with pytest.raises(OutsideFault) as fault:
        replay_and_walk()
    assert fault.value.codes == ("withdrawal-not-finished",)


def test_a_single_purpose_ends_alone(village: Cast) -> None:
    one, *_ = people(village)
    forgotten(village, [one.uuid], frozenset({Purpose.PUBLISHED_AGGREGATES}))
    replay_and_walk()
    assert given(village, one) == {Purpose.COLLECTION}


def test_whom_this_database_never_knew_is_left_and_counted(village: Cast, harbour: Cast) -> None:
    people(village)
    at = timezone.now()
    elsewhere = MirrorLine(uuid4(), uuid4(), ("collection",), at, uuid4(), "witnessed")
    newer = MirrorLine(village.initiative.uuid, uuid4(), ("collection",), at, uuid4(), "witnessed")
    mirror.remember([elsewhere, newer])
    assert replay_and_walk() == Replayed(lines=2, unknown=2)
    assert not Withdrawal.objects.exists()


def test_what_a_person_said_after_a_withdrawal_that_died_stands(village: Cast) -> None:
    one, *_ = people(village)
    forgotten(village, [one.uuid], frozenset({Purpose.PUBLISHED_AGGREGATES}))
    notice = village.initiative.notices.first()
    assert notice is not None
    yes = {Purpose.PUBLISHED_AGGREGATES: ConsentState.GIVEN}
    said = ConsentSaid(one.uuid, yes, notice.uuid, "en", timezone.now(), ConsentMode.WITNESSED)
    record_consent(by=None, initiative=village.initiative, said=said)
    assert replay_and_walk() == Replayed(lines=1, overtaken=1)
    assert Purpose.PUBLISHED_AGGREGATES in given(village, one)


def test_one_that_may_still_be_about_to_commit_is_left(village: Cast) -> None:
    one, *_ = people(village)
    forgotten(village, [one.uuid])
    assert replay(before=timezone.now() - timedelta(hours=1)) == Replayed(lines=1)
    assert given(village, one)
    assert replay(before=timezone.now()) == Replayed(lines=1, withdrawn=1)
    while work_once():
        pass
    assert Withdrawal.objects.filter(finished_at=None).count() == 0


def test_a_mirror_that_was_begun_anew_is_told_what_the_database_has(village: Cast) -> None:
    take_back(village, [one.uuid for one in people(village)])
    remembered = list(mirror.read_all())
    path().unlink()
    (path().parent.parent / "keys" / mirror.HEAD).unlink()
    assert replay_and_walk() == Replayed(added=3)
    assert list(mirror.read_all()) == remembered
    assert replay_and_walk() == Replayed(lines=3)
