"""What proofs say of figures that are out follows the editions that people announce, move, call off and print."""

from uuid import UUID

import pytest
from django.utils import timezone
from django.utils.translation import override

from nyhavn.framework.lineage import Outcome
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.releases import actions, after_publication
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import called
from nyhavn.web.releases.vintage_actions import stop_vintages
from web import objects, publishing, vintages
from web.cast import Cast
from web.publishing import in_days
from web.withdrawing import walked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def release(ready: Cast) -> PublicRelease:
    return publishing.published(ready)


def somebody() -> UUID:
    return Contribution.objects.earliest("id").uuid


def announced(village: Cast) -> PublicRelease:
    """A second version, made and announced by hand."""
    stored = TablesPlan.objects.get()
    stored.content["release"]["version"] = "2"
    stored.save()
    return publishing.scheduled(village)


def in_print(release: PublicRelease) -> PublicRelease:
    """Its moment of issue is fixed; its files are not there yet."""
    PublicRelease.objects.filter(id=release.id).update(issued_at=timezone.now().replace(microsecond=0))
    return publishing.again(release)


def told() -> dict[UUID, tuple[object, ...]]:
    """What the newest proof says of each release."""
    traces = proof(Withdrawal.objects.latest("id")).traces
    return {trace.node.on: (trace.outcome, trace.due) for trace in traces if trace.node.kind == "release"}


def test_a_proof_names_the_day_that_is_announced_and_follows_it_until_it_is_called_off(
    ready: Cast, release: PublicRelease
) -> None:
    walked(ready, somebody())
    assert told() == {release.uuid: (Outcome.STAYS, None)}
    second = announced(ready)
    assert told() == {release.uuid: (Outcome.WAITS, second.release_date)}
    actions.reschedule(by=ready[Role.COORDINATOR], on=second, day=in_days(9), reason="The hall is taken.")
    assert told() == {release.uuid: (Outcome.WAITS, in_days(9))}
    actions.abandon(by=ready[Role.COORDINATOR], on=second, reason="The well was closed.")
    assert told() == {release.uuid: (Outcome.STAYS, None)}


def test_an_edition_that_goes_back_on_its_day_is_promised_to_nobody_any_more(
    ready: Cast, release: PublicRelease
) -> None:
    first, second = Contribution.objects.order_by("id").values_list("uuid", flat=True)[:2]
    walked(ready, first)
    edition = announced(ready)
    before = told()
    assert before == {release.uuid: (Outcome.WAITS, edition.release_date)}
    own = Withdrawal.objects.get(contribution=first)
    walked(ready, second)
    assert proof(own).traces[-1].due == edition.release_date  # nobody sees before its day that somebody else left
    publishing.its_day_comes(edition)
    publishing.work()
    assert proof(own).traces[-1].due is None


def test_who_takes_back_while_an_edition_is_in_print_is_not_told_that_it_is_without_them(
    ready: Cast, release: PublicRelease
) -> None:
    edition = in_print(announced(ready))
    walked(ready, somebody())
    publishing.its_day_comes(edition)
    publishing.work()
    assert publishing.again(edition).state == "published"
    assert told() == {release.uuid: (Outcome.STAYS, None), edition.uuid: (Outcome.STAYS, None)}


def test_who_is_in_the_edition_in_print_alone_is_not_told_that_the_older_one_took_its_place(
    ready: Cast, release: PublicRelease
) -> None:
    newcomer = objects.contribution(Collection.objects.get()).uuid
    edition = in_print(announced(ready))
    walked(ready, newcomer)
    assert told() == {edition.uuid: (Outcome.STAYS, None)}


def test_who_took_back_before_the_print_is_told_that_the_edition_is_without_them(
    ready: Cast, release: PublicRelease
) -> None:
    """The twin of the tests above."""
    walked(ready, somebody())
    edition = in_print(announced(ready))
    publishing.its_day_comes(edition)
    publishing.work()
    assert told() == {release.uuid: (Outcome.SUPERSEDED, None)}


def test_the_proof_of_figures_that_were_withdrawn_as_wrong_follows_the_plan_too(
    ready: Cast, release: PublicRelease
) -> None:
    plan = vintages.agreed(ready, release, days=60)
    walked(ready, somebody())
    after_publication.withdraw(by=ready[Role.COORDINATOR], on=release, reason="The wells were counted twice.")
    assert told() == {release.uuid: (Outcome.WAITS, plan.next_date)}
    stop_vintages(by=ready[Role.COORDINATOR], on=plan)
    assert told() == {release.uuid: (Outcome.STAYS, None)}


def test_what_an_edition_is_called_keeps_its_order_from_right_to_left() -> None:
    release = PublicRelease(title="Water in our village", version="1")
    with override("en"):
        assert called(release) == "Water in our village, version 1"
    with override("ar"):
        assert called(release) == "\u2068Water in our village\u2069، الإصدار \u20681\u2069"
