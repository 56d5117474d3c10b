"""What a withdrawal does to findings, decisions, and runs whose results are not public."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Trace
from nyhavn.framework.publication import produce_again
from nyhavn.framework.release_kind import NEEDED_PURPOSES, ReleaseKind
from nyhavn.web.audit.actions import record
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, register
from nyhavn.web.production.candidates import issued_among
from nyhavn.web.production.models import (
    DecisionContribution,
    FindingContribution,
    FindingDecision,
    FoundProblem,
    RemedyComparison,
    Run,
    RunState,
    RunUse,
)
from nyhavn.web.production.why_decided import forget_reasons

FINDING, DECISION, RUN = "finding", "decision", "run"
ALL_OF_IT = frozenset({Purpose.COLLECTION})
RELEASED = frozenset(purpose for needed in NEEDED_PURPOSES.values() for purpose in needed)


def grouped(pairs: Iterable[tuple[UUID, UUID]]) -> list[Link]:
    """Pairs of a thing and a contribution as one link per thing, in the order of their uuids."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for on, contribution in pairs:
        found[on].add(contribution)
    return [Link(on, frozenset(found[on])) for on in sorted(found)]


def findings(withdrawn: Withdrawn) -> Iterable[Link]:
    """Findings that point to them."""
    found = FindingContribution.objects.filter(contribution__in=withdrawn.contributions).order_by()
    found = found.filter(finding__run__initiative=withdrawn.initiative)
    return grouped(found.values_list("finding__uuid", "contribution"))


def settle_findings(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """They point there no more; a finding that pointed to nobody else is deleted, with what was decided about it."""
    on = [link.on for link in links]
    FindingContribution.objects.filter(finding__uuid__in=on, contribution__in=withdrawn.contributions).delete()
    bare = _numbers(FoundProblem.objects.filter(uuid__in=on, named__gt=0, pointers=None))
    forget_reasons(withdrawn.initiative, FindingDecision.objects.filter(finding__in=bare))
    FoundProblem.objects.filter(pk__in=bare).delete()
    return _erased(FINDING, links, "finding-erased")


def decisions(withdrawn: Withdrawn) -> Iterable[Link]:
    """Decisions about them."""
    found = DecisionContribution.objects.filter(contribution__in=withdrawn.contributions).order_by()
    found = found.filter(decision__initiative=withdrawn.initiative)
    return grouped(found.values_list("decision__uuid", "contribution"))


def settle_decisions(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """One about nobody else is deleted, with the answers it corrected. The others stand, without their reason.

    The reason may tell of whoever goes, and only a person could say whether it does.
    """
    on = [link.on for link in links]
    forget_reasons(withdrawn.initiative, FindingDecision.objects.filter(uuid__in=on))
    DecisionContribution.objects.filter(decision__uuid__in=on, contribution__in=withdrawn.contributions).delete()
    FindingDecision.objects.filter(pk__in=_numbers(FindingDecision.objects.filter(uuid__in=on, about=None))).delete()
    return _erased(DECISION, links, "decision-erased")


def _numbers(found: QuerySet[Model]) -> list[int]:
    """By which rows are deleted: a deletion cannot follow a join on every database."""
    return list(found.values_list("pk", flat=True))


def _erased(kind: str, links: Sequence[Link], words: str) -> list[Trace]:
    return [Trace(NodeRef(kind, link.on), Outcome.ERASED, words, timezone.localdate()) for link in links]


def runs(withdrawn: Withdrawn) -> Iterable[Link]:
    """Runs that use them, for a release that needs what was taken back; those behind a public release are not here."""
    used = uses_of(withdrawn)
    gone = issued_among([link.on for link in used])
    return [link for link in used if link.on not in gone]


def uses_of(withdrawn: Withdrawn) -> list[Link]:
    """All runs that use them, for a release that needs what was taken back."""
    found = RunUse.objects.filter(contribution__in=withdrawn.contributions, run__initiative=withdrawn.initiative)
    links = grouped(found.order_by().values_list("run__uuid", "contribution"))
    needed = needs([link.on for link in links])
    return [link for link in links if needed[link.on] & withdrawn.purposes]


def needs(runs: Sequence[UUID]) -> Mapping[UUID, frozenset[Purpose]]:
    """The purposes that each run needs, by what it is to be released as; every one while it does not say so yet."""
    plans = Run.objects.filter(uuid__in=runs).values_list("uuid", "plan")
    return {uuid: _needed(plan) for uuid, plan in plans}


def _needed(plan: str) -> frozenset[Purpose]:
    kinds = tomllib.loads(plan).get("release", {}).get("kinds", ()) if plan else ()
    if not kinds:
        return RELEASED
    return frozenset(purpose for kind in kinds for purpose in NEEDED_PURPOSES[ReleaseKind(kind)])


def settle_runs(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """What is under way is stopped; what came out is destroyed."""
    return [_settle_run(withdrawn, link) for link in links]


def _settle_run(withdrawn: Withdrawn, link: Link) -> Trace:
    node, today = NodeRef(RUN, link.on), timezone.localdate()
    run = Run.objects.select_for_update(of=("self",)).select_related("initiative").get(uuid=link.on)
    if link.on in issued_among([link.on]):  # published since it was found
        return Trace(node, Outcome.STAYS, "published-aggregate", today)
    words = "run-stopped" if run.state == RunState.RUNNING else "run-emptied"
    if run.state == RunState.RUNNING:
        _stop(run)
    elif run.state == RunState.JUDGED:
        empty(run)
    RunUse.objects.filter(run=run, contribution__in=link.contributions).delete()
    return Trace(node, Outcome.ERASED, words, today)


def _stop(run: Run) -> None:
    """Its worker notices at the next step, and writes nothing. The reason names nobody."""
    reason = produce_again()
    said = {"code": reason.code, "what": reason.what, "where": reason.where, "do": reason.do}
    values = {"state": RunState.REFUSED, "finished_at": timezone.now(), "reasons": [said]}
    Run.objects.filter(id=run.id).update(**values)
    record("run-refused", by=None, kind="run", on=run.uuid, scope=run.initiative.uuid, facts={"number": run.number})


def empty(run: Run) -> None:
    """Destroy the figures of a run and everything that was computed from them. Call it in a transaction."""
    values = {"state": RunState.EMPTIED, "release": "", "restricted": None, "register": ""}
    Run.objects.filter(id=run.id).update(**values)
    RemedyComparison.objects.filter(run=run).delete()
    record("run-emptied", by=None, kind="run", on=run.uuid, scope=run.initiative.uuid, facts={"number": run.number})


register(Kind(FINDING, Stage.FINDING, ALL_OF_IT, findings, settle_findings, at_once=50))
register(Kind(DECISION, Stage.FINDING, ALL_OF_IT, decisions, settle_decisions, at_once=50))
register(Kind(RUN, Stage.RUN, RELEASED, runs, settle_runs))
