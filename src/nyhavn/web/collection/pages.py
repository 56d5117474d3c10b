"""Pages of a collection: its state and addresses, and what came in."""

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from nyhavn.framework.opening import Door, opening_reasons
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.collection.aside import reason_of
from nyhavn.web.collection.credit_operations import community_credit_shown
from nyhavn.web.collection.form_pages import keeps_nothing
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.queries import contributions_of, open_collection_of, preparation, taking_part
from nyhavn.web.collection.showing import collection_shown, collections_shown, contribution_shown
from nyhavn.web.collection.subjects import contribution_in
from nyhavn.web.initiatives.access import not_found, work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.looks import saw
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

ON_A_PAGE = 100


@work_page(Right.SEE_WORKSPACE)
@require_GET
def collection(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """State, ways in, the address to share; counts for those who work on the data."""
    here = around(request, initiative, Link("Collection"))
    shown: dict[str, Any] = {
        **here.context,
        "collections": collections_shown(initiative).collections,
        "now": open_collection_of(initiative),
        "may_open": Right.OPEN_COLLECTION in here.rights,
        "may_witness": Right.WITNESS_LOST_CODES in here.rights,
        "missing": _missing(initiative),
    }
    if Right.IMPORT_CONTRIBUTIONS in here.rights:
        saw(request, Right.IMPORT_CONTRIBUTIONS)
        shown["came_in"] = contributions_of(initiative).count()
        shown["takes_part"] = taking_part(initiative).count()
    return render(request, "collection/collection.html", shown)


def _missing(initiative: Initiative) -> tuple[Reason, ...]:
    """What stands in the way of opening with a web form; empty while a collection is open."""
    if open_collection_of(initiative) is not None:
        return ()
    return opening_reasons(preparation(initiative, frozenset({Door.FORM}), timezone.localdate()))


@work_page(Right.SEE_WORKSPACE)
@require_GET
def picture(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The address of the form as a QR code to print. It says nothing but the address."""
    found = open_collection_of(initiative)
    if found is None or not found.has_door(Door.FORM):
        raise not_found("open form")
    kept = BytesIO()
    segno.make(collection_shown(found).address, error="m").save(kept, kind="svg", scale=8, border=4, dark="#000")
    return HttpResponse(kept.getvalue(), content_type="image/svg+xml")


@work_page(Right.SEE_WORKSPACE)
@require_GET
def poster(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The address on one sheet of paper, without a word about the topic."""
    found = open_collection_of(initiative)
    if found is None or not found.has_door(Door.FORM):
        raise not_found("open form")
    shown = {"shown": collection_shown(found), "home": f"/work/initiatives/{initiative.slug}/collection/"}
    return render(request, "collection/poster.html", shown)


@work_page(Right.SEE_WORKSPACE)
@require_GET
def credit(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """How the community is named, and the Labels it puts."""
    here = around(request, initiative, Link("Names and Labels"))
    may_say = Right.SAY_COMMUNITY_CREDIT in here.rights
    shown = {**here.context, "said": community_credit_shown(initiative), "may_say": may_say}
    return render(request, "collection/credit.html", shown)


@work_page(Right.SEE_CONTRIBUTIONS)
@require_GET
def contributions(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What came in, without a word of what was said."""
    here = around(request, initiative, Link("Contributions"))
    page = Paginator(contributions_of(initiative), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "collection/contributions.html", {**here.context, "page": page})


@work_page(Right.SEE_CONTRIBUTIONS)
@require_GET
def contribution(request: HttpRequest, initiative: Initiative, contribution: UUID) -> HttpResponse:
    """One contribution. The answers stay locked until somebody asks for them."""
    found = contribution_in(initiative, contribution)
    return render(request, "collection/contribution.html", _one(request, initiative, found))


@work_page(Right.SEE_CONTRIBUTIONS)
@keeps_nothing
@require_POST
def answers(request: HttpRequest, initiative: Initiative, contribution: UUID) -> HttpResponse:
    """The answers of one contribution; that they were looked at is recorded."""
    found = contribution_in(initiative, contribution)
    said = show_answers(by=account_of(request), on=found)
    asked = {q.column: q.label() for q in questionnaire_form(found.collection.questionnaire).instrument.questions}
    facts = [(asked.get(column, column), text) for column, text in sorted(said.items(), key=_in_order(asked))]
    return render(request, "collection/contribution.html", {**_one(request, initiative, found), "facts": facts})


def _in_order(asked: dict[str, str]) -> Any:
    """Answers in the order of the questions, further columns after them."""
    places = {column: place for place, column in enumerate(asked)}
    return lambda said: (places.get(said[0], len(places)), said[0])


def _one(request: HttpRequest, initiative: Initiative, found: Contribution) -> dict[str, Any]:
    crumbs = (Link("Contributions", f"/work/initiatives/{initiative.slug}/contributions/"), Link("One contribution"))
    here = around(request, initiative, *crumbs)
    may_decide = Right.DECIDE_FINDINGS in here.rights
    told = {"found": found, "shown": contribution_shown(found), "why_aside": reason_of(found)}
    may_help = Right.HELP_CONTRIBUTORS in here.rights
    return {**here.context, **told, "may_decide": may_decide, "may_help": may_help}
