"""From a candidate onwards: the steps as the people of a cast take them, and time that passes."""

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.roles import Role
from nyhavn.framework.validation import Describes
from nyhavn.web.accounts.models import User
from nyhavn.web.interests.actions import declare_own
from nyhavn.web.interests.asks import OwnSaid
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.releases import actions
from nyhavn.web.releases.asks import ResultsReturned
from nyhavn.web.releases.harm_review import starter_of
from nyhavn.web.releases.home_actions import record_said, write_home_page
from nyhavn.web.releases.home_asks import HomePageSaid, ValidationSaid
from nyhavn.web.releases.home_models import HomeText, ValidationEntry
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.safety.actions import review_harm
from nyhavn.web.safety.asks import HarmReviewSaid
from web import objects
from web.cast import Cast


def declares(village: Cast, person: User, kind: OwnInterest = OwnInterest.NONE) -> None:
    """Somebody says what could sway them; by default nothing does."""
    declare_own(by=person, on=village.initiative, said=OwnSaid(kind=kind, since=timezone.localdate()))


def candidate(village: Cast) -> PublicRelease:
    """What a new run comes to."""
    run = objects.run(village)
    assert run.state == "judged", run.reasons
    return PublicRelease.objects.get(run=run)


def weighed(village: Cast, release: PublicRelease, *, may_go: str = "yes") -> None:
    """Somebody who did not start the run weighs benefit and harm."""
    said = HarmReviewSaid(benefit="The well is repaired.", harm="Nobody sees one.", may_go=may_go)  # type: ignore[arg-type]
    by, starter = village[Role.APPROVER], starter_of(release.run)
    review_harm(by=by, on=release.initiative, run=release.run.uuid, starter=starter, said=said)


def candidate_weighed(village: Cast) -> PublicRelease:
    """What a new run comes to, when it waits for its approval only."""
    found = candidate(village)
    weighed(village, found)
    return found


def approved(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    found = release or candidate(village)
    weighed(village, found)
    actions.approve(by=village[Role.APPROVER], on=found)
    return again(found)


def only_returned(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    """The community has seen it, and nobody has asked yet whether it describes them."""
    found = approved(village, release)
    said = ResultsReturned(returned_on=timezone.localdate(), ways=("meeting",), words="Many asked about the well.")
    actions.return_results(by=village[Role.BOARD_MEMBER], on=found, said=said)
    return again(found)


def returned(village: Cast, release: PublicRelease | None = None) -> PublicRelease:
    """What waits for a date only: the community has seen it, and finds itself in it."""
    found = only_returned(village, release)
    described(village, found)
    return found


def described(village: Cast, release: PublicRelease, **changes: object) -> ValidationEntry:
    """A gathering says that exactly these results describe it, unless said otherwise."""
    values = {"outcome": Describes.DESCRIBES, "who": "The gathering at the well", "said_on": timezone.localdate()}
    said = ValidationSaid.model_validate(values | changes)
    return record_said(by=village[Role.BOARD_MEMBER], on=release, said=said)


TOTAL = "{water.by.gender:_T}"


def page_said(**changes: object) -> HomePageSaid:
    """A page in Arabic, unless said otherwise."""
    values: dict[str, object] = {
        "language": "ar",
        "title": "الماء في قريتنا",
        "sentences": (f"لديهم ماء: {TOTAL}.",),
        "picture": "water.by.gender",
        "limits": "لا نقول من المذنب.",
    }
    return HomePageSaid.model_validate(values | changes)


def home_page(village: Cast, release: PublicRelease, **changes: object) -> HomeText:
    """The same, written by the steward."""
    said = page_said(**changes)
    return write_home_page(by=village[Role.STEWARD], on=release, said=said)


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
    """As if the date were today, and had been announced so two days ago: nothing else is different then."""
    PublicRelease.objects.filter(id=release.id).update(release_date=timezone.localdate())
    told = release.events.filter(kind__in=(EventKind.ANNOUNCED, EventKind.RESCHEDULED))
    told.update(day=timezone.localdate(), at=F("at") - timedelta(days=2))
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())


def work() -> None:
    while work_once():
        pass


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def again(release: PublicRelease) -> PublicRelease:
    return PublicRelease.objects.select_related("initiative", "run").get(id=release.id)
