"""Complaining without an account, with a receipt or without one, and coming back with the words of the complaint.

Nothing of a receipt goes with a complaint. The words stand in no address; a page of a complaint holds a token of a
quarter of an hour instead of them, and there is no cookie.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.complaints import STEPS, ComplaintStep
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.complaints.actions import Filed, complain, say_not_solved, take_outside
from nyhavn.web.complaints.asks import LONGEST_TEXT
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.complaints.posting import EMPTY, complaint_posted
from nyhavn.web.complaints.queries import complaint_behind, history_of, is_heard_outside, outside_body
from nyhavn.web.complaints.showing import complaint_shown
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.refused import UNPROCESSABLE, status_of
from nyhavn.web.receipts.own_page import BOTH, open_page, own_page, shown
from nyhavn.web.receipts.queries import initiative_behind
from nyhavn.web.receipts.sessions import OpenVisit
from nyhavn.web.receipts.throttle import give_back, pay, source_of

ShowsPage = Callable[[str, Mapping[str, Any], int], HttpResponse]

SHOWN_FOR = timedelta(minutes=15)  # as a visit with a receipt
SALT = "own complaint"
SHORTEST_WORDS = 3
ONLY_OUTSIDE = "take-outside-only"


@own_page(*BOTH, after_withdrawal=True)
def own(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """Complain with a receipt. Also for somebody who took everything back."""

    def page(template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
        return shown(request, opened, template, {**context, "is_own": True}, status)

    return complaining(request, initiative_behind(opened.visit.contribution), page)


def complaining(request: HttpRequest, initiative: Initiative, page: ShowsPage) -> HttpResponse:
    """The form, and what comes of it. page: shows a template of this app with a context and a status."""
    around = {"body": outside_body(initiative), "is_heard": is_heard_outside(initiative)}
    if request.method != "POST":
        return page("complain", {**EMPTY.context, **around}, 200)
    form = complaint_posted(request)
    context = {**form.context, **around}
    if form.said is None:
        return page("complain", context, UNPROCESSABLE)
    try:
        pay(source_of(request), 1)
        filed: Filed = complain(on=initiative, said=form.said)
    except Refusal as refused:
        return page("complain", {**context, "reasons": refused.reasons}, status_of(refused))
    return page("complain_sent", {"code": filed.code, **around}, 200)


@open_page(*BOTH)
def door(request: HttpRequest) -> HttpResponse:
    """Type the words of a complaint. Whatever is wrong with them, the answer is the same."""
    if request.method != "POST":
        return _door(request)
    if "token" in request.POST:
        return _step(request)
    try:
        paid = pay(source_of(request), 1)
    except Refusal as refused:
        return _door(request, status_of(refused), is_waiting=True)
    found = complaint_behind(str(request.POST.get("code", "")))
    if found is None:
        return _door(request, UNPROCESSABLE, is_wrong=True)
    give_back(paid)
    return _complaint(request, found)


def _step(request: HttpRequest) -> HttpResponse:
    """What whoever complained does with it."""
    found = _behind(str(request.POST.get("token", "")))
    if found is None:
        return _door(request, UNPROCESSABLE, is_over=True)
    try:
        _take(found, str(request.POST.get("step", "")), str(request.POST.get("words", ""))[:LONGEST_TEXT].strip())
    except Refusal as refused:
        return _complaint(request, found, status_of(refused), reasons=refused.reasons)
    return _complaint(request, _again(found), is_done=True)


def _take(complaint: Complaint, step: str, words: str) -> None:
    if step in (ComplaintStep.TAKE_OUTSIDE, ONLY_OUTSIDE):
        take_outside(on=complaint, only=step == ONLY_OUTSIDE)
        return
    if len(words) < SHORTEST_WORDS:
        what = "Please say in a few words what is not solved."
        raise refusal("complaint-words-missing", what, where="words", do="Write it, and send it again.")
    say_not_solved(on=complaint, words=words)


def _behind(token: str) -> Complaint | None:
    try:
        uuid = signing.loads(token, salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return None
    found = Complaint.objects.filter(uuid=uuid, receipt__isnull=False)
    return found.select_related("initiative", "epoch").first()


def _again(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_related("initiative", "epoch").get(id=complaint.id)


def _complaint(request: HttpRequest, complaint: Complaint, status: int = 200, **more: object) -> HttpResponse:
    """One's own complaint."""
    steps = STEPS[history_of(complaint).state]
    context = {
        "complaint": complaint_shown(complaint),
        "token": signing.dumps(str(complaint.uuid), salt=SALT),
        "body": outside_body(complaint.initiative),
        "is_heard": is_heard_outside(complaint.initiative),
        "stays_at": request.path,
        "may_object": ComplaintStep.SAY_NOT_SOLVED in steps,
        **more,
    }
    return render(request, "receipts/complaint.html", context, status=status)


def _door(request: HttpRequest, status: int = 200, **more: bool) -> HttpResponse:
    return render(request, "receipts/complaint_door.html", {**more, "stays_at": request.path}, status=status)
