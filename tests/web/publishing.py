"""From a candidate onwards: the steps as the people of a cast take them, and time that passes."""

from datetime import date, timedelta

from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.releases import actions
from nyhavn.web.releases.asks import ResultsReturned
from nyhavn.web.releases.models import PublicRelease
from web import objects
from web.cast import Cast


def candidate(village: Cast) -> PublicRelease:
    """What a new run comes to."""
    run = objects.run(village)
    assert run.state == "judged", run.reasons
    return PublicRelease.objects.get(run=run)


def approved(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    found = release or candidate(village)
    actions.approve(by=village[Role.APPROVER], on=found)
    return again(found)


def returned(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    found = approved(village, release)
    said = ResultsReturned(returned_on=timezone.localdate(), ways=("meeting",), words="Many asked about the well.")
    actions.return_results(by=village[Role.BOARD_MEMBER], on=found, said=said)
    return again(found)


def scheduled(village: Cast, release: PublicRelease | None = None, *, days: int = 2) -> PublicRelease:
    found = returned(village, release)
    actions.schedule(by=village[Role.COORDINATOR], on=found, day=in_days(days))
    return again(found)


def published(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    """A release whose day has come; a worker has done the rest."""
    found = scheduled(village, release)
    its_day_comes(found)
    work()
    return again(found)


def its_day_comes(release: PublicRelease) -> None:
    """As if the date were today: nothing else is different then."""
    PublicRelease.objects.filter(id=release.id).update(release_date=timezone.localdate())
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())


def work() -> None:
    while work_once():
        pass


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def again(release: PublicRelease) -> PublicRelease:
    return PublicRelease.objects.select_related("initiative", "run").get(id=release.id)
