"""What can be done with vintages that come by themselves."""

from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.releases import vintage_actions as actions
from nyhavn.web.releases import vintage_asks as asks
from nyhavn.web.releases.models import PublicRelease, VintagePlan
from nyhavn.web.releases.subjects import RELEASE, releases_home
from nyhavn.web.releases.vintage_showing import VintagesShown, vintages_shown


def enter_vintages(user: User, right: Right, *, initiative: str, vintages: UUID) -> VintagePlan:
    """The plan of vintages, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = within.vintage_plans.select_related("initiative", "set_by").filter(uuid=vintages).first()
    if found is None:
        raise not_found("plan of vintages")
    return found


VINTAGES = Subject(
    "vintages",
    "initiatives/<slug:initiative>/vintages/<uuid:vintages>",
    enter_vintages,
    home=lambda on: releases_home(on.initiative),
)


def _plan(by: User, on: PublicRelease, said: asks.VintagesPlanned) -> Done:
    made = actions.plan_vintages(by=by, on=on, said=said)
    return Done("Planned. Now an approver has to agree.", at=releases_home(made.initiative), made=made.uuid)


def _agree(by: User, on: VintagePlan, said: asks.VintagesAgreed) -> Done:
    actions.agree(by=by, on=on)
    return Done("Agreed. If anything about the tables changes, your agreement ends.")


def _disagree(by: User, on: VintagePlan, said: Confirmed) -> Done:
    actions.disagree(by=by, on=on)
    return Done("You do not agree any more. Nothing comes by itself until somebody does.")


def _not_shown(by: User, on: VintagePlan, said: asks.NotShownFirst) -> Done:
    actions.agree_not_shown(by=by, on=on, reason=said.reason)
    return Done("It is on record, with your reason.")


def _show_first(by: User, on: VintagePlan, said: Confirmed) -> Done:
    actions.show_first(by=by, on=on)
    return Done("From now on each vintage is shown to the community first.")


def _stop(by: User, on: VintagePlan, said: Confirmed) -> Done:
    actions.stop_vintages(by=by, on=on)
    return Done("No further vintage comes by itself.")


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "plan-vintages",
        "Let new vintages come by themselves",
        Right.SET_RELEASE_DATE,
        RELEASE,
        _plan,
        asks.VintagesPlanned,
        lead="On each of these days a new version of the same tables is made from the contributions of then, without "
        "those who took theirs back, and published. An approver has to agree first. A plan that stands now ends.",
        button="Plan them",
    ),
    Operation(
        "agree",
        "Agree to new vintages beforehand",
        Right.APPROVE_RELEASE,
        VINTAGES,
        _agree,
        asks.VintagesAgreed,
        lead="You agree to vintages of the tables, the protection and the questionnaire as they are now. The checks "
        "and the protection work as for every release. If anything of it changes, your agreement ends.",
        button="Agree",
    ),
    Operation(
        "disagree",
        "Take the agreement to vintages back",
        Right.APPROVE_RELEASE,
        VINTAGES,
        _disagree,
        lead="No vintage comes by itself until somebody agrees. One that is announced already stays announced.",
        button="Take it back",
    ),
    Operation(
        "agree-not-shown",
        "Say that new vintages need not be shown first",
        Right.RECORD_COMMUNITY_VIEW,
        VINTAGES,
        _not_shown,
        asks.NotShownFirst,
        lead="Otherwise each vintage waits until the community has seen it. You can change this at any time.",
        button="Record it",
    ),
    Operation(
        "show-first",
        "Have each vintage shown first",
        Right.RECORD_COMMUNITY_VIEW,
        VINTAGES,
        _show_first,
        lead="From now on each vintage waits until it is recorded that the community has seen it.",
        button="Have them shown",
    ),
    Operation(
        "stop",
        "Let no further vintage come",
        Right.SET_RELEASE_DATE,
        VINTAGES,
        _stop,
        lead="What is published stays. Whoever took their contribution back reads that no further edition is planned.",
        button="Stop them",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "vintages",
        "The vintages that come by themselves",
        Right.SEE_CANDIDATE,
        INITIATIVE,
        VintagesShown,
        vintages_shown,
    ),
)
