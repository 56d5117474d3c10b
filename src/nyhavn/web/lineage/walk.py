"""The job of a withdrawal: find everything it reaches, then settle each thing in a short transaction of its own.

Everything is found and written down before anything is settled, so that a thing that many withdrawals reach is in the
proof of each of them, and a walk that died goes on where it was.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NOT_SETTLED, Outcome, Trace, reach
from nyhavn.web.audit.actions import erase_contributions
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.actions import ROWS_AT_ONCE, WALK
from nyhavn.web.lineage.kinds import Kind, Link, Withdrawn, kinds_for
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep

AGAIN_AFTER = timedelta(minutes=1)


@handles(WALK)
def walk(lease: Lease) -> None:
    """Find, settle, finish. Begun again after a death, it does only what is left."""
    act = Withdrawal.objects.filter(act=_act(lease)).select_related("initiative")
    first = act.first()
    if first is None:
        return
    ended = reach(Purpose(purpose) for purpose in first.purposes)
    found = kinds_for(ended)
    if not lease.cursor.get("found"):
        _find_all(lease, found, ended)
    for number, kind in enumerate(found, start=1):
        _settle_all(lease, kind, first, ended)
        lease.progress(kind.code, number, len(found))
    with transaction.atomic():
        if _unsettled(first.act).exists():
            enqueue(WALK, scope=lease.job.scope, on=first.act, not_before=timezone.now() + AGAIN_AFTER)
        else:
            if Purpose.COLLECTION in ended:
                # Once more, at the very end: whoever had it open on a page may have been recorded since the withdrawal.
                erase_contributions(act.values_list("contribution", flat=True))
            act.filter(finished_at=None).update(finished_at=timezone.now())
        lease.done()


def _act(lease: Lease) -> UUID:
    if lease.job.on is None:
        raise RuntimeError("a walk says which withdrawals it is about")
    return lease.job.on


def _find_all(lease: Lease, found: Sequence[Kind], ended: frozenset[Purpose]) -> None:
    """Write one waiting line for every thing that a withdrawal of the act reaches."""
    after = int(str(lease.cursor.get("after", 0)))
    act = Withdrawal.objects.filter(act=_act(lease)).select_related("initiative").order_by("id")
    while some := list(act.filter(id__gt=after)[:ROWS_AT_ONCE]):
        after = some[-1].id
        with transaction.atomic():
            _write_waiting(some, found, ended)
            lease.checkpoint({"after": after})
    with transaction.atomic():
        lease.checkpoint({"found": True})


def _write_waiting(some: Sequence[Withdrawal], found: Sequence[Kind], ended: frozenset[Purpose]) -> None:
    by_contribution = {one.contribution: one for one in some}
    withdrawn = Withdrawn(some[0].initiative, frozenset(by_contribution), ended, some[0].at)
    lines = (
        WithdrawalStep(
            withdrawal=by_contribution[contribution],
            kind=kind.code,
            on=link.on,
            outcome=Outcome.WAITS.value,
            words=NOT_SETTLED,
        )
        for kind in found
        for link in kind.find(withdrawn)
        for contribution in link.contributions
    )
    WithdrawalStep.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


def _settle_all(lease: Lease, kind: Kind, first: Withdrawal, ended: frozenset[Purpose]) -> None:
    """Settle the things of one kind that still wait, a few in one transaction."""
    waiting = _unsettled(first.act).filter(kind=kind.code).order_by("on")
    on = iter(list(waiting.values_list("on", flat=True).distinct()))
    while some := list(islice(on, kind.at_once)):
        with transaction.atomic():
            _settle(kind, first, ended, some)
            lease.checkpoint(lease.cursor)  # something was done, so that no number of deaths is too many


def _unsettled(act: UUID) -> QuerySet[WithdrawalStep]:
    return WithdrawalStep.objects.filter(withdrawal__act=act, outcome=Outcome.WAITS, words=NOT_SETTLED)


def _settle(kind: Kind, first: Withdrawal, ended: frozenset[Purpose], on: Sequence[UUID]) -> None:
    steps = WithdrawalStep.objects.filter(withdrawal__act=first.act, kind=kind.code, on__in=on)
    links: dict[UUID, set[UUID]] = {one: set() for one in on}
    for one, contribution in steps.values_list("on", "withdrawal__contribution"):
        links[one].add(contribution)
    pairs = [Link(one, frozenset(links[one])) for one in on]
    contributions = frozenset().union(*(link.contributions for link in pairs))
    withdrawn = Withdrawn(first.initiative, contributions, ended, first.at)
    for same, settled in _alike(kind.settle(withdrawn, pairs)):
        steps.filter(on__in=settled).update(
            outcome=same.outcome.value, words=same.words, on_date=same.on, due_date=same.due
        )


def _alike(traces: Sequence[Trace]) -> Iterator[tuple[Trace, list[UUID]]]:
    """Traces that say the same are written in one statement."""
    groups: dict[tuple[object, ...], tuple[Trace, list[UUID]]] = {}
    for trace in traces:
        said = (trace.outcome, trace.words, trace.on, trace.due)
        groups.setdefault(said, (trace, []))[1].append(trace.node.on)
    yield from groups.values()
