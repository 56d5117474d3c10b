"""The page of needs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.showing import needs_shown
from nyhavn.web.pages.links import Link


@work_page(Right.SEE_WORKSPACE)
@require_safe
def needs(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What is missing first, then each need with its questions, tables, results and use."""
    here = around(request, initiative, Link("Needs"))
    found = {"shown": needs_shown(initiative), "may_write": Right.EDIT_NEEDS in here.rights}
    return render(request, "needs/needs.html", here.context | found)
