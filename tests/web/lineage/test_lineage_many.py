"""Many people take back together, and a worker dies again and again: everybody's proof is the same as one by one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.utils import timezone

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.lineage import Proof
from nyhavn.web.collection.models import Contribution
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.lineage import actions, walk
from nyhavn.web.lineage.actions import Manner, withdraw_many
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.production.models import RunUse
from web import publishing
from web.cast import Cast
from web.withdrawing import EVERYTHING, said, walked

FEW = 20


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def people(count: int = FEW) -> list[UUID]:
    return list(Contribution.objects.order_by("id").values_list("uuid", flat=True)[:count])


def taken_back_together(village: Cast) -> tuple[Withdrawal, ...]:
    return withdraw_many(
        by=None,
        initiative=village.initiative,
        contributions=people(),
        purposes=EVERYTHING,
        manner=Manner(ConsentMode.ON_PAPER),
    )


def proofs() -> list[Proof]:
    return [proof(made) for made in Withdrawal.objects.order_by("id")]


def dying_at(step: int) -> Callable[[Lease], None]:
    """A walk that dies when it reaches the database for the n-th time to say how far it is."""
    met = 0

    def meet(real: Callable[..., None]) -> Callable[..., None]:
        def met_it(self: Lease, *arguments: object) -> None:
            nonlocal met
            met += 1
            if met == step:
                raise Killed
            real(self, *arguments)

        return met_it

    def carry_out(lease: Lease) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("checkpoint", "renew", "progress", "done"):
                patch.setattr(Lease, name, meet(getattr(Lease, name)))
            walk.walk(lease)

    return carry_out


def lease_of_the_walk() -> Lease:
    """As a new worker takes it, when the lease of the dead one has run out."""
    Job.objects.filter(kind=actions.WALK).update(lease_until=timezone.now())
    lease = take()
    assert lease is not None
    return lease


def test_together_they_get_the_proofs_that_each_gets_alone(ready: Cast) -> None:
    publishing.published(ready)
    alone = said(walked(ready, people(1)[0]))
    taken_back_together(ready)
    publishing.work()
    assert [said(found) for found in proofs()[1:]] == [alone] * FEW
    assert all(found.is_finished for found in proofs())


def test_wherever_the_worker_dies_the_end_and_the_proofs_are_the_same(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing.published(ready)
    monkeypatch.setattr(walk, "ROWS_AT_ONCE", 7)
    taken_back_together(ready)
    Job.objects.exclude(kind=actions.WALK).delete()
    died = 0
    while True:
        try:
            dying_at(died + 1)(lease_of_the_walk())
            break
        except Killed:
            died += 1
    assert died >= 6
    assert Job.objects.get(kind=actions.WALK).state == JobState.DONE
    (expected,) = {tuple(said(found)) for found in proofs()}
    assert expected == (
        ("contribution", "erased", "contribution-destroyed"),
        ("release", "stays", "published-aggregate"),
    )
    assert all(found.is_finished for found in proofs())
    assert RunUse.objects.count() == 40 - FEW
