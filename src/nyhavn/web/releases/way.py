"""The part of releases on the way through an initiative, among its pages, and among what waits for somebody."""

from collections.abc import Iterator

from nyhavn.framework.release_states import UNANNOUNCED, ReleaseState, waits_for
from nyhavn.framework.roles import Right, Role, rights_of
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.credits import when_credit_changes
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step, not_yet, waits
from nyhavn.web.initiatives.waiting import Waiting, add_waiting
from nyhavn.web.production.candidates import (
    keep_register,
    say_what_is_issued,
    say_what_is_known_since,
    supply_previous,
    supply_run_behind,
    take_candidates,
)
from nyhavn.web.releases.candidates import known_of_candidate, take_candidate, version_of
from nyhavn.web.releases.credit import drop_credit
from nyhavn.web.releases.models import IN_THE_TEAM, PublicRelease
from nyhavn.web.releases.offers import blocked_because, is_stuck
from nyhavn.web.releases.queries import issued_runs, previous_release, releases_in, run_behind_previous
from nyhavn.web.releases.showing import NEXT
from nyhavn.web.releases.subjects import release_home, releases_home
from nyhavn.web.releases.vintage_jobs import follow_candidate
from nyhavn.web.releases.vintage_showing import vintages_waiting

_S = ReleaseState
ORDER = (_S.CANDIDATE, _S.APPROVED, _S.RETURNED, _S.SCHEDULED, _S.PUBLISHED)
WAITING_FOR = {
    _S.CANDIDATE: "A release waits for your approval",
    _S.APPROVED: "Results wait to be shown to the community",
    _S.RETURNED: "A release waits for a date",
}


def newest(on: Initiative) -> PublicRelease | None:
    """The release that is furthest from its end: what is on its way, else what is published."""
    found = releases_in(on).exclude(state=_S.ABANDONED)
    return found.filter(state__in=IN_THE_TEAM).first() or found.first()


def _step_state(on: Initiative, leaves: ReleaseState) -> StepState:
    """How far the step is that leaves that state."""
    release = newest(on)
    if release is None:
        return not_yet("There is no candidate yet.")
    state = _S(release.state)
    if state not in ORDER or ORDER.index(state) > ORDER.index(leaves):
        return done()
    if state is leaves:
        return waits(f"{waits_for(state)} {release.release_date}.") if state is _S.SCHEDULED else next_step()
    return not_yet(waits_for(state))


def approval_state(on: Initiative) -> StepState:
    """Whether a second person agreed."""
    return _step_state(on, _S.CANDIDATE)


def return_state(on: Initiative) -> StepState:
    """Whether the community has seen the results."""
    return _step_state(on, _S.APPROVED)


def date_state(on: Initiative) -> StepState:
    """Whether a date is announced."""
    return _step_state(on, _S.RETURNED)


def publication_state(on: Initiative) -> StepState:
    """Whether it is published."""
    release = newest(on)
    if release is not None and is_stuck(release):
        return next_step("The publication ended without a result. Look at the reasons.")
    return _step_state(on, _S.SCHEDULED)


def _home(on: Initiative) -> str:
    release = newest(on)
    return release_home(release) if release else releases_home(on)


def releases_waiting(user: User) -> Iterator[Waiting]:
    """Releases that this person can move on."""
    moving = [_S.SCHEDULED.value, *IN_THE_TEAM]
    found = PublicRelease.objects.filter(initiative__roles__user=user, state__in=moving).distinct()
    with_people = found.select_related("initiative", "run__started_by").defer("content", "run__release")
    for release in with_people.order_by("id"):
        title = _waits_for(release, user)
        if title:
            since = release.scheduled_at or release.approved_at or release.created_at
            yield Waiting(title, release.initiative.title, release_home(release), since)


def _waits_for(release: PublicRelease, user: User) -> str:
    """What this person can do for it, "" for nothing."""
    roles = release.initiative.roles.filter(user=user).values_list("role", flat=True)
    rights = rights_of(Role(role) for role in roles)
    state = _S(release.state)
    if state in UNANNOUNCED:
        return WAITING_FOR[state] if NEXT[state] in rights and not blocked_because(release, rights, user) else ""
    stuck = Right.SET_RELEASE_DATE in rights and is_stuck(release)
    return "A publication ended without a result" if stuck else ""


def add_to_way() -> None:
    """Fill the registries of the earlier stages."""
    take_candidates(take_candidate)
    take_candidates(follow_candidate)
    supply_previous(previous_release)
    supply_run_behind(run_behind_previous)
    keep_register(version_of)
    when_credit_changes(drop_credit)
    say_what_is_issued(issued_runs)
    say_what_is_known_since(known_of_candidate)
    see = Right.SEE_CANDIDATE
    add_step(Step("approval", "Have a second person approve the release", 110, approval_state, _home, see))
    add_step(Step("return", "Show the results to the community first", 120, return_state, _home, see))
    add_step(Step("date", "Announce the date", 130, date_state, _home, see))
    add_step(Step("publication", "Publish", 140, publication_state, _home, see))
    add_part(Part("releases", "Releases", 110, see))
    add_waiting(releases_waiting)
    add_waiting(vintages_waiting)
