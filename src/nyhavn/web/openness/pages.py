"""The pages of openness, for those who work on an initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.operations import openness_home
from nyhavn.web.openness.showing import openness_shown, requests_shown
from nyhavn.web.pages.links import Link


@work_page(Right.SEE_WORKSPACE)
@require_safe
def openness(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """How open everything is, who chose it with whom, and why."""
    here = around(request, initiative, Link("How open it is"))
    found = {
        "shown": openness_shown(initiative),
        "may_choose": Right.CHOOSE_OPENNESS in here.rights,
        "may_decide": Right.DECIDE_ACCESS in here.rights,
    }
    return render(request, "openness/openness.html", here.context | found)


@work_page(Right.DECIDE_ACCESS)
@require_safe
@never_cache
def requests(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who from outside asked to read, and what came of it."""
    here = around(request, initiative, Link("How open it is", openness_home(initiative)), Link("Who asked to read"))
    return render(request, "openness/requests.html", here.context | {"shown": requests_shown(initiative)})
