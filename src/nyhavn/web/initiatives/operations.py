"""What can be done on an initiative as a whole, and what can be read of it."""

from collections.abc import Callable, Mapping
from typing import Any

from nyhavn.framework.chain import CHAIN, Stage, StageEntry
from nyhavn.framework.roles import AccountRight, OrganisationRight, Right
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.accounts.operations import ACCOUNT, ORGANISATION
from nyhavn.web.initiatives import (
    actions,
    asks,
    log_queries,
    participation_queries,
    plan_parts,
    queries,
    schemas,
)
from nyhavn.web.initiatives.access import enter_initiative
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Done, Operation, Reading, Subject


def _home(initiative: Initiative) -> str:
    return f"/work/initiatives/{initiative.slug}/"


INITIATIVE = Subject("initiative", "initiatives/<slug:initiative>", enter_initiative, home=_home)
SAVED = "Saved."


def _register(*, by: User, on: Organisation, said: asks.Registered) -> Done:
    made = actions.register(by=by, on=on, said=said)
    return Done("The initiative is registered, and you coordinate it.", at=_home(made), made=made.uuid)


def _about(*, by: User, on: Initiative, said: asks.AboutSaid) -> Done:
    actions.edit_about(by=by, on=on, said=said)
    return Done(SAVED, at=f"{_home(on)}about/")


def _interests(*, by: User, on: Initiative, said: asks.InterestsSaid) -> Done:
    actions.edit_interests(by=by, on=on, said=said)
    return Done(SAVED, at=f"{_home(on)}about/")


def _initiation(*, by: User, on: Initiative, said: asks.InitiationSaid) -> Done:
    actions.edit_initiation(by=by, on=on, said=said)
    return Done(SAVED, at=f"{_home(on)}participation/")


def _definition(*, by: User, on: Initiative, said: asks.DefinitionSaid) -> Done:
    actions.edit_definition(by=by, on=on, said=said)
    return Done(SAVED, at=f"{_home(on)}participation/")


def _listing(*, by: User, on: Initiative, said: asks.ListingSaid) -> Done:
    actions.edit_listing(by=by, on=on, said=said)
    return Done(SAVED, at=f"{_home(on)}about/")


def _state(stage: Stage) -> Callable[..., Done]:
    def state(*, by: User, on: Initiative, said: asks.StageSaid) -> Done:
        actions.edit_stage(by=by, on=on, stage=stage, said=said)
        return Done(SAVED, at=f"{_home(on)}participation/")

    return state


def _stated(stage: Stage) -> Callable[[Initiative], Mapping[str, Any]]:
    return lambda on: plan_parts.stage_said(plan_parts.participation_of(on), stage).model_dump()


def _participation(entry: StageEntry) -> Operation[Any]:
    """The operation that states the participation in one stage."""
    return Operation(
        name=f"participation-{entry.code}",
        title=f"Say who decides in the {entry.name}",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_state(entry.code),
        asks=asks.StageSaid,
        lead=entry.meaning,
        button="Save",
        current=_stated(entry.code),
    )


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="register",
        title="Register an initiative",
        right=OrganisationRight.REGISTER_INITIATIVE,
        on=ORGANISATION,
        do=_register,
        asks=asks.Registered,
        lead="You become its coordinator. Nothing of it is public yet.",
        button="Register it",
    ),
    Operation(
        name="about",
        title="Change what is said about the initiative",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_about,
        asks=asks.AboutSaid,
        lead="Releases that are already published keep what they say.",
        button="Save",
        current=lambda on: plan_parts.about_said(plan_parts.about_of(on)).model_dump(),
    ),
    Operation(
        name="interests",
        title="Say who pays for it and who may gain",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_interests,
        asks=asks.InterestsSaid,
        lead="Every release shows this.",
        button="Save",
        current=lambda on: plan_parts.interests_said(plan_parts.about_of(on)).model_dump(),
    ),
    Operation(
        name="initiation",
        title="Say who started it",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_initiation,
        asks=asks.InitiationSaid,
        lead="Who started it can decide whether it counts as citizen data. Who used the data first decides nothing.",
        button="Save",
        current=lambda on: plan_parts.initiation_said(plan_parts.initiation_of(on)).model_dump(),
    ),
    *(_participation(entry) for entry in CHAIN.stages),
    Operation(
        name="definition",
        title="Choose which reading of the definition is printed",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_definition,
        asks=asks.DefinitionSaid,
        button="Save",
        current=lambda on: {"print_strict": on.prints_strict},
    ),
    Operation(
        name="listing",
        title="Show or hide the public page",
        right=Right.EDIT_INITIATIVE,
        on=INITIATIVE,
        do=_listing,
        asks=asks.ListingSaid,
        lead="The page shows what the initiative is about, who pays for it, and the verdict. It shows no people.",
        button="Save",
        current=lambda on: {"is_listed": on.is_listed},
    ),
)
_MINE, _SEES = AccountRight.OWN, Right.SEE_WORKSPACE
READINGS: tuple[Reading, ...] = (
    Reading("", "An initiative", _SEES, INITIATIVE, schemas.InitiativeShown, queries.initiative_shown),
    Reading("way", "The way through an initiative", _SEES, INITIATIVE, schemas.WayShown, queries.whole_way),
    Reading(
        "participation",
        "Participation at each stage, and the verdict",
        _SEES,
        INITIATIVE,
        schemas.ParticipationShown,
        participation_queries.participation_shown,
    ),
    Reading(
        "log",
        "The newest records of what was done",
        Right.READ_LOG,
        INITIATIVE,
        schemas.LogShown,
        log_queries.newest_log,
    ),
    Reading("initiatives", "Your initiatives", _MINE, ACCOUNT, schemas.MyInitiatives, queries.my_initiatives),
    Reading("waiting", "What waits for you", _MINE, ACCOUNT, schemas.MyWaiting, queries.my_waiting),
)
