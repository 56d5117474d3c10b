"""Every step of a release that somebody takes: approved, seen, announced, moved, given up."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.framework import publication
from nyhavn.framework.interests import DecidedAct
from nyhavn.framework.labels import check_open
from nyhavn.framework.refusal import check_none, refusal
from nyhavn.framework.release_states import UNANNOUNCED, ReleaseState, ReleaseStep
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.community_credit import community_labels
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases import asks
from nyhavn.web.releases.candidates import version_of
from nyhavn.web.releases.editions import say_when_next
from nyhavn.web.releases.home_actions import note_waiver
from nyhavn.web.releases.independence import decided, fix_content, held_back, standing_readings
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.releases.queries import last_contribution_of
from nyhavn.web.releases.standing import held, moved, tell_everybody, trace
from nyhavn.web.releases.usable import reasons_to_produce_again

PUBLISH = "publish-release"


@transaction.atomic
def approve(*, by: User, on: PublicRelease) -> None:
    """A second person agrees. Raises Refusal: release-step-out-of-turn, approval-by-starter."""
    release = moved(on, ReleaseStep.APPROVE)
    starter = release.run.started_by
    publication.check_second_person(by.uuid, starter.uuid if starter else None)
    check_guards(Act.APPROVE, release.initiative, by=by, about=release)
    release.approved_by, release.approved_at = by, timezone.now()
    release.save(update_fields=["state", "approved_by", "approved_at"])
    decided(release, by, DecidedAct.APPROVED)
    trace("release-approved", by=by, on=release)


@transaction.atomic
def return_results(*, by: User, on: PublicRelease, said: asks.ResultsReturned) -> None:
    """The community has seen the results. Raises Refusal: release-step-out-of-turn, and those about the day."""
    release = moved(on, ReleaseStep.RETURN_RESULTS)
    check_guards(Act.RECORD_VIEW, release.initiative, by=by, about=release)
    publication.check_return_day(said.returned_on, timezone.localdate(), last_contribution_of(release.run))
    ways = ", ".join(asks.WAYS[way] for way in said.ways)
    release.returned_on, release.returned_how = said.returned_on, f"{ways}. {said.words}".strip()
    release.save(update_fields=["state", "returned_on", "returned_how"])
    decided(release, by, DecidedAct.COMMUNITY_VIEW)
    facts = {"ways": [way.value for way in said.ways]}
    trace("results-returned", by=by, on=release, day=said.returned_on.isoformat(), **facts)


@transaction.atomic
def waive_return(*, by: User | None, on: PublicRelease, reason: str, agreed_by: User | None = None) -> None:
    """The community does not see the results first, for a reason that everybody reads. Raises Refusal.

    by: None where a board member agreed to it beforehand, for vintages; agreed_by: that one.
    """
    release = moved(on, ReleaseStep.RETURN_RESULTS)
    check_guards(Act.RECORD_VIEW, release.initiative, by=by or agreed_by, about=release)
    release.waived_because = reason
    release.save(update_fields=["state", "waived_because"])
    if by is not None:  # whoever does not see results cannot say whether they describe them; the reason is the same
        note_waiver(release, by, reason)
    decided(release, by or agreed_by, DecidedAct.COMMUNITY_VIEW)
    trace("return-waived", by=by, on=release)


@transaction.atomic
def schedule(*, by: User | None, on: PublicRelease, day: date) -> None:
    """Announce and lock the date. by: None for a vintage that comes by itself.

    Raises Refusal: release-step-out-of-turn, release-date-too-soon, and others.
    """
    Initiative.objects.select_for_update().get(id=on.initiative.id)
    release = moved(on, ReleaseStep.SCHEDULE)
    publication.check_release_date(day, timezone.localdate(), settings.ANNOUNCE_DAYS)
    check_guards(Act.ANNOUNCE, release.initiative, by=by, about=release)
    check_none(version_of(release.initiative, release.name, release.version).against)
    check_none(reasons_to_produce_again(release.run))
    check_open(community_labels(release.initiative))
    release.scheduled_at = timezone.now()
    fix_content(release)
    _set_date(release, day)
    tell_everybody(release, EventKind.ANNOUNCED, day=day, figures=release.announced_commitment)
    for _ in standing_readings(release):
        tell_everybody(release, EventKind.EARLY_READER)
    decided(release, by, DecidedAct.ANNOUNCED)
    trace("release-scheduled", by=by, on=release, day=day.isoformat())


@transaction.atomic
def reschedule(*, by: User, on: PublicRelease, day: date, reason: str) -> None:
    """Move an announced date; the reason stays for ever. The job of the old date does nothing. Raises Refusal."""
    release = moved(on, ReleaseStep.RESCHEDULE)
    _check_not_in_print(release)
    check_guards(Act.ANNOUNCE, release.initiative, by=by, about=release)
    publication.check_new_date(day, release.release_date)
    publication.check_release_date(day, timezone.localdate(), settings.ANNOUNCE_DAYS)
    _set_date(release, day)
    tell_everybody(release, EventKind.RESCHEDULED, day=day, words=reason)
    decided(release, by, DecidedAct.RESCHEDULED)
    trace("release-rescheduled", by=by, on=release, day=day.isoformat())


@transaction.atomic
def abandon(*, by: User, on: PublicRelease, reason: str) -> None:
    """It is never published. If its date was announced, everybody reads why. Raises Refusal."""
    release = moved(on, ReleaseStep.ABANDON)
    _check_not_in_print(release)
    check_guards(Act.GIVE_UP, release.initiative, by=by, about=release)
    give_up(release, reason)
    trace("release-abandoned", by=by, on=release)


def give_up(release: PublicRelease, reason: str) -> None:
    """Keep the reason of a release that was moved to abandoned; in public, if its date was."""
    release.abandoned_because = reason
    release.save(update_fields=["state", "abandoned_because"])
    say_when_next(release.initiative, release.name)
    if release.release_date is not None:
        tell_everybody(release, EventKind.CALLED_OFF, day=release.release_date, words=reason)


@transaction.atomic
def publish_again(*, by: User, on: PublicRelease) -> None:
    """Start a publication anew that ended without a result, with the moment that was fixed. Raises Refusal."""
    release = held(on)
    job = Job.objects.filter(uuid=release.job).first() if release.job else None
    if release.state != ReleaseState.SCHEDULED or (job is not None and not job.is_over):
        what = "This publication is not one that ended without a result."
        raise refusal("publication-already-going", what, where="release", do="Look at what the release waits for.")
    if release.issued_at is None:
        check_none(held_back(release))
    _enqueue(release)
    release.save(update_fields=["job"])
    trace("publication-started-again", by=by, on=release)


def _set_date(release: PublicRelease, day: date) -> None:
    """The date, and the job that publishes on it; any job before this one is void from here on."""
    release.release_date = day
    _enqueue(release)
    release.save(
        update_fields=["state", "release_date", "scheduled_at", "job", "announced_commitment", "announced_salt"]
    )
    say_when_next(release.initiative, release.name)


def _enqueue(release: PublicRelease) -> None:
    if release.release_date is None:
        raise ValueError("a release without a date is not published")
    begins = datetime.combine(release.release_date, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
    release.job = enqueue(PUBLISH, scope=release.initiative.uuid, on=release.uuid, not_before=begins).uuid


def _check_not_in_print(release: PublicRelease) -> None:
    """Raises Refusal "release-already-in-print": its entry may stand in the log."""
    if release.issued_at is not None:
        what = "The publication of this release has begun and cannot be stopped."
        do = "Wait until it is published; then it can be corrected or withdrawn."
        raise refusal("release-already-in-print", what, where="release", do=do)


def is_with_the_team(release: PublicRelease) -> bool:
    """Whether nobody outside has heard of it yet."""
    return ReleaseState(release.state) in UNANNOUNCED
