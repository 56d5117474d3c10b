"""Somebody takes back; nothing public moves then; on the day of the vintage a version without them is out."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.lineage import Outcome, Proof
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.releases import vintage_actions as actions
from nyhavn.web.releases.models import PublicRelease
from web import objects, publishing, vintages
from web.cast import Cast
from web.lineage.test_lineage_silence import seen
from web.publishing import in_days
from web.withdrawing import walked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def release(ready: Cast) -> PublicRelease:
    return publishing.published(ready)


def somebody() -> Contribution:
    return Contribution.objects.earliest("id")


def told(found: Proof) -> tuple[object, ...]:
    """What the proof says of the published figures."""
    trace = next(trace for trace in found.traces if trace.node.kind == "release")
    return trace.outcome, trace.words, trace.on, trace.due


def proof_now() -> tuple[object, ...]:
    return told(proof(Withdrawal.objects.latest("id")))


def test_nothing_public_moves_at_once_and_on_the_day_a_version_without_the_person_is_out(
    ready: Cast, release: PublicRelease, client: Client
) -> None:
    plan = vintages.agreed(ready, release)
    before = seen(client, release)
    one = somebody()
    found = walked(ready, one.uuid)
    assert told(found) == (Outcome.WAITS, "next-edition", timezone.localdate(), plan.next_date)
    after = seen(client, release)
    assert [name for name in before if before[name] != after[name]] == []
    vintages.an_hour_passes()
    assert proof_now()[0] is Outcome.WAITS
    newer = vintages.the_day_comes(ready)
    assert (newer.state, newer.version) == ("published", "2")
    assert not newer.run.uses.filter(contribution=one.uuid).exists()
    assert newer.run.uses.count() == 39
    assert proof_now() == (Outcome.SUPERSEDED, "release-superseded", timezone.localdate(), None)


def test_the_number_does_not_tell_that_one_person_left(ready: Cast, release: PublicRelease) -> None:
    vintages.agreed(ready, release)
    walked(ready, somebody().uuid)
    vintages.an_hour_passes()
    newer = vintages.the_day_comes(ready)
    old, new = (json.loads(one.content)["tables"] for one in (publishing.again(release), newer))
    assert old == new


def test_without_a_withdrawal_the_vintage_is_published_as_well(ready: Cast, release: PublicRelease) -> None:
    vintages.agreed(ready, release)
    vintages.an_hour_passes()
    newer = vintages.the_day_comes(ready)
    assert (newer.state, newer.version, newer.run.uses.count()) == ("published", "2", 40)


def test_where_no_vintage_is_planned_the_proof_says_that_the_figures_stay(ready: Cast, release: PublicRelease) -> None:
    assert told(walked(ready, somebody().uuid)) == (Outcome.STAYS, "published-aggregate", timezone.localdate(), None)


def test_a_vintage_that_nobody_agreed_to_is_promised_to_nobody(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.planned(ready, release)
    assert told(walked(ready, somebody().uuid))[0] is Outcome.STAYS
    actions.agree(by=ready[Role.APPROVER], on=plan)
    assert proof_now()[0::3] == (Outcome.WAITS, plan.next_date)


def test_a_proof_says_when_a_vintage_is_not_coming_any_more(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release, days=60)
    walked(ready, somebody().uuid)
    assert proof_now()[3] == in_days(60)
    actions.stop_vintages(by=ready[Role.COORDINATOR], on=plan)
    assert proof_now() == (Outcome.STAYS, "published-aggregate", timezone.localdate(), None)


def test_changed_tables_publish_nothing_and_the_proof_promises_nothing(ready: Cast, release: PublicRelease) -> None:
    vintages.agreed(ready, release)
    walked(ready, somebody().uuid)
    objects.tables(ready, objects.TABLES.replace("threshold = 5", "threshold = 6"))
    vintages.an_hour_passes()
    assert PublicRelease.objects.count() == 1
    assert proof_now()[0] is Outcome.STAYS


def test_who_takes_back_after_the_announcement_is_in_neither_version(ready: Cast, release: PublicRelease) -> None:
    vintages.agreed(ready, release)
    vintages.an_hour_passes()
    one = somebody()
    walked(ready, one.uuid)
    vintages.the_day_comes(ready)
    vintages.an_hour_passes()
    newer = vintages.the_day_comes(ready)
    assert not newer.run.uses.filter(contribution=one.uuid).exists()
    assert proof_now()[:2] == (Outcome.SUPERSEDED, "release-superseded")


def test_who_takes_back_when_a_newer_version_is_out_waits_for_the_next(ready: Cast, release: PublicRelease) -> None:
    plan = vintages.agreed(ready, release)
    vintages.an_hour_passes()
    newer = vintages.the_day_comes(ready)
    found = walked(ready, somebody().uuid)
    due = vintages.again(plan).next_date
    traces = {trace.node.on: trace for trace in found.traces if trace.node.kind == "release"}
    assert {one: (trace.outcome, trace.due) for one, trace in traces.items()} == {
        release.uuid: (Outcome.WAITS, due),
        newer.uuid: (Outcome.WAITS, due),
    }
    assert due > in_days(80)


def test_an_earlier_withdrawal_of_figures_does_not_wait_for_what_is_out_already(
    ready: Cast, release: PublicRelease
) -> None:
    one = somebody()
    vintages.agreed(ready, release)
    walked(ready, one.uuid, frozenset({objects.Purpose.PUBLISHED_AGGREGATES}))
    vintages.an_hour_passes()
    vintages.the_day_comes(ready)
    found = walked(ready, one.uuid)
    assert told(found)[:2] == (Outcome.SUPERSEDED, "release-superseded")
