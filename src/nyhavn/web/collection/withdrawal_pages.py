"""For whoever helps a person to take back: what it would reach, and afterwards what became of each thing."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from nyhavn.framework.roles import Right
from nyhavn.web.collection.subjects import contribution_in
from nyhavn.web.collection.withdrawal_operations import enter_withdrawal, impact_shown, proof_shown
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

THINGS: Mapping[str, str | Promise] = {
    "contribution": _("The answers themselves, with their key and the receipt"),
    "import-file": _("The file in which they came"),
    "material": _("A story, photograph, sound or map"),
    "finding": _("What a check found in them"),
    "decision": _("What was decided about them"),
    "run": _("A production run"),
    "candidate": _("A release that is not published"),
    "release": _("Published figures"),
    "records": _("Published answers without names"),
    "export": _("A copy that was handed out"),
    "office-records": _("Single answers that an office received"),
    "office-figures": _("Figures that an office received"),
}
PUBLISHED = "release"  # its figures stay until the next edition
SOMETHING: str | Promise = _("Something else that was made from them")


@work_page(Right.HELP_CONTRIBUTORS)
@require_GET
def impact(request: HttpRequest, initiative: Initiative, contribution: UUID) -> HttpResponse:
    """What taking everything back would reach. Nothing happens by looking."""
    found = contribution_in(initiative, contribution)
    here = around(request, initiative, Link(now("Taking a contribution back")))
    reached = impact_shown(found).reached
    shown = {
        **here.context,
        "things": [(_thing(one.kind), one.title) for one in reached if one.kind != PUBLISHED],
        "stays": [(_thing(one.kind), one.title) for one in reached if one.kind == PUBLISHED],
        "found": found,
        "may_see": Right.SEE_CONTRIBUTIONS in here.rights,
    }
    return render(request, "collection/impact.html", shown)


@work_page(Right.HELP_CONTRIBUTORS)
@require_GET
def proof(request: HttpRequest, initiative: Initiative, withdrawal: UUID) -> HttpResponse:
    """What became of each thing, for whoever wrote the withdrawal down."""
    account = account_of(request)
    found = enter_withdrawal(account, Right.HELP_CONTRIBUTORS, initiative=initiative.slug, withdrawal=withdrawal)
    here = around(request, initiative, Link(now("A contribution that was taken back")))
    told = proof_shown(found)
    shown = {**here.context, "proof": told, "traces": [(_thing(trace.kind), trace) for trace in told.traces]}
    return render(request, "collection/proof.html", shown)


def _thing(kind: str) -> str | Promise:
    return THINGS.get(kind, SOMETHING)
