"""The page of comparisons, for those who belong to the initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.comparisons.picturing import comparison_pages
from nyhavn.web.comparisons.queries import readable_releases
from nyhavn.web.comparisons.showing import comparisons_shown
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link


@require_safe
@work_page(Right.SEE_WORKSPACE)
def comparisons(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What can be compared, and each comparison."""
    here = around(request, initiative, Link("Comparisons"))
    found = {
        "may_compare": Right.ASK_FOR_ASSESSMENT in here.rights,
        "releases": readable_releases(initiative).defer("content"),
        "comparisons": comparison_pages(comparisons_shown(initiative).comparisons),
    }
    return render(request, "comparisons/comparisons.html", here.context | found)
