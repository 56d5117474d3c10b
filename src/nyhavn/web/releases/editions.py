"""What a proof says of published figures: that they stay, wait for the next edition, or were superseded by one."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nyhavn.framework.lineage import NEXT_EDITION, SUPERSEDED, NodeRef, Outcome, Trace
from nyhavn.framework.release_states import PUBLIC, ReleaseState
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.models import WithdrawalStep
from nyhavn.web.releases.models import ISSUED, PublicRelease, VintagePlan

CANDIDATE, RELEASE = "candidate", "release"  # kinds of things; a candidate in print is found as one, and stays
STAYS = "published-aggregate"


def standing_plan(initiative: Initiative, name: str) -> VintagePlan | None:
    """The plan of vintages that stands for a release."""
    return VintagePlan.objects.filter(initiative=initiative, name=name, ended_at=None).first()


def next_edition(initiative: Initiative, name: str) -> date | None:
    """The day on which a newer edition goes out: one that is announced and has its figures, or an agreed vintage."""
    announced = PublicRelease.objects.filter(name=name, state=ReleaseState.SCHEDULED).exclude(content="")
    day = announced.values_list("release_date", flat=True).order_by("release_date").first()
    if day is not None:
        return day
    plan = standing_plan(initiative, name)
    return max(plan.next_date, timezone.localdate()) if plan is not None and plan.approved_by_id else None


def published_trace(node: NodeRef, release: PublicRelease, contributions: frozenset[UUID]) -> Trace:
    """What becomes of figures that are out, of which these contributions were a part."""
    newer = _newer(release)
    if newer is not None and not found_in(newer).filter(withdrawal__contribution__in=contributions).exists():
        return Trace(node, Outcome.SUPERSEDED, SUPERSEDED, _issued(newer))
    due = next_edition(release.initiative, release.name) if release.state in PUBLIC else None
    if due is not None:
        return Trace(node, Outcome.WAITS, NEXT_EDITION, _issued(release), due)
    return Trace(node, Outcome.STAYS, STAYS, _issued(release))


def _newer(release: PublicRelease) -> PublicRelease | None:
    """The edition that took its place; None for one in print, which is newer itself than what is out."""
    if release.state not in PUBLIC:
        return None
    found = PublicRelease.objects.filter(name=release.name, state=ReleaseState.PUBLISHED)
    return found.exclude(id=release.id).defer("content").first()


def found_in(release: PublicRelease) -> QuerySet[WithdrawalStep]:
    """What withdrawals found of people in it. That is written before anything is settled."""
    return WithdrawalStep.objects.filter(on=release.uuid, kind__in=(RELEASE, CANDIDATE)).order_by()


def _issued(release: PublicRelease) -> date | None:
    return timezone.localtime(release.issued_at).date() if release.issued_at else None


def _told(initiative: Initiative, name: str) -> QuerySet[WithdrawalStep]:
    """What proofs say of the figures of a release that are out, where a newer edition would change it."""
    out = PublicRelease.objects.filter(initiative=initiative, name=name, state__in=ISSUED).order_by()
    steps = WithdrawalStep.objects.filter(kind__in=(RELEASE, CANDIDATE), on__in=out.values("uuid"))
    waits = Q(outcome=Outcome.WAITS, words=NEXT_EDITION)
    return steps.filter(waits | Q(outcome=Outcome.STAYS, words=STAYS))


def say_when_next(initiative: Initiative, name: str) -> None:
    """Tell every proof that waits when the next edition comes, or that none is planned any more.

    Call it in the transaction that changes it.
    """
    day = next_edition(initiative, name)
    if day is None:
        _told(initiative, name).update(outcome=Outcome.STAYS, words=STAYS, due_date=None)
    else:
        _told(initiative, name).update(outcome=Outcome.WAITS, words=NEXT_EDITION, due_date=day)


def say_superseded(newer: PublicRelease) -> None:
    """Tell the proofs that a newer edition without these people is out. Call it in the transaction of its publication.

    Whoever took something back after it was in print is still in it: their proof waits for the one after.
    """
    used, found = newer.run.uses.order_by().values("contribution"), found_in(newer).values("withdrawal__contribution")
    told = _told(newer.initiative, newer.name).exclude(on=newer.uuid)
    # What a walk found stays when it has taken the person out of the rows of the run.
    told = told.exclude(withdrawal__contribution__in=used).exclude(withdrawal__contribution__in=found)
    told.update(outcome=Outcome.SUPERSEDED, words=SUPERSEDED, on_date=_issued(newer), due_date=None)
    say_when_next(newer.initiative, newer.name)
