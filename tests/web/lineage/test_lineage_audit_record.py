"""Whoever takes back is erased from the record of what was done, and the chain of the record holds."""

from io import BytesIO
from uuid import UUID

import pytest

from nyhavn.exchange.audit_log.verification import verify_log
from nyhavn.framework.roles import Role
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import broken_seals, seal
from nyhavn.web.collection.actions import set_aside, show_answers, take_back
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.actions import Manner, withdraw_many
from web import publishing
from web.cast import Cast
from web.withdrawing import AGGREGATES, EVERYTHING, ON_PAPER, taken_back, walked


def looked_at(village: Cast, count: int = 1) -> list[UUID]:
    """A steward looked at these, set them aside and took them back in; all of it is sealed."""
    found = list(Contribution.objects.order_by("id")[:count])
    for one in found:
        show_answers(by=village[Role.STEWARD], on=one)
        set_aside(by=village[Role.STEWARD], on=one, reason="Somebody asked.")
        take_back(by=village[Role.STEWARD], on=one)
    seal()
    return [one.uuid for one in found]


def lines_about(*contributions: UUID) -> int:
    return AuditRecord.objects.filter(on__in=contributions).count()


def check_the_chain_holds() -> None:
    """By the seals in the database, and by the verifier that has a file only."""
    seal()
    assert broken_seals() == ()
    content = b"".join(log_lines(Reader(None, sees_people=True)))
    assert verify_log(BytesIO(content)).problems == ()


def test_it_is_erased_with_the_withdrawal_itself_and_the_lines_stay(ready: Cast) -> None:
    gone, stays = looked_at(ready, 2)
    count = AuditRecord.objects.count()
    taken_back(ready, gone)
    assert (lines_about(gone), lines_about(stays)) == (0, 3)
    assert AuditRecord.objects.count() == count
    check_the_chain_holds()


def test_what_was_recorded_before_the_walk_came_by_is_erased_as_well(ready: Cast) -> None:
    """Somebody had the page open, and the record was written after the withdrawal."""
    (one,) = looked_at(ready)
    taken_back(ready, one)
    scope = ready.initiative.uuid
    record("contribution-seen", by=ready[Role.STEWARD], kind="contribution", on=one, scope=scope)
    assert lines_about(one) == 1
    publishing.work()
    assert lines_about(one) == 0
    check_the_chain_holds()


def test_no_file_of_the_record_names_it_afterwards(ready: Cast) -> None:
    gone, stays = looked_at(ready, 2)
    walked(ready, gone)
    seal()
    content = b"".join(log_lines(Reader(None, sees_people=True))).decode()
    assert str(gone) not in content
    assert str(stays) in content


@pytest.mark.parametrize("count", [1, 7])
def test_many_are_erased_with_few_statements(ready: Cast, count: int) -> None:
    looked_at(ready, 7)
    gone = list(Contribution.objects.order_by("id").values_list("uuid", flat=True)[:count])
    withdraw_many(
        by=ready[Role.STEWARD],
        initiative=ready.initiative,
        contributions=gone,
        purposes=EVERYTHING,
        manner=Manner(ON_PAPER),
    )
    publishing.work()
    assert AuditRecord.objects.filter(action="contribution-seen", on=None).count() == count
    assert AuditRecord.objects.filter(action="contributions-withdrawn").count() == 1
    check_the_chain_holds()


def test_whoever_takes_back_the_figures_alone_stays_in_it(ready: Cast) -> None:
    """The contribution is still there, and the community may know who looked at it."""
    (one,) = looked_at(ready)
    walked(ready, one, AGGREGATES)
    assert lines_about(one) == 3
