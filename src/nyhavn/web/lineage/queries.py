"""Reading: what a withdrawal reached, and what one would reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Proof, Trace, reach
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.kinds import Kind, Withdrawn, kind_of, kinds_for
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep


@dataclass(frozen=True)
class Reached:
    """A thing that a withdrawal would come to. title: its name, "" for what has none."""

    node: NodeRef
    title: str


@dataclass(frozen=True)
class Impact:
    """What a withdrawal would reach, in the order of the walk."""

    purposes: frozenset[Purpose]
    reached: tuple[Reached, ...]

    def of(self, kind: str) -> tuple[Reached, ...]:
        """Those of one kind."""
        return tuple(one for one in self.reached if one.node.kind == kind)


def impact(initiative: Initiative, contribution: UUID, purposes: frozenset[Purpose]) -> Impact:
    """What taking this back would reach. Nothing is written."""
    ended = reach(purposes)
    withdrawn = Withdrawn(initiative, frozenset({contribution}), ended, timezone.now())
    found = [one for kind in kinds_for(ended) for one in _reached(kind, withdrawn)]
    return Impact(ended, tuple(found))


def _reached(kind: Kind, withdrawn: Withdrawn) -> list[Reached]:
    on = sorted(link.on for link in kind.find(withdrawn))
    named = kind.titles(on)
    return [Reached(NodeRef(kind.code, one), named.get(one, "")) for one in on]


def proof(withdrawal: Withdrawal) -> Proof:
    """What the withdrawal reached, node by node in the order of the walk; whatever died in between, it is the same."""
    steps = sorted(withdrawal.steps.all(), key=_order)
    purposes = frozenset(Purpose(purpose) for purpose in withdrawal.purposes)
    traces = tuple(_trace(step) for step in steps)
    return Proof(withdrawal.uuid, withdrawal.at, purposes, traces, withdrawal.finished_at)


def _order(step: WithdrawalStep) -> tuple[int, str, UUID]:
    return (kind_of(step.kind).stage, step.kind, step.on)


def _trace(step: WithdrawalStep) -> Trace:
    node = NodeRef(step.kind, step.on)
    return Trace(node, Outcome(step.outcome), step.words, step.on_date, step.due_date)


def titles(traces: Sequence[Trace]) -> dict[NodeRef, str]:
    """What the things are called; those without a name are left out."""
    named: dict[NodeRef, str] = {}
    for code in {trace.node.kind for trace in traces}:
        on = [trace.node.on for trace in traces if trace.node.kind == code]
        named |= {NodeRef(code, one): title for one, title in kind_of(code).titles(on).items()}
    return named


def taken_back_since(initiative: Initiative, since: datetime) -> QuerySet[Withdrawal]:
    """Withdrawals that somebody who read contributions from that moment on may not have seen.

    One that was written shortly before may have been committed after it. So the end of its walk counts, which is later.
    """
    return Withdrawal.objects.filter(Q(finished_at=None) | Q(finished_at__gte=since), initiative=initiative)
