"""What pages and interface show of releases: one query behind both."""

from collections.abc import Iterator, Mapping

from nyhavn.exchange.report.page import page_of
from nyhavn.exchange.report.tables import Row, RowGroup, TableView
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState, waits_for
from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.production.remedy_showing import run_loss
from nyhavn.web.production.schemas import JobShown, ReasonShown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.publishing import as_issued
from nyhavn.web.releases.queries import content_of, is_readable, releases_in
from nyhavn.web.releases.schemas import (
    CommunityView,
    EventShown,
    PlainFigure,
    PlainResult,
    ReleaseListed,
    ReleaseShown,
    ReleasesShown,
)

NEXT: Mapping[ReleaseState, Right] = {
    ReleaseState.CANDIDATE: Right.APPROVE_RELEASE,
    ReleaseState.APPROVED: Right.RECORD_COMMUNITY_VIEW,
    ReleaseState.RETURNED: Right.SET_RELEASE_DATE,
}


def releases_shown(on: Initiative) -> ReleasesShown:
    """All releases, the newest first."""
    return ReleasesShown(releases=tuple(ReleaseListed(**_listed(release)) for release in releases_in(on)))


def release_shown(on: PublicRelease) -> ReleaseShown:
    """One release, what it waits for, and who may do it."""
    right = NEXT.get(ReleaseState(on.state))
    words = ("returned_how", "waived_because", "abandoned_because", "withdrawn_because")
    return ReleaseShown(
        **_listed(on),
        headline=on.headline,
        next_by=tuple(role.value for role in roles_with(right)) if right else (),
        approved_at=on.approved_at,
        returned_on=on.returned_on,
        **{name: getattr(on, name) for name in words},
        replaced_by=on.replaced_by.version if on.replaced_by else "",
        loss=run_loss(on.run).loss,
        events=tuple(_event(event) for event in on.events.order_by("-id")),
        job=_job(on),
    )


def _listed(on: PublicRelease) -> dict[str, object]:
    own = ("uuid", "name", "version", "state", "title", "release_date", "issued_at")
    shown = {name: getattr(on, name) for name in own}
    return {**shown, "run": on.run.number, "waits_for": waits_for(ReleaseState(on.state))}


def _event(event: object) -> EventShown:
    return EventShown(**{name: getattr(event, name) for name in EventShown.model_fields})


def _job(on: PublicRelease) -> JobShown | None:
    """How far the publication is, or why it ended without a result."""
    job = Job.objects.filter(uuid=on.job).first() if on.job and on.state == ReleaseState.SCHEDULED else None
    if job is None or job.state == JobState.WAITING:
        return None
    reasons = tuple(ReasonShown.model_validate(reason) for reason in job.reasons)
    own = {name: getattr(job, name) for name in ("state", "stage", "step", "steps", "is_over")}
    return JobShown(**own, reasons=reasons)


def community_view(on: PublicRelease) -> CommunityView:
    """The results as they are read out or printed."""
    release = content_of(on) if is_readable(on) else as_issued(on)
    return CommunityView(
        title=release.title,
        headline=release.headline,
        summary=release.summary,
        participants=release.participants,
        language=release.language,
        is_public=is_readable(on),
        results=tuple(_results(release)),
        limits=release.limits,
    )


def _results(release: Release) -> Iterator[PlainResult]:
    for result in page_of(release).results:
        for table in result.tables:
            yield PlainResult(title=result.indicator.title, by=table.title, figures=tuple(_figures(table)))


def _figures(table: TableView) -> Iterator[PlainFigure]:
    for group in table.groups:
        for row in group.rows:
            yield _figure(group, row)


def _figure(group: RowGroup, row: Row) -> PlainFigure:
    within = group.label.text if group.label else ""
    return PlainFigure(group=row.label.text, within=within, value=row.value, answers=row.n, instead=row.instead)
