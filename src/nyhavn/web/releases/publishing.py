"""The publication itself: exactly once, whatever dies in between.

First the moment of issue is fixed in the database. Then the release is signed, entered in the log and given its place;
repeated with the same moment, that gives the same bytes and the same entry. Last, one transaction makes it public.
"""

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.chain.independence import with_independence
from nyhavn.chain.returning import with_return
from nyhavn.chain.signing import Signed, sign_release
from nyhavn.chain.validating import with_validation
from nyhavn.exchange.bundle.content import release_json
from nyhavn.exchange.bundle.layout import MANIFEST
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.refusal import Reason
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState, ReleaseStep, after
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases.actions import give_up
from nyhavn.web.releases.candidates import describe
from nyhavn.web.releases.credit import commit, statement
from nyhavn.web.releases.editions import say_superseded
from nyhavn.web.releases.harm_review import reviewed_on
from nyhavn.web.releases.independence import fix_independence, held_back, independence_at_issue
from nyhavn.web.releases.models import EventKind, PublicRelease, ReleaseEvent
from nyhavn.web.releases.queries import content_of, last_contribution_of, place_of
from nyhavn.web.releases.recipients import tell_recipients
from nyhavn.web.releases.standing import held, moved, tell_everybody, trace
from nyhavn.web.releases.usable import reasons_to_produce_again, records_of
from nyhavn.web.releases.validation import fix_validation, validation_at_issue
from nyhavn.web.releases.vintages import vintage_is_out

GOES_BACK = "What these results rest on has changed. They are being made again."


def due(job: Job) -> PublicRelease | None:
    """The release that this job publishes; None if the date was moved since, or nothing is left to do."""
    found = PublicRelease.objects.select_related("run__initiative", "initiative")
    return found.filter(job=job.uuid, state=ReleaseState.SCHEDULED).first()


def begin(release: PublicRelease, lease: Lease) -> PublicRelease | None:
    """Fix the moment of issue, the first time; None if the release goes back, or somebody was quicker."""
    with transaction.atomic():
        lease.renew()
        found = held(release)
        if found.job != lease.job.uuid or found.state != ReleaseState.SCHEDULED:
            return None
        if found.issued_at is None:
            reasons = reasons_to_produce_again(found.run)
            if reasons:
                give_up(moved(found, ReleaseStep.ABANDON), GOES_BACK)
                trace("release-went-back", by=None, on=found, codes=[reason.code for reason in reasons])
                lease.refused(reasons)
                return None
            if (place_of(found) / MANIFEST).is_file():
                lease.refused([_out_already(found)])
                return None
            against = (*guarding_reasons(Asked(Act.PUBLISH, found.initiative, about=found)), *held_back(found))
            if against:
                lease.refused(against)
                return None
            fix_validation(found)
            found.issued_at = timezone.now().replace(microsecond=0)
            commit(found)
            fix_independence(found)
            found.save(update_fields=["issued_at", "credit", "credit_commitment", "independence", "validation"])
    return found


def _out_already(release: PublicRelease) -> Reason:
    """After an old backup was put back: a release of this name and version came out that this database never saw."""
    what = f"Version {release.version} of {release.name} is out already, with other content than this."
    do = "Call this release off. Give the tables the next version, and start a new production run."
    return Reason("release-out-already", what, f"release {release.name}", do)


def sign(release: PublicRelease, lease: Lease) -> Signed:
    """Sign, enter in the log, and give the bundle its place. Repeated, it changes nothing. Raises Refusal."""
    if release.issued_at is None:
        raise ValueError("a release is signed after its moment is fixed")
    return sign_release(
        as_issued(release),
        issued_at=release.issued_at,
        out=place_of(release),
        log=ReleaseLog.open(settings.RELEASE_LOG),
        microdata=records_of(release.run, lease.progress),
        zipped=True,
    )


def as_issued(release: PublicRelease) -> Release:
    """The candidate with what happened since: when the community saw it and what it said, its day, and who decided."""
    days = {"results_returned": release.returned_on, "release_date": release.release_date}
    content, last = replace(content_of(release), credit=statement(release)), last_contribution_of(release.run)
    returned = with_return(content, **days, last_contribution=last, harm_reviewed=reviewed_on(release))
    said = validation_at_issue(release, content)
    asked = with_validation(returned, said, **days, last_contribution=last)
    return with_independence(asked, independence_at_issue(release), **days)


def finish(release: PublicRelease, signed: Signed, lease: Lease) -> None:
    """Make it public, put it in the place of the version before it, and tell those who asked. Raises LostLease."""
    with transaction.atomic():
        found = held(release)
        tell_recipients(make_public(found, signed.release))
        trace("release-published", by=None, on=found, log_size=signed.log_size)
        lease.done()


def make_public(found: PublicRelease, issued: Release) -> ReleaseEvent:
    """What everybody sees from now on. Call it in a transaction that holds the release."""
    for older in PublicRelease.objects.filter(name=found.name, state=ReleaseState.PUBLISHED):
        _supersede(older, found)
    found.state = after(ReleaseState(found.state), ReleaseStep.PUBLISH)
    found.content = release_json(issued).decode()
    describe(found, issued)
    found.save()
    vintage_is_out(found)
    say_superseded(found)
    return tell_everybody(found, EventKind.PUBLISHED, day=found.release_date)


def _supersede(older: PublicRelease, newer: PublicRelease) -> None:
    """A newer version stands beside it; its page and files stay."""
    found = moved(older, ReleaseStep.SUPERSEDE)
    found.replaced_by = newer
    found.save(update_fields=["state", "replaced_by"])
    tell_everybody(found, EventKind.SUPERSEDED, words=newer.version)
    trace("release-superseded", by=None, on=found, by_version=newer.version)
