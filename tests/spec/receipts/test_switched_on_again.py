"""Whoever ends a use and allows it again a week later is counted again in what is made from then on."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_decision import may_use
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.opening import Door
from nyhavn.web.collection.actions import NewContribution, contribute
from nyhavn.web.collection.models import Collection
from nyhavn.web.collection.receipts import receipt_hash, words_for
from nyhavn.web.consent.queries import ledger_of, plan_notices
from web import objects
from web.cast import Cast
from web.own_browser import OwnBrowser

pytestmark = pytest.mark.django_db
WORDS = " ".join(words_for(b"of the one who came back"))
AGGREGATES = Purpose.PUBLISHED_AGGREGATES


@pytest.fixture
def a_week_ago(collection: Collection, village: Cast) -> UUID:
    """Somebody answered a week ago and said yes to everything; forty others answered today."""
    objects.notice_since(collection.notice, days=30)
    objects.tables(village)
    objects.contributions(collection, 40)
    uuid, then = uuid4(), timezone.now() - timedelta(days=7)
    said = ConsentSaid(uuid, objects.YES, collection.notice.uuid, "en", then, ConsentMode.WEB_FORM)
    new = NewContribution(
        uuid,
        Door.FORM,
        dict(objects.SAID),
        said,
        timezone.localdate(then),
        receipt_hash(WORDS, collection.initiative.uuid),
    )
    contribute(by=None, to=collection, said=new)
    return uuid


def counts(village: Cast, who: UUID) -> bool:
    """Whether the next run works on what this person said."""
    run = objects.run(village)
    assert run.state == "judged", run.reasons
    return run.uses.filter(contribution=who).exists()


def test_in_the_next_run_the_person_is_counted_again(a_week_ago: UUID, village: Cast) -> None:
    browser = OwnBrowser().come(WORDS).open("/mine/uses/")
    browser.post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    assert not counts(village, a_week_ago)
    assert "A yes counts for what is made from then on." in browser.text
    browser.post("/mine/uses/", **{"-use": "allow:published-aggregates"})
    assert counts(village, a_week_ago)


def test_the_one_function_says_the_same_at_each_moment(a_week_ago: UUID, village: Cast) -> None:
    notices, day = plan_notices(village.initiative), timezone.localdate() - timedelta(days=7)
    browser = OwnBrowser().come(WORDS).open("/mine/uses/")
    browser.post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    ended = timezone.localtime()
    browser.post("/mine/uses/", **{"-use": "allow:published-aggregates"})
    history = ledger_of(village.initiative, a_week_ago)
    assert not may_use(history, (), notices, AGGREGATES, ended, day).is_covered
    assert may_use(history, (), notices, AGGREGATES, timezone.localtime(), day).is_covered
    assert [entry.state for entry in history if entry.purpose is AGGREGATES] == [
        ConsentState.GIVEN,
        ConsentState.WITHDRAWN,
        ConsentState.GIVEN,
    ]
