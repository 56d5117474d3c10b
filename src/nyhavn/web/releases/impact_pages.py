"""The page of what taking one contribution back would reach."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyhavn.framework.roles import Right
from nyhavn.web.collection.subjects import contribution_in, home_of
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link
from nyhavn.web.releases.impact_showing import impact_shown


@work_page(Right.SEE_CONTRIBUTIONS)
@require_GET
@never_cache
def impact(request: HttpRequest, initiative: Initiative, contribution: UUID) -> HttpResponse:
    """What would be reached, and what would not be seen."""
    found = contribution_in(initiative, contribution)
    home = home_of(initiative, "contributions")
    way = (Link("Contributions", home), Link("One contribution", f"{home}{found.uuid}/"), Link("If it is taken back"))
    here = around(request, initiative, *way)
    shown = {"shown": impact_shown(found), "may_help": Right.HELP_CONTRIBUTORS in here.rights}
    return render(request, "releases/impact.html", {**here.context, **shown})
