"""Six reasons why work may not go on: how each comes to be, at which work each door meets it, and what ends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.instruments.models import MethodCard
from nyhavn.web.instruments.queries import method_section
from nyhavn.web.needs.queries import needs_on_record
from nyhavn.web.releases import actions
from nyhavn.web.releases.independence import independence_at_issue
from nyhavn.web.releases.models import PublicRelease
from spec.governed.doors import (
    Attempt,
    Entrance,
    commanded,
    commanded_with,
    plan_in,
    pressed,
    produced_by_worker,
    published_by_worker,
    taken_out,
    woken,
)
from web import board, needed, objects, publishing
from web.cast import Cast, person
from web.people_in_danger import outsider, risk, signed

Meets = Callable[[Entrance, Cast, Path], Attempt]
NAME = "village-water-2026"
ALL_BUT_HOURS = ("gender", "gender_own", "age", "water", "sources")


@dataclass(frozen=True)
class Reason:
    """A reason by its code and its sentence, and how a door meets it."""

    code: str
    sentence: str
    meets: Meets


def _step(release: PublicRelease, step: str) -> str:
    return f"releases/{release.uuid}/do/{step}"


def high_risk(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """A danger is written down, and nobody from outside has signed for it; then a second person does."""
    if door is Entrance.COMMAND:
        danger = risk(village)
        return Attempt(lambda: commanded(village, folder), lambda: signed(danger, outsider(village)))
    if door is Entrance.WORKER:
        release = publishing.scheduled(village)
        danger = risk(village)
        publishing.its_day_comes(release)
        return Attempt(lambda: published_by_worker(village, release), lambda: signed(danger, outsider(village)))
    release = publishing.candidate_weighed(village)
    danger = risk(village)
    at, by = _step(release, "approve"), village[Role.APPROVER]
    return Attempt(lambda: pressed(door, by, at, {"has_read": True}), lambda: signed(danger, outsider(village)))


def locked_date(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """A day is announced, and it has not come; then it comes.

    A plan is taken out before: once the day is announced, the site gives none of that version away.
    """
    path = taken_out(village, folder / "before")
    release = publishing.scheduled(village)

    def day_comes() -> None:
        publishing.its_day_comes(release)

    def as_announced() -> Mapping[str, object]:
        found = publishing.again(release)
        section = plan_in(path).release.model_copy(update={"release_date": found.release_date})
        return {"independence": independence_at_issue(found), "release": section}

    if door is Entrance.COMMAND:
        return Attempt(lambda: commanded_with(path, folder, as_announced), day_comes)
    woken(release)
    if door is Entrance.WORKER:
        return Attempt(lambda: published_by_worker(village, release), day_comes)
    publishing.work()
    at, by = _step(release, "publish-again"), village[Role.COORDINATOR]
    return Attempt(lambda: pressed(door, by, at, {}), day_comes)


def veto(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """The assembly decides in a meeting that this release does not go out; then it lifts its veto in another."""
    assembly = board.assembly(village)
    if door is Entrance.COMMAND:
        return Attempt(lambda: commanded(village, folder), _vetoed(village, assembly))
    if door is Entrance.WORKER:
        release = publishing.scheduled(village)
        publishing.its_day_comes(release)
        return Attempt(lambda: published_by_worker(village, release), _vetoed(village, assembly))
    release = publishing.returned(village)
    at, day = _step(release, "schedule"), publishing.in_days(2).isoformat()
    by = village[Role.COORDINATOR]
    return Attempt(lambda: pressed(door, by, at, {"day": day}), _vetoed(village, assembly))


def _vetoed(village: Cast, assembly: CommunityBody) -> Callable[[], object]:
    board.decided(village, assembly, Matter.RELEASE, CommunityStep.VETOES, about=NAME)
    return lambda: board.decided(village, assembly, Matter.RELEASE, CommunityStep.LIFTS_VETO, about=NAME)


def interest(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """Somebody decides who declared an interest; then somebody else does who has none.

    No command decides about a release, and no worker does as a person: both carry out what people decided. So they
    meet it as a decision that stands on record, of somebody of whom an interest in that day is known by now.
    """
    swayed, free = village, replace(village, people={**village.people, Role.APPROVER: newcomer(village)})
    if door in (Entrance.PAGE, Entrance.INTERFACE):
        release = publishing.candidate_weighed(village)
        publishing.declares(village, swayed[Role.APPROVER], OwnInterest.PAID)
        asked = [swayed[Role.APPROVER]]
        at = _step(release, "approve")
        lifts = lambda: asked.append(free[Role.APPROVER])  # noqa: E731 (the other one is asked)
        return Attempt(lambda: pressed(door, asked[-1], at, {"has_read": True}), lifts)
    if door is Entrance.WORKER:
        return _decided_before_a_worker(village, free)
    publishing.approved(swayed)
    publishing.declares(village, swayed[Role.APPROVER], OwnInterest.PAID)
    return Attempt(lambda: commanded(village, folder), lambda: publishing.approved(free))


def _decided_before_a_worker(village: Cast, free: Cast) -> Attempt:
    """What was announced is called off in public, made again, and approved by somebody else."""
    announced = [publishing.scheduled(village)]
    publishing.declares(village, village[Role.APPROVER], OwnInterest.PAID)
    publishing.its_day_comes(announced[0])

    def again() -> None:
        actions.abandon(by=village[Role.COORDINATOR], on=announced[0], reason="Somebody with an interest approved it.")
        announced.append(publishing.scheduled(free))
        publishing.its_day_comes(announced[-1])

    return Attempt(lambda: published_by_worker(village, announced[-1]), again)


def newcomer(village: Cast) -> User:
    """Another approver, who said that there is no interest."""
    other = person("Nadia")
    RoleAssignment.objects.create(initiative=village.initiative, user=other, role=Role.APPROVER.value)
    publishing.declares(village, other)
    return other


def need(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """Nobody needs one of the questions any more; then it is on record why it is asked."""
    missing = _Missing(
        lambda: needed.ticked(village, needed.the_need(village), *ALL_BUT_HOURS),
        lambda: needed.kept(village, "hours"),
        lambda: {"needs": needs_on_record(village.initiative)},
    )
    return missing.at(door, village, folder)


def method_card(door: Entrance, village: Cast, folder: Path) -> Attempt:
    """Nothing is written on the method card of how people are asked; then it is written."""
    asked = village.initiative.questionnaires.get()
    missing = _Missing(
        lambda: MethodCard.objects.update(method={}),
        lambda: objects.method_card(village, asked),
        lambda: {"method": method_section(village.initiative)},
    )
    return missing.at(door, village, folder)


@dataclass(frozen=True)
class _Missing:
    """What a run needs on record: how it goes missing, how it comes back, and how a plan says it."""

    goes: Callable[[], object]
    comes: Callable[[], object]
    section: Callable[[], Mapping[str, object]]

    def at(self, door: Entrance, village: Cast, folder: Path) -> Attempt:
        """The work is a production run, at each of the doors. Where it is missing, the site hands out no plan."""
        if door is Entrance.WORKER:
            meanwhile = [self.goes]
            tries = lambda: produced_by_worker(village, meanwhile.pop() if meanwhile else lambda: None)  # noqa: E731
            return Attempt(tries, self.comes)
        path = taken_out(village, folder / "before")
        self.goes()
        if door is Entrance.COMMAND:
            return Attempt(lambda: commanded_with(path, folder, self.section), self.comes)
        return Attempt(lambda: pressed(door, village[Role.COORDINATOR], "do/produce", {}), self.comes)


REASONS: Mapping[str, Reason] = {
    "stop-rule": Reason(
        "risk-unsigned",
        "A risk is high, or was, and nobody from outside the team has signed the measures as they stand.",
        high_risk,
    ),
    "locked-date": Reason("release-not-on-its-day", "This is not the day that was announced.", locked_date),
    "veto": Reason("community-release-vetoed", "A body of the community has decided against this release.", veto),
    "conflict-of-interest": Reason(
        "decision-with-interest", "Whoever declared an interest of their own does not decide this.", interest
    ),
    "missing-need": Reason("question-without-need", "No need asks for these questions: hours.", need),
    "missing-method-card": Reason("method-part-missing", "Nobody can tell whom the figures are about.", method_card),
}
