"""The page of the community's decisions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.consent.asks import PURPOSES
from nyhavn.web.consent.community_asks import STEPS
from nyhavn.web.consent.community_showing import community_shown
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link

LIST = "Community decisions"


@require_safe
@work_page(Right.SEE_WORKSPACE)
def community(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who decides for the community, what was decided, and what it stands against today."""
    seen, shown = around(request, initiative, Link(LIST)), community_shown(initiative)
    found = {
        "stopped": [(PURPOSES[one.purpose], one.standing.value) for one in shown.stopped],
        "bodies": [
            (body, [(STEPS[one.step], [PURPOSES[purpose] for purpose in one.purposes], one) for one in body.decisions])
            for body in shown.bodies
        ],
        "may_record": Right.RECORD_COMMUNITY_DECISION in seen.rights,
    }
    return render(request, "consent/community.html", seen.context | found)
