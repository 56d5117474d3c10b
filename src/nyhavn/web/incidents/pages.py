"""The page of incidents, for those who may act on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.incidents.asks import ABOUT, DONE, KINDS
from nyhavn.web.incidents.showing import incidents_shown
from nyhavn.web.incidents.subjects import Desk
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.people_queries import names_by_uuid
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link
from nyhavn.web.safety.subjects import safety_home


@require_safe
@work_page(Right.READ_INCIDENTS)
def incidents(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What was reported, what is due, and what was done."""
    seen = around(request, initiative, Link("Safety", safety_home(initiative)), Link("What was reported"))
    shown = incidents_shown(Desk(initiative, account_of(request)))
    names = names_by_uuid(initiative)
    found = {
        "incidents": [
            (
                one,
                KINDS[one.kind],
                [ABOUT[role] for role in one.about if role in ABOUT],
                [(DONE[due.step], due) for due in one.due],
                [(DONE[act.step], names.get(act.by, ""), act) for act in one.acts],
            )
            for one in shown.incidents
        ],
        "may_act": Right.ACT_ON_INCIDENTS in seen.rights,
    }
    return render(request, "incidents/incidents.html", seen.context | found)
