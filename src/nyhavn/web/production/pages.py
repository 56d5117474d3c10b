"""Pages of tables, runs and findings."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_GET

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.looks import saw
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link
from nyhavn.web.production import showing
from nyhavn.web.production.decision_queries import changes_elsewhere, desk, newest_judged
from nyhavn.web.production.desk import as_changes, as_rows
from nyhavn.web.production.offers import entries_of, questions_on_offer
from nyhavn.web.production.remedy_page import loss_on_page, remedies_on_page
from nyhavn.web.production.risk_page import run_risk
from nyhavn.web.production.subjects import enter_run, findings_home, run_home, runs_home


@work_page(Right.SEE_WORKSPACE)
@require_GET
def tables(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What is counted, with help for newcomers; the numbers of protection only for those who may see them."""
    here = around(request, initiative, Link("Tables"))
    if Right.SEE_FINDINGS in here.rights:
        saw(request, Right.SEE_FINDINGS)
    shown = {
        "tables": showing.tables_shown(initiative),
        "entries": entries_of(initiative),
        "questions": questions_on_offer(initiative),
        "may_change": Right.EDIT_INSTRUMENT in here.rights,
        "protection": showing.protection_shown(initiative).protection if Right.SEE_FINDINGS in here.rights else None,
    }
    return render(request, "production/tables.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
def runs(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All runs, and what the next one needs."""
    here = around(request, initiative, Link("Runs"))
    shown = {
        "shown": showing.runs_shown(initiative),
        "may_produce": Right.PRODUCE in here.rights,
        "may_export": Right.EXPORT_PLAN in here.rights,
    }
    return render(request, "production/runs.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
def run(request: HttpRequest, initiative: Initiative, run: UUID) -> HttpResponse:
    """One run: how far it is, or what came out of it."""
    found = enter_run(account_of(request), Right.SEE_CANDIDATE, initiative=initiative.slug, run=run)
    here = around(request, initiative, Link("Runs", runs_home(initiative)), Link(f"Run {found.number}"))
    is_mirrored = get_language_bidi()
    shown = {
        **loss_on_page(found, is_mirrored=is_mirrored),
        **(remedies_on_page(found, is_mirrored=is_mirrored) if Right.PRODUCE in here.rights else {}),
        "run": showing.run_shown(found),
        "run_home": run_home(found),
        "may_produce": Right.PRODUCE in here.rights,
        "may_decide": Right.SEE_FINDINGS in here.rights,
        "findings_home": findings_home(initiative),
        "candidate": showing.candidate_of(found),
        "restricted": found.restricted if Right.DECIDE_FINDINGS in here.rights else None,
        "risk": run_risk(found).at_risk if Right.DECIDE_FINDINGS in here.rights else None,
    }
    return render(request, "production/run.html", {**here.context, **shown})


@work_page(Right.SEE_FINDINGS)
@require_GET
def findings(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The steward's desk: what waits for a decision, the oldest first, and what was decided."""
    here = around(request, initiative, Link("Findings"))
    rows = as_rows(desk(initiative), sees_contributions=Right.SEE_CONTRIBUTIONS in here.rights)
    shown = {
        "run": newest_judged(initiative),
        "open": [row for row in rows if row.item.is_open],
        "decided": [row for row in rows if not row.item.is_open],
        "changes": as_changes(changes_elsewhere(initiative)),
        "may_decide": Right.DECIDE_FINDINGS in here.rights,
    }
    return render(request, "production/findings.html", {**here.context, **shown})
