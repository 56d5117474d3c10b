"""Deciding findings: one at a time, each with a reason, each can be undone."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.actions import take_back
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.decision_queries import item_of, newest_judged
from nyhavn.web.production.models import (
    CorrectedAnswer,
    DecisionContribution,
    DecisionKind,
    FindingDecision,
    FoundProblem,
)
from nyhavn.web.production.why_decided import seal_reason


@transaction.atomic
def keep(*, by: User, on: FoundProblem, reason: str) -> FindingDecision:
    """What is open stays as it is. Raises Refusal: finding-out-of-turn, finding-already-decided."""
    still = open_contributions(on)
    return decided(by, on, DecisionKind.KEEP, reason, still)


@transaction.atomic
def remove(*, by: User, on: FoundProblem, contributions: Sequence[UUID], reason: str) -> FindingDecision:
    """These are taken out in every run from now on; the others stay open. Nothing is deleted.

    Raises the refusals of `keep`, and "answer-already-decided" where an answer of one of them was corrected.
    """
    still = open_contributions(on)
    chosen = tuple(uuid for uuid in still if uuid in set(contributions))
    if not chosen or len(chosen) < len(set(contributions)):
        what = "Some of these contributions are decided already, or do not belong to this finding."
        raise refusal("finding-already-decided", what, where="contributions", do="Look at the finding again.")
    if CorrectedAnswer.objects.filter(contribution__uuid__in=chosen, decision__undone_at=None).exists():
        what = "Somebody has decided about an answer of one of these contributions."
        raise refusal("answer-already-decided", what, where="contributions", do="Undo that decision first.")
    return decided(by, on, DecisionKind.REMOVE, reason, chosen)


@transaction.atomic
def undo(*, by: User, on: FindingDecision) -> None:
    """As if it had not been decided; a corrected value is deleted. Raises Refusal "decision-already-undone"."""
    values = {"undone_at": timezone.now()}
    if not FindingDecision.objects.filter(id=on.id, undone_at=None).update(**values):
        raise refusal("decision-already-undone", "This decision was undone already.", do="Look at the finding again.")
    CorrectedAnswer.objects.filter(decision=on).delete()
    if on.decision == DecisionKind.SET_ASIDE:
        for contribution in _contributions(on.initiative, on.contributions):
            if contribution.set_aside:
                take_back(by=by, on=contribution)
    facts: dict[str, Fact] = {"decision": str(on.decision), "contributions": len(on.contributions)}
    record("decision-undone", by=by, kind="finding", on=on.finding.uuid, scope=on.initiative.uuid, facts=facts)


def open_contributions(finding: FoundProblem) -> tuple[UUID, ...]:
    """What of a finding is to be decided. One decision at a time: the initiative is held meanwhile.

    Call it inside the transaction. Raises Refusal: finding-out-of-turn, finding-already-decided.
    """
    # No key: a turn that begins meanwhile refers to the initiative, and holds the period that the reason is sealed in.
    Initiative.objects.select_for_update(no_key=True).get(id=finding.run.initiative.id)
    if newest_judged(finding.run.initiative) != finding.run:
        do = "Decide about what the newest run found."
        raise refusal("finding-out-of-turn", "This finding is of an earlier run.", where="finding", do=do)
    item = item_of(finding)
    if not item.is_open:
        raise refusal("finding-already-decided", "This finding is decided.", where="finding", do="Undo that first.")
    return item.open


def decided(
    by: User, finding: FoundProblem, kind: DecisionKind, reason: str, contributions: Sequence[UUID]
) -> FindingDecision:
    """Write a decision with its record. Call it inside the transaction, after `open_contributions`."""
    initiative = finding.run.initiative
    made = FindingDecision(initiative=initiative, finding=finding, decision=kind, by=by)
    seal_reason(made, reason)
    made.save(force_insert=True)
    DecisionContribution.objects.bulk_create(
        DecisionContribution(decision=made, contribution=contribution) for contribution in contributions
    )
    facts: dict[str, Fact] = {"decision": kind.value, "check": finding.check_code, "contributions": len(contributions)}
    record("finding-decided", by=by, kind="finding", on=finding.uuid, scope=initiative.uuid, facts=facts)
    return made


def _contributions(initiative: Initiative, uuids: Sequence[UUID]) -> list[Contribution]:
    """Those that are still there, in the order received."""
    found = Contribution.objects.filter(collection__initiative=initiative, uuid__in=uuids)
    return list(found.select_related("collection__initiative").defer("sealed", "wrapped_key").order_by("id"))
