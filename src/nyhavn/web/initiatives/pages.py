"""Pages of people who work here: what waits, an initiative and its parts, an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import organisation_page
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.accounts.organisation_around import around_organisation
from nyhavn.web.accounts.queries import members_shown, organisation_shown
from nyhavn.web.initiatives import queries
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.log_queries import log_shown
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.participation_queries import participation_shown
from nyhavn.web.initiatives.people_queries import names_by_uuid, people_shown
from nyhavn.web.pages.access import account_of, signed_in
from nyhavn.web.pages.links import Link


@signed_in
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """What waits for me, my initiatives, my organisations."""
    user = account_of(request)
    memberships = user.memberships.select_related("organisation").order_by("organisation__name", "id")
    shown = {
        "waiting": queries.my_waiting(user).waiting,
        "initiatives": queries.my_initiatives(user).initiatives,
        "memberships": memberships,
    }
    return render(request, "initiatives/work.html", shown)


@organisation_page(OrganisationRight.SEE)
@require_GET
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """An organisation as its members see it; names of members only for administrators."""
    here = around_organisation(request, organisation)
    may_manage = OrganisationRight.MANAGE_MEMBERS in here.rights
    mine = {initiative.slug: initiative.href for initiative in queries.my_initiatives(account_of(request)).initiatives}
    titles = organisation.initiatives.order_by("title", "id").values_list("slug", "title")
    shown = {
        **here.context,
        "organisation": organisation_shown(organisation),
        "may_manage": may_manage,
        "people": members_shown(organisation) if may_manage else None,
        "initiatives": [(title, mine.get(slug, "")) for slug, title in titles],
    }
    return render(request, "initiatives/organisation.html", shown)


@work_page(Right.SEE_WORKSPACE)
@require_GET
def initiative(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The way through an initiative."""
    here = around(request, initiative)
    steps = queries.way(initiative, here.rights).steps
    return render(request, "initiatives/initiative.html", {**here.context, "steps": steps})


@work_page(Right.SEE_WORKSPACE)
@require_GET
def about(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What is said about an initiative."""
    here = around(request, initiative, Link("About"))
    return render(request, "initiatives/about.html", {**here.context, "about": queries.initiative_shown(initiative)})


@work_page(Right.SEE_WORKSPACE)
@require_GET
def participation(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who decides at which stage, with evidence, and the verdict."""
    here = around(request, initiative, Link("Participation"))
    shown = {**here.context, "taken": participation_shown(initiative)}
    return render(request, "initiatives/participation.html", shown)


@work_page(Right.MANAGE_PEOPLE)
@require_GET
def people(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who has which role."""
    here = around(request, initiative, Link("People"))
    return render(request, "initiatives/people.html", {**here.context, "people": people_shown(initiative)})


@work_page(Right.READ_LOG)
@require_GET
def log(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What was done; names only for those who may give roles."""
    here = around(request, initiative, Link("Log"))
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    names = names_by_uuid(initiative) if Right.MANAGE_PEOPLE in here.rights else {}
    shown = log_shown(initiative, before)
    entries = [(entry, names.get(entry.by)) for entry in shown.entries]
    return render(request, "initiatives/log.html", {**here.context, "entries": entries, "older": shown.older})
