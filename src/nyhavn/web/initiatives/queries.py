"""Reading an initiative, and what waits for somebody."""

from collections import Counter

from nyhavn.framework.roles import Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of, initiation_of, participation_of
from nyhavn.web.initiatives.schemas import (
    InitiativeShown,
    MyInitiative,
    MyInitiatives,
    MyWaiting,
    StepShown,
    WaitingShown,
    WayShown,
)
from nyhavn.web.initiatives.steps import Step, steps
from nyhavn.web.initiatives.waiting import waiting


def initiative_shown(on: Initiative) -> InitiativeShown:
    """How the initiative is set up, without names of people."""
    counted = Counter(Role(role) for role in on.roles.values_list("role", flat=True))
    about = about_of(on)
    return InitiativeShown(
        slug=on.slug,
        organisation=on.organisation.slug,
        **about.model_dump(exclude={"id"}),
        initiation=initiation_of(on),
        participation=participation_of(on),
        prints_strict=on.prints_strict,
        is_listed=on.is_listed,
        roles={role: counted[role] for role in Role},
    )


def way(on: Initiative, rights: frozenset[Right]) -> WayShown:
    """The steps in order; links only to where somebody with these rights may go."""
    return WayShown(steps=tuple(_step(step, on, rights) for step in steps()))


def _step(step: Step, on: Initiative, rights: frozenset[Right]) -> StepShown:
    state = step.state_of(on)
    href = step.href(on) if step.right in rights else ""
    return StepShown(code=step.code, title=step.title, standing=state.standing, why=state.why, href=href)


def whole_way(on: Initiative) -> WayShown:
    """The steps in order with all links, for the interface."""
    return way(on, frozenset(Right))


def my_initiatives(on: User) -> MyInitiatives:
    """Where this person has roles, by title; each with the page to begin with."""
    theirs = Initiative.objects.filter(roles__user=on).select_related("organisation").distinct()
    found = (_mine(on, initiative) for initiative in theirs.order_by("title", "id"))
    return MyInitiatives(initiatives=tuple(found))


def _mine(user: User, initiative: Initiative) -> MyInitiative:
    held = frozenset(initiative.roles.filter(user=user).values_list("role", flat=True))
    return MyInitiative(
        slug=initiative.slug,
        title=initiative.title,
        organisation=initiative.organisation.name,
        roles=tuple(role for role in Role if role.value in held),
        href=begin_at(initiative, rights_in(user, initiative)),
    )


def begin_at(initiative: Initiative, rights: frozenset[Right]) -> str:
    """The page to begin with: the way, or for those who may not see it the first step that is theirs; else ""."""
    if Right.SEE_WORKSPACE in rights:
        return f"/work/initiatives/{initiative.slug}/"
    return next((step.href(initiative) for step in steps() if step.right in rights), "")


def my_waiting(on: User) -> MyWaiting:
    """What waits for this person, oldest first."""
    return MyWaiting(
        waiting=tuple(
            WaitingShown(title=item.title, where=item.where, href=item.href, since=item.since) for item in waiting(on)
        )
    )
