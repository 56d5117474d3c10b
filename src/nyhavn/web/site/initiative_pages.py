"""Public pages of initiatives and of the organisations behind them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.web.complaints.queries import outside_body, statistics_of
from nyhavn.web.initiatives.guards import Act, Asked
from nyhavn.web.initiatives.participation_queries import participation_shown
from nyhavn.web.instruments.queries import usable_versions
from nyhavn.web.interests.queries import own_in
from nyhavn.web.interests.showing import with_standing
from nyhavn.web.pages.access import public
from nyhavn.web.site.agreement_pages import agreements_told
from nyhavn.web.site.data_asks import page_in
from nyhavn.web.site.initiative_queries import (
    listed,
    public_initiative,
    public_initiatives,
    public_organisation,
    releases_of,
)
from nyhavn.web.site.moving.standing import guard
from nyhavn.web.site.unnamed import (
    about_shown,
    announcements,
    declared_shown,
    needs_told,
    organisation_shown,
    stops_told,
    unnamed_communities,
    whole_or_withheld,
    without,
)

ON_A_PAGE = 20


@public
@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """All that are public, by title."""
    page = Paginator(public_initiatives(), ON_A_PAGE).get_page(page_in(request.GET))
    return render(request, "site/initiatives.html", {"page": page, "found": [listed(each) for each in page]})


@public
@require_safe
def initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    """One initiative: whether it counts as citizen data and why, who stands behind it, what it published."""
    found = public_initiative(initiative)
    shown = {
        "initiative": found,
        "stands_still": tuple(guard(Asked(Act.CHANGE_OWN, found))),
        "about": about_shown(found),
        "organisation": organisation_shown(found),
        "declared": with_standing(declared_shown(found)),
        "own": own_in(found),
        "taken": participation_shown(found),
        "questionnaires": usable_versions(found).exclude(frozen_on=None),
        "releases": releases_of(found),
        "needed": needs_told(found),
        "agreements": agreements_told(found),
        "stops": stops_told(found),
        "outside_body": outside_body(found),
        "complaints": statistics_of(found),
        "announced": tuple(each for each in announcements() if each.initiative.id == found.id),
    }
    return render(request, "site/initiative.html", shown)


@public
@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """An organisation and its public initiatives."""
    found = public_organisation(organisation)
    theirs = list(public_initiatives().filter(organisation=found))
    unnamed = unnamed_communities(theirs)
    shown = {
        "organisation": found,
        "name": whole_or_withheld(unnamed, found.name),
        "about": without(unnamed, found.about),
        "found": [listed(each) for each in theirs],
    }
    return render(request, "site/organisation.html", shown)
