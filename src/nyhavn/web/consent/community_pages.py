"""The page of the community's decisions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.notice_terms import RECIPIENT_LABELS
from nyhavn.framework.roles import Right
from nyhavn.web.consent.asks import PURPOSES
from nyhavn.web.consent.community_asks import STEPS
from nyhavn.web.consent.community_showing import DecisionShown, community_shown
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
        "bodies": [(body, [_shown(one) for one in body.decisions]) for body in shown.bodies],
        "may_record": Right.RECORD_COMMUNITY_DECISION in seen.rights,
    }
    return render(request, "consent/community.html", seen.context | found)


def _shown(one: DecisionShown) -> dict[str, object]:
    """A decision in words. A recipient that has no words here stands as its code."""
    return {
        "step": STEPS[one.step],
        "purposes": [PURPOSES[purpose] for purpose in one.purposes],
        "recipients": [RECIPIENT_LABELS.get(code, code) for code in one.recipients],
        "decision": one,
    }
