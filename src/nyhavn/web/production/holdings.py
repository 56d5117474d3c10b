"""What production holds about single contributions, and how the person gets a copy of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Model

from nyhavn.framework.refusal import Refusal
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.production.corrections import values_of
from nyhavn.web.production.models import (
    CorrectedAnswer,
    DecisionContribution,
    FindingContribution,
    FindingDecision,
    HandoverContribution,
    RunUse,
)
from nyhavn.web.production.why_decided import OPENED_WITH, reason_of
from nyhavn.web.production.withdrawn import DECISION, FINDING, RUN

IN_A_FILE = "It says who is in a file that somebody took out, until whoever took it says that it is deleted."


def uses(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Runs that used it."""
    return RunUse.objects.filter(run__initiative=initiative, contribution=contribution)


def findings(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Questions that a check raised about it."""
    return FindingContribution.objects.filter(finding__run__initiative=initiative, contribution=contribution)


def decisions(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """What was decided about it."""
    return DecisionContribution.objects.filter(decision__initiative=initiative, contribution=contribution)


def reasons(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Decisions about it alone, of which the reason is kept: a reason for several may tell of the others."""
    alone = FindingDecision.objects.filter(initiative=initiative).annotate(count=Count("about")).filter(count=1)
    found = FindingDecision.objects.filter(id__in=alone.order_by().values("id"), about__contribution=contribution)
    return [one for one in found.select_related(*OPENED_WITH) if reason_of(one)]


def reason(row: Model) -> Mapping[str, object]:
    """Why it was decided."""
    return {"reason": reason_of(row)} if isinstance(row, FindingDecision) else {}


def corrections(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Answers that somebody corrected."""
    found = CorrectedAnswer.objects.filter(decision__initiative=initiative, contribution__uuid=contribution)
    return found.select_related("contribution__epoch", "contribution__collection__initiative", "decision")


def corrected(row: Model) -> Mapping[str, object]:
    """The question, what stood there, and what was put in its place."""
    if not isinstance(row, CorrectedAnswer):
        return {}
    try:
        values = values_of(row)
    except Refusal:  # the person gave other answers since, so that the correction holds for nothing any more
        return {"column": row.column}
    return {"column": row.column, "old": values.old, "new": values.new}


def handed_out(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Files with it that somebody of the team took out."""
    return HandoverContribution.objects.filter(handover__initiative=initiative, contribution=contribution)


hold(Holding(RunUse, "run", RUN, rows=uses))
hold(Holding(FindingContribution, "finding", FINDING, rows=findings))
hold(Holding(DecisionContribution, "decision", DECISION, rows=decisions))
hold(Holding(FindingDecision, "decision-reason", DECISION, rows=reasons, opened=reason))
hold(Holding(CorrectedAnswer, "corrected-answer", DECISION, rows=corrections, opened=corrected))
hold(Holding(HandoverContribution, "export", stays_because=IN_A_FILE, rows=handed_out))
