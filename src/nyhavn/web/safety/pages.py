"""The page of safety, for everybody with a role, and the page of one risk."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.people_queries import names_by_uuid
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link
from nyhavn.web.safety.asks import LIKELY, SEVERE, WHO
from nyhavn.web.safety.showing import freeze_shown, risk_shown, safety_shown
from nyhavn.web.safety.subjects import enter_risk, safety_home

PAGE = "Safety"


@require_safe
@work_page(Right.FREEZE)
def safety(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The brake, for everybody; risks and prompts, for those who see how the initiative is set up."""
    seen = around(request, initiative, Link(PAGE))
    sees = Right.SEE_WORKSPACE in seen.rights
    found = {
        "freeze": freeze_shown(initiative),
        "shown": safety_shown(initiative) if sees else None,
        "who": WHO,
        "names": names_by_uuid(initiative) if sees else {},
        "may_write": Right.EDIT_RISKS in seen.rights,
        "may_end": Right.END_FREEZE in seen.rights,
        "may_read_incidents": Right.READ_INCIDENTS in seen.rights,
    }
    return render(request, "safety/safety.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def risk(request: HttpRequest, initiative: Initiative, risk: UUID) -> HttpResponse:
    """One risk as it stands, who said what to it, and the versions before."""
    on = enter_risk(account_of(request), Right.SEE_WORKSPACE, initiative=initiative.slug, risk=risk)
    shown = risk_shown(on)
    seen = around(request, initiative, Link(PAGE, safety_home(initiative)), Link(shown.now.harm[:60]))
    found = {
        "shown": shown,
        "versions": (shown.now, *shown.before),
        "words": {"who": WHO, "likely": LIKELY, "severe": SEVERE},
        "names": names_by_uuid(initiative),
        "may_write": Right.EDIT_RISKS in seen.rights and not shown.now.ended_because,
        "may_sign": Right.SIGN_RISKS in seen.rights,
        "risk_home": f"{seen.context['home']}risks/{shown.uuid}/",
    }
    return render(request, "safety/risk.html", seen.context | found)
