"""What ended by time is certified afterwards: by month and as a size, so that nobody's day can be read from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.retention import after_months, first_of_month
from nyhavn.framework.roles import Right, Role, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.certificates import certificates_shown
from nyhavn.web.lineage.models import RetentionCertificate, Withdrawal
from spec.retention.keeping_time import MONTHS, a_day_passes, agreed, promised, years_ago
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[[User], Client]
TERMS = {Purpose.COLLECTION: MONTHS, Purpose.PUBLISHED_AGGREGATES: MONTHS}
PAGE = "/work/initiatives/village-water/retention/"


def ended(village: Cast, people: int) -> list[str]:
    to = promised(village, TERMS)
    gone = [str(agreed(to, years_ago(1)).uuid) for _ in range(people)]
    agreed(to, timezone.localdate())
    a_day_passes()
    return gone


def a_month_passes() -> None:
    """As if everything of this month had happened in the one before."""
    before = after_months(first_of_month(timezone.localdate()), 0) - timedelta(days=1)
    RetentionCertificate.objects.update(month=first_of_month(before))
    for one in Withdrawal.objects.all():
        Withdrawal.objects.filter(id=one.id).update(at=timezone.now() - timedelta(days=timezone.localdate().day))
    issue()


def issue() -> None:
    enqueue("retention-certificates")
    while work_once():
        pass


def test_nothing_is_certified_before_the_month_is_over(village: Cast) -> None:
    ended(village, 2)
    issue()
    assert certificates_shown(village.initiative).certificates == ()
    assert RetentionCertificate.objects.count() == 2
    a_month_passes()
    assert len(certificates_shown(village.initiative).certificates) == 2


def test_it_says_what_was_promised_and_what_became_and_never_how_many(village: Cast) -> None:
    gone = ended(village, 12)
    a_month_passes()
    found = {one.purpose: one for one in certificates_shown(village.initiative).certificates}
    assert set(found) == set(TERMS)
    one = found[Purpose.COLLECTION]
    assert (one.notices, one.size) == (("1",), "10 to 99")
    assert [(each.kind, [outcome.value for outcome in each.outcomes]) for each in one.became] == [
        ("contribution", ["erased"])
    ]
    text = one.model_dump_json()
    assert not [uuid for uuid in gone if uuid in text]
    line = AuditRecord.objects.get(action="retention-certified", on=one.uuid)
    assert line.facts == {"purpose": "collection", "contributions": "10 to 99"}
    assert line.by is None


def test_one_person_and_nine_people_look_the_same(village: Cast, harbour: Cast) -> None:
    ended(village, 1)
    a_month_passes()
    sizes = {one.size for one in certificates_shown(village.initiative).certificates}
    assert sizes == {"fewer than 10"}
    assert certificates_shown(harbour.initiative).certificates == ()


def test_what_still_waits_is_not_certified(village: Cast) -> None:
    ended(village, 1)
    Withdrawal.objects.update(finished_at=None)
    a_month_passes()
    assert certificates_shown(village.initiative).certificates == ()
    Withdrawal.objects.update(finished_at=timezone.now())
    issue()
    assert len(certificates_shown(village.initiative).certificates) == 2


def test_everybody_of_the_initiative_reads_the_page_and_a_stranger_does_not(
    village: Cast, stranger: User, signed_in: SignedIn
) -> None:
    assert "No promised time has ended yet." in signed_in(village[Role.OBSERVER]).get(PAGE).content.decode()
    ended(village, 1)
    a_month_passes()
    for role in roles_with(Right.SEE_WORKSPACE):
        page = signed_in(village[role]).get(PAGE)
        assert page.status_code == 200
        assert "fewer than 10" in page.content.decode()
    assert signed_in(village[Role.ENUMERATOR]).get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302
