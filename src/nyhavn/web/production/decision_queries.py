"""What the newest run found, what of it is still open, and what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from nyhavn.chain.plan import DecidedFinding
from nyhavn.web.collection.material import Used
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import (
    CHANGING,
    DecisionContribution,
    DecisionKind,
    FindingDecision,
    FoundProblem,
    Run,
    RunState,
)
from nyhavn.web.production.why_decided import OPENED_WITH


@dataclass(frozen=True)
class DeskItem:
    """One finding on the steward's desk.

    since: when it was found first. open: contributions that nobody decided about and that still take part. decisions:
    those that stand, the newest last. is_open: somebody has to look at it.
    """

    finding: FoundProblem
    since: datetime
    open: tuple[UUID, ...]
    decisions: tuple[FindingDecision, ...]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision; one about a whole column points to no contribution."""
        return bool(self.open) if self.finding.named else not self.decisions


def newest_judged(initiative: Initiative) -> Run | None:
    """The newest run that came to a candidate; its findings are those that count."""
    judged = initiative.runs.filter(state=RunState.JUDGED).defer("release", "restricted", "register", "plan")
    return judged.order_by("-number").first()


def desk(initiative: Initiative) -> tuple[DeskItem, ...]:
    """Every finding of the newest judged run: open ones first, and of these what was found earliest."""
    run = newest_judged(initiative)
    if run is None:
        return ()
    findings = list(run.findings.prefetch_related("pointers").order_by("id"))
    first = first_found(initiative, [finding.key for finding in findings])
    standing = decisions_by_key(initiative)
    takes_part = _taking_part(initiative, findings)
    items = [_item(finding, first[finding.key], standing.get(finding.key, ()), takes_part) for finding in findings]
    return tuple(sorted(items, key=lambda item: (not item.is_open, item.since, item.finding.id)))


def item_of(finding: FoundProblem) -> DeskItem:
    """One finding as it lies on the desk."""
    initiative = finding.run.initiative
    standing = decisions_by_key(initiative).get(finding.key, ())
    first = first_found(initiative, [finding.key])
    return _item(finding, first[finding.key], standing, _taking_part(initiative, [finding]))


def first_found(initiative: Initiative, keys: Iterable[str]) -> Mapping[str, datetime]:
    """When each finding was found first."""
    found = FoundProblem.objects.filter(run__initiative=initiative, key__in=set(keys)).order_by()
    return dict(found.values("key").annotate(first=Min("run__started_at")).values_list("key", "first"))


def decisions_by_key(initiative: Initiative) -> Mapping[str, tuple[FindingDecision, ...]]:
    """The decisions that stand, by the key of their finding."""
    standing: dict[str, list[FindingDecision]] = defaultdict(list)
    found = FindingDecision.objects.filter(initiative=initiative, undone_at=None)
    found = found.select_related("finding", "by", "corrected", *OPENED_WITH).defer("corrected__sealed")
    for decision in found.prefetch_related("about").order_by("id"):
        standing[decision.finding.key].append(decision)
    return {key: tuple(decisions) for key, decisions in standing.items()}


def _item(
    finding: FoundProblem, since: datetime, decisions: Sequence[FindingDecision], takes_part: set[UUID]
) -> DeskItem:
    settled = {one for each in decisions if _settles(each, finding) for one in each.contributions}
    still = tuple(uuid for uuid in finding.contributions if uuid in takes_part and uuid not in settled)
    return DeskItem(finding, since, still, tuple(decisions))


def _settles(decision: FindingDecision, finding: FoundProblem) -> bool:
    """Whether a decision answers a finding: a correction that a run has carried out, and found wanting, does not."""
    if decision.decision in (DecisionKind.CORRECT, DecisionKind.BLANK):
        return decision.at > finding.run.started_at
    return decision.decision == DecisionKind.KEEP


def _taking_part(initiative: Initiative, findings: Iterable[FoundProblem]) -> set[UUID]:
    """Of the contributions that findings point to, those that are there, not set aside and not removed."""
    named = {one for finding in findings for one in finding.contributions}
    found = Contribution.objects.filter(collection__initiative=initiative, set_aside="", uuid__in=named)
    return set(found.order_by().values_list("uuid", flat=True)) - _removed(initiative) if named else set()


def _removed(initiative: Initiative) -> set[UUID]:
    found = DecisionContribution.objects.filter(
        decision__initiative=initiative, decision__undone_at=None, decision__decision=DecisionKind.REMOVE
    )
    return set(found.order_by().values_list("contribution", flat=True))


def changing_decisions(initiative: Initiative) -> frozenset[UUID]:
    """The decisions that stand and change something in the next run."""
    found = FindingDecision.objects.filter(initiative=initiative, undone_at=None, decision__in=CHANGING)
    return frozenset(found.values_list("uuid", flat=True))


def changes_elsewhere(initiative: Initiative) -> tuple[FindingDecision, ...]:
    """Decisions that change something, about findings that the newest run did not find again: that is their aim."""
    run = newest_judged(initiative)
    keys = set(run.findings.values_list("key", flat=True)) if run else set()
    found = FindingDecision.objects.filter(initiative=initiative, undone_at=None, decision__in=CHANGING)
    found = found.select_related("finding", "corrected", *OPENED_WITH).defer("corrected__sealed")
    found = found.prefetch_related("about").order_by("-id")
    return tuple(decision for decision in found if decision.finding.key not in keys)


def decided_findings(initiative: Initiative, rows: Sequence[Used]) -> tuple[DecidedFinding, ...]:
    """[[quality.decided]] of the plan: what was kept, with the rows that these contributions stand in now."""
    kept = [
        decision
        for decisions in decisions_by_key(initiative).values()
        for decision in decisions
        if decision.decision == DecisionKind.KEEP
    ]
    numbers = {used.uuid: number for number, used in enumerate(rows, start=1)} if kept else {}
    return tuple(
        DecidedFinding(
            check=decision.finding.check_code,
            columns=tuple(decision.finding.columns),
            wording=decision.finding.wording,
            rows=tuple(sorted(numbers[one] for one in decision.contributions if one in numbers)),
            beyond=_beyond(decision.finding),
        )
        for decision in kept
    )


def _beyond(finding: FoundProblem) -> int:
    """How many rows a long finding did not list; nobody could look at them one by one."""
    return finding.rows - finding.named if finding.named else 0
