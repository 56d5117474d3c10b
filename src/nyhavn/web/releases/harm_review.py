"""Benefit and harm are weighed again before a release: the guard that asks for it."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.refusal import Reason
from nyhavn.framework.risk import NOT_REVIEWED, review_reasons, vintage_rests_on
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import PublicRelease, VintagePlan
from nyhavn.web.safety.queries import register_changed, reviews_of

ASKED_BEFORE = (Act.APPROVE, Act.ANNOUNCE, Act.PUBLISH)


def review_against(asked: Asked) -> tuple[Reason, ...]:
    """What stands against a release on its way; nothing where something else is asked about."""
    return reasons_without_review(asked.about) if isinstance(asked.about, PublicRelease) else ()


def reasons_without_review(release: PublicRelease) -> tuple[Reason, ...]:
    """What benefit and harm have against this release; empty if somebody weighed them and nobody said no."""
    run = release.run
    found = review_reasons(reviews_of(run.uuid), run_ended=run.finished_at, starter=starter_of(run))
    is_without = [reason.code for reason in found] == [NOT_REVIEWED]
    return () if is_without and is_vintage(release) and _rests_on_editions_before(release) else found


def is_vintage(release: PublicRelease) -> bool:
    """Whether it comes by itself, as was agreed beforehand."""
    return VintagePlan.objects.filter(initiative=release.initiative, run=release.run.uuid, ended_at=None).exists()


def _rests_on_editions_before(release: PublicRelease) -> bool:
    """Whether what was said of the editions before holds for this one, whose tables were agreed to beforehand."""
    editions = PublicRelease.objects.filter(initiative=release.initiative, name=release.name)
    reviews = [one for run in editions.values_list("run__uuid", flat=True) for one in reviews_of(run)]
    return vintage_rests_on(reviews, register_changed=register_changed(release.initiative), now=timezone.now())


def reviewed_on(release: PublicRelease) -> date | None:
    """The day on which somebody who did not start the run first found that its results may go out."""
    starter = starter_of(release.run)
    found = [one.at for one in reviews_of(release.run.uuid) if one.may_go and (one.by is None or one.by != starter)]
    return timezone.localdate(min(found)) if found else None


def starter_of(run: Run) -> UUID | None:
    """Who started a run; None if nobody did, as for vintages, or the account is gone."""
    return run.started_by.uuid if run.started_by else None


add_guard("harm-review", ASKED_BEFORE, review_against)
