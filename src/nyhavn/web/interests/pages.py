"""The page of independence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.interests.queries import own_of
from nyhavn.web.interests.showing import independence_shown
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link


@work_page(Right.SEE_WORKSPACE)
@require_safe
def independence(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who pays, who asked and who may gain; what those who decide said of themselves."""
    here = around(request, initiative, Link("Independence"))
    found = {
        "shown": independence_shown(initiative),
        "may_declare_own": Right.DECLARE_OWN_INTEREST in here.rights,
        "mine": own_of(account_of(request), initiative),
    }
    return render(request, "interests/independence.html", here.context | found)
