"""What a withdrawal does to releases: those on their way are given up, records are recalled, figures stay."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.recall import recall_records
from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Trace, waiting
from nyhavn.framework.release_states import UNANNOUNCED, ReleaseState, ReleaseStep, after
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, at_once, register
from nyhavn.web.production.models import Run, RunUse
from nyhavn.web.production.withdrawn import RELEASED, uses_of
from nyhavn.web.releases.editions import CANDIDATE, RELEASE, published_trace
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.publishing import GOES_BACK
from nyhavn.web.releases.queries import place_of
from nyhavn.web.releases.recalls import RECORDS, recall_said, tell_of_recall
from nyhavn.web.releases.standing import trace
from nyhavn.web.releases.subjects import called

SINGLE = frozenset({Purpose.COLLECTION, Purpose.OPEN_MICRODATA})


def _links(withdrawn: Withdrawn, *, is_issued: bool) -> list[tuple[PublicRelease, Link]]:
    """Releases whose run used them, with the link; without what is in them."""
    by_run = {link.on: link.contributions for link in uses_of(withdrawn)}
    found = PublicRelease.objects.filter(run__uuid__in=by_run, issued_at__isnull=not is_issued).select_related("run")
    light = found.defer("content", "run__release", "run__restricted", "run__register").order_by("uuid")
    return [(release, Link(release.uuid, by_run[release.run.uuid])) for release in light]


def candidates(withdrawn: Withdrawn) -> Iterable[Link]:
    """Releases that nobody outside has the figures of."""
    return [link for _, link in _links(withdrawn, is_issued=False)]


def settle_candidates(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """Their figures are destroyed. What was announced stays announced, and goes back on its day: nothing is seen."""
    return [_settle_candidate(link) for link in links]


def _settle_candidate(link: Link) -> Trace:
    uuid, node, today = link.on, NodeRef(CANDIDATE, link.on), timezone.localdate()
    release = PublicRelease.objects.select_for_update(of=("self",)).select_related("initiative").get(uuid=uuid)
    if release.issued_at is not None:  # in print since it was found
        return published_trace(node, release, link.contributions)
    if ReleaseState(release.state) in UNANNOUNCED:
        release.state = after(ReleaseState(release.state), ReleaseStep.ABANDON)
        release.abandoned_because = GOES_BACK
        trace("release-went-back", by=None, on=release)
    release.content = release.headline = release.summary = release.search_text = ""
    release.save()
    if release.state == ReleaseState.SCHEDULED:
        return Trace(node, Outcome.ERASED, "release-goes-back", today)
    return Trace(node, Outcome.ERASED, "candidate-dropped", today)


def releases(withdrawn: Withdrawn) -> Iterable[Link]:
    """Releases whose figures are public, or in print, and need more than what was said about single records."""
    needs_figures = withdrawn.purposes - {Purpose.OPEN_MICRODATA}
    of_figures = Withdrawn(withdrawn.initiative, withdrawn.contributions, needs_figures, withdrawn.at)
    return [link for _, link in _links(of_figures, is_issued=True)]


def settle_releases(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """They stay as they were published, until the next edition. Who is in them is forgotten with the contribution."""
    on = [link.on for link in links]
    if Purpose.COLLECTION in withdrawn.purposes:
        uses = RunUse.objects.filter(contribution__in=withdrawn.contributions)
        for run in Run.objects.filter(public_release__uuid__in=on).only("id"):
            uses.filter(run=run).delete()
    light = PublicRelease.objects.filter(uuid__in=on).select_related("initiative").defer("content")
    found = {release.uuid: release for release in light}
    return [published_trace(NodeRef(RELEASE, one.on), found[one.on], one.contributions) for one in links]


def records(withdrawn: Withdrawn) -> Iterable[Link]:
    """Published releases with a file of single records that they are in."""
    return [link for release, link in _recallable(withdrawn)]


def _recallable(withdrawn: Withdrawn) -> list[tuple[PublicRelease, Link]]:
    of_records = Withdrawn(withdrawn.initiative, withdrawn.contributions, withdrawn.purposes & SINGLE, withdrawn.at)
    return [(one, link) for one, link in _links(of_records, is_issued=True) if has_records(one)]


def has_records(release: PublicRelease) -> bool:
    """Whether single records go with it, by its plan."""
    plan = tomllib.loads(release.run.plan) if release.run.plan else {}
    return bool(plan.get("release", {}).get("microdata_columns"))


def recall_at_once(withdrawn: Withdrawn) -> None:
    """From the withdrawal on, nobody gets the records from this site; the files follow in the walk."""
    if withdrawn.purposes & SINGLE:
        on = [release.id for release, _ in _recallable(withdrawn)]
        PublicRelease.objects.filter(id__in=on, records_recalled_at=None).update(records_recalled_at=timezone.now())


def settle_records(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """The records go from the folder and the zip, and those who asked to hear are asked to delete theirs."""
    return [_settle_records(link.on) for link in links]


def _settle_records(uuid: UUID) -> Trace:
    node = NodeRef(RECORDS, uuid)
    release = PublicRelease.objects.select_for_update(of=("self",)).select_related("initiative").get(uuid=uuid)
    if release.issued_at is None:  # it was in print, and went back
        return Trace(node, Outcome.ERASED, "release-goes-back", timezone.localdate())
    if release.state == ReleaseState.SCHEDULED:  # in print: the files may not stand there yet
        return waiting(node)
    recalled = timezone.localtime(release.records_recalled_at or timezone.now()).date()
    if release.records_removed_at is None:
        place = place_of(release)
        with outside_faults():
            log = ReleaseLog.open(settings.RELEASE_LOG)
            recall_records(place, place.with_name(f"{place.name}.zip"), log.sign, recalled)
        release.records_removed_at = timezone.now()
        release.save(update_fields=["records_removed_at"])
        tell_of_recall(release)
        trace("records-recalled", by=None, on=release)
    words, day = recall_said(release)
    return Trace(node, Outcome.RECALLED, words, day or recalled)


def titles(on: Sequence[UUID]) -> Mapping[UUID, str]:
    """What releases are called."""
    found = PublicRelease.objects.filter(uuid__in=on).order_by().defer("content")
    return {release.uuid: called(release) for release in found}


FIGURES = RELEASED - {Purpose.OPEN_MICRODATA}
register(Kind(CANDIDATE, Stage.CANDIDATE, RELEASED, candidates, settle_candidates, titles=titles))
register(Kind(RECORDS, Stage.RELEASE, SINGLE, records, settle_records, titles=titles))
register(Kind(RELEASE, Stage.RELEASE, FIGURES, releases, settle_releases, at_once=20, titles=titles))
at_once(recall_at_once)
