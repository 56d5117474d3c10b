"""The pages for offices that hand in, and for those who work on an initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.gap_showing import OFFICES
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import organisation_page
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.accounts.organisation_around import around_organisation
from nyhavn.web.gaps.looking import HEADLINE
from nyhavn.web.gaps.queries import places
from nyhavn.web.gaps.showing import OwnGapsShown, own_gaps_shown, sources_shown
from nyhavn.web.gaps.words import group_words
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link

MOST_LISTED = 50  # gaps of one place: the page stays light, and the interface has all


@organisation_page(OrganisationRight.SEE)
@require_safe
def sources(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What the office handed in, how far the reading is, and what stands on the map."""
    here = around_organisation(request, organisation, Link("Map of gaps"))
    shown = sources_shown(organisation)
    found = {
        **here.context,
        "shown": shown,
        "waits": any(one.job and not one.job.is_over for one in shown.series),
        "is_office": PartyKind(organisation.kind) in OFFICES,
        "may_write": OrganisationRight.WRITE_RULES in here.rights,
    }
    return render(request, "gaps/sources.html", found)


@work_page(Right.SEE_WORKSPACE)
@require_safe
def own_gaps(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Which gaps the initiative could fill; whether it stands on the map, and what is against it."""
    here = around(request, initiative, Link("Gaps"))
    shown = own_gaps_shown(initiative)
    found = {
        "shown": shown,
        "groups": [group_words(group) for group in shown.groups],
        "places": [(one.place, _lines(one.place.area, shown)) for one in shown.places],
        "standing": next((place.name for place in places() if place.area == shown.standing), shown.standing),
        "may_show": Right.SHOW_ON_GAP_MAP in here.rights,
        "most": MOST_LISTED,
    }
    return render(request, "gaps/own.html", here.context | found)


def _lines(area: str, shown: OwnGapsShown) -> list[tuple[object, str, str]]:
    fields = next(one.gaps for one in shown.places if one.place.area == area)
    return [(one, group_words(one.group), f"/gaps/{area}/{one.indicator}/{one.group or HEADLINE}/") for one in fields]
