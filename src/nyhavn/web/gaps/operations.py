"""What can be done about the map of gaps."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.accounts.operations import ORGANISATION
from nyhavn.web.gaps import actions, asks
from nyhavn.web.gaps.queries import areas
from nyhavn.web.gaps.showing import GapSourcesShown, OwnGapsShown, own_gaps_shown, sources_shown
from nyhavn.web.gaps.showing_rules import stands_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading


def sources_home(on: Organisation) -> str:
    """The address of what an office handed in."""
    return f"/work/organisations/{on.slug}/gap-sources/"


def own_gaps_home(on: Initiative) -> str:
    """The address of the gaps that an initiative could fill."""
    return f"/work/initiatives/{on.slug}/gaps/"


def _series(by: User, on: Organisation, said: asks.SeriesSaid) -> Done:
    made = actions.hand_in_series(by=by, on=on, said=said)
    return Done("The file is here. It is being read now.", at=f"{sources_home(on)}?watch", made=made.uuid)


def _list(by: User, on: Organisation, said: asks.ListSaid) -> Done:
    made = actions.hand_in_list(by=by, on=on, said=said)
    return Done("The list stands on the map now, under the name of your office.", at=sources_home(on), made=made.uuid)


def _codes(by: User, on: Organisation, said: asks.CodesSaid) -> Done:
    made = actions.hand_in_codes(by=by, on=on, said=said)
    return Done(
        "The codes stand on the map now. Files that you hand in from now on can use them.",
        at=sources_home(on),
        made=made.uuid,
    )


def _show(by: User, on: Initiative, said: asks.ShowingSaid) -> Done:
    made = actions.show_on_map(by=by, on=on, said=said)
    return Done("The initiative stands on the map of gaps now.", at=own_gaps_home(on), made=made.uuid)


def _take_off(by: User, on: Initiative, said: Confirmed) -> Done:
    actions.take_off_map(by=by, on=on)
    return Done("Nothing of the initiative stands on the map any more.", at=own_gaps_home(on))


def _places(on: Initiative) -> Mapping[str, Choices]:
    return {"area": tuple(areas().items())}


def _showing_now(on: Initiative) -> Mapping[str, Any]:
    last = stands_in(on)
    return {"area": last.area, "coverage": last.coverage} if last else {}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "hand-in-series",
        "Hand in official series of a place",
        OrganisationRight.WRITE_RULES,
        ORGANISATION,
        _series,
        asks=asks.SeriesSaid,
        lead="Only a summary is kept: for which indicator and which group there is a figure. The file itself is not. "
        "Everybody sees the summary with the name of your office. A newer snapshot takes the place of the older one, "
        "which stays on record.",
        button="Hand it in",
    ),
    Operation(
        "hand-in-indicator-list",
        "Hand in your own list of indicators",
        OrganisationRight.WRITE_RULES,
        ORGANISATION,
        _list,
        asks=asks.ListSaid,
        lead="The map of the place shows it beside the global indicators, with the name of your office and today's "
        "date. It takes the place of the list that you handed in before for this place; that one stays on record.",
        button="Hand it in",
    ),
    Operation(
        "hand-in-national-codes",
        "Hand in your own codes for a group",
        OrganisationRight.WRITE_RULES,
        ORGANISATION,
        _codes,
        asks=asks.CodesSaid,
        lead="For a group that has no code in the official structure, such as Indigenous identity. Agree them with the "
        "people they are about. They stand on the map with the name of your office and today's date.",
        button="Hand them in",
    ),
    Operation(
        "show-on-gap-map",
        "Show the initiative on the map of gaps",
        Right.SHOW_ON_GAP_MAP,
        INITIATIVE,
        _show,
        asks=asks.ShowingSaid,
        lead="Everybody then sees its title, which gaps it could fill, and what its open results show. Ask the "
        "community first: the map says of whom you ask. You can take it off again at any time.",
        button="Show it",
        current=_showing_now,
        choices=_places,
    ),
    Operation(
        "take-off-gap-map",
        "Take the initiative off the map of gaps",
        Right.SHOW_ON_GAP_MAP,
        INITIATIVE,
        _take_off,
        lead="It is gone from the map at once. Whoever saw it there may remember.",
        button="Take it off",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "gap-sources",
        "What the office handed in for the map of gaps",
        OrganisationRight.SEE,
        ORGANISATION,
        GapSourcesShown,
        sources_shown,
    ),
    Reading(
        "gaps", "Gaps that the initiative could fill", Right.SEE_WORKSPACE, INITIATIVE, OwnGapsShown, own_gaps_shown
    ),
)
