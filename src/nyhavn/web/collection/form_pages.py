"""The form that people fill in themselves: no account, no e-mail, no script, no cookie, nothing kept on the device."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nyhavn.framework.interview import begin as begin_interview
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.form import drafts
from nyhavn.web.collection.form.drafts import OpenDraft
from nyhavn.web.collection.form.flow import Desk, Stage, Turn, first_turn, languages, turn
from nyhavn.web.collection.form.posting import (
    BEGIN,
    SECRET,
    choices_of_language,
    context_of,
    credit_posted,
    posted_by,
    spoken_by_pages,
)
from nyhavn.web.collection.form.sending import Sent, asks_for_name, send, sent_before
from nyhavn.web.collection.form.visit import Visit
from nyhavn.web.collection.models import Collection
from nyhavn.web.collection.queries import open_form
from nyhavn.web.collection.receipts import ReceiptKind, grouped, read_typed_code
from nyhavn.web.consent.queries import notice_in_use
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.pages.access import contributor
from nyhavn.web.pages.offered import known_direction
from nyhavn.web.pages.refused import status_of

# Where a quick exit leads: a page that nobody has to explain.
ELSEWHERE = "https://www.wikipedia.org/"
GONE = 410
HARM = "harm/"  # below the form itself, so that a closed form and a wrong address look the same
View = Callable[..., HttpResponse]


def keeps_nothing(view: View) -> View:
    """Tells the browser to keep nothing of an answer, not even for its own button to go back."""
    return _with_headers(view, {"Cache-Control": "no-store"})


def says_nothing(view: View) -> View:
    """Beyond that, tells nobody where somebody came from.

    For pages without an account only: a browser that hides where a form came from is taken for an attacker by those
    that check it.
    """
    hidden = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return _with_headers(view, {"Cache-Control": "no-store", **hidden})


def _with_headers(view: View, headers: Mapping[str, str]) -> View:
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **keys: Any) -> HttpResponse:
        response = view(request, *args, **keys)
        for name, value in headers.items():
            response[name] = value
        return response

    return wrapped


# The secret in the hidden field does what Django's token would do, without a cookie on the device.
@contributor
@csrf_exempt
@says_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """One address for the whole form: what stands there depends on what was posted."""
    try:
        return _answer(request, code)
    except Refusal as refused:
        return _render(request, "refused", {"reasons": refused.reasons}, status_of(refused))


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    collection = open_form(code)
    desk = _desk(collection) if collection else None
    token = str(request.POST.get(SECRET, ""))
    opened = drafts.find(token, by=None) if token else None
    if opened is not None and desk is not None and opened.draft.collection == collection:
        return _go_on(request, opened, desk)
    # Asked after the draft, not before: another press may send it between the two.
    if token and (sent := sent_before(token)):
        return _said(request, "done", desk, sent=sent)
    if collection is None or desk is None:
        return _said(request, "closed", None, status=404)
    if request.method != "POST":
        return _start(request, desk)
    if BEGIN in request.POST:
        return _begun(request, collection, desk)
    return _said(request, "gone", desk, status=GONE)


@contributor
@says_nothing
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """A page that goes on at once to somewhere harmless, and takes its own place in the history of the browser."""
    return render(request, "collection/away.html", {"elsewhere": ELSEWHERE})


# Nothing is read or changed but what was posted, so nobody gains by posting it for somebody else.
@contributor
@csrf_exempt
@says_nothing
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """A code for printing, on a page whose paper names nothing: no topic, no initiative, no software."""
    typed = read_typed_code(str(request.POST.get("code", "")))
    code = grouped(typed.plain) if typed.is_code and " " not in typed.plain else ""
    return render(request, "collection/slip.html", {"code": code}, status=200 if code else 404)


def _desk(collection: Collection) -> Desk | None:
    """The form under the notice of today; None while no notice is in use, because then nobody can agree."""
    now = timezone.now()
    notice = notice_in_use(collection.initiative, timezone.localdate())
    return Desk(questionnaire_form(collection.questionnaire), notice, timezone.localdate(), now) if notice else None


def _start(request: HttpRequest, desk: Desk) -> HttpResponse:
    wanted = translation.get_language() or ""
    offered = choices_of_language(desk, wanted)
    return _render(request, "start", {"form_languages": offered, "elsewhere": ELSEWHERE})


def _begun(request: HttpRequest, collection: Collection, desk: Desk) -> HttpResponse:
    asked, known = str(request.POST.get(BEGIN, "")), languages(desk)
    language = asked if asked in known else known[0]
    answers = dict(begin_interview(desk.form.instrument, desk.form.layout, language).answers)
    visit = Visit(language=language, notice=desk.notice.uuid if desk.notice else None, answers=answers)
    opened = drafts.begin(
        initiative=collection.initiative,
        questionnaire=collection.questionnaire,
        to=collection,
        by=None,
        visit=visit,
    )
    return _stands(request, opened, desk, first_turn(desk, visit))


def _go_on(request: HttpRequest, opened: OpenDraft, desk: Desk) -> HttpResponse:
    """The next page. A draft that is not needed any more is forgotten in the same moment."""
    found = turn(desk, opened.visit, posted_by(request))
    if found.stage in (Stage.LEFT, Stage.DECLINED):
        drafts.drop(opened)
    if found.stage is Stage.LEFT:
        return HttpResponseRedirect(reverse("collection:away"), status=303)
    if found.stage is Stage.DECLINED:
        return _said(request, "declined", desk, language=opened.visit.language)
    opened = OpenDraft(opened.draft, opened.secret, found.visit)
    if not drafts.keep(opened):
        return _after_all(request, opened, desk)
    if found.stage is not Stage.SEND:
        return _stands(request, opened, desk, found)
    receipt, credit = str(request.POST.get("-receipt", "")), credit_posted(request)
    is_unsaid = receipt not in set(ReceiptKind)
    is_missing = asks_for_name(opened) and credit.wish.shows_a_name and not credit.name
    if is_unsaid or is_missing:
        review = Turn(found.visit, Stage.REVIEW, is_receipt_unsaid=is_unsaid, is_name_missing=is_missing)
        return _stands(request, opened, desk, review)
    sent = send(opened.token, desk, receipt=ReceiptKind(receipt), credit=credit)
    if sent is None:
        return _after_all(request, opened, desk)
    return _said(request, "done", desk, language=found.visit.language, sent=sent)


def _after_all(request: HttpRequest, opened: OpenDraft, desk: Desk) -> HttpResponse:
    """Another press of the same thumb was quicker: what it did is shown."""
    sent = sent_before(opened.token)
    if sent is None:
        return _said(request, "gone", desk, status=GONE)
    return _said(request, "done", desk, language=opened.visit.language, sent=sent)


def _stands(request: HttpRequest, opened: OpenDraft, desk: Desk, found: Turn) -> HttpResponse:
    """A page of the form, in the language of the person."""
    status = 422 if found.problems or found.unsaid or found.is_receipt_unsaid or found.is_name_missing else 200
    with translation.override(spoken_by_pages(found.visit.language)):
        asked = {"asks_for_name": asks_for_name(opened), "credit": credit_posted(request)}
        context = context_of(desk, found) | {"token": opened.token, "offers_receipt": True, **asked}
        return _render(request, str(found.stage), context, status)


def _said(
    request: HttpRequest,
    what: str,
    desk: Desk | None,
    *,
    language: str = "",
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page without a form: it is over, closed, or was declined."""
    spoken = spoken_by_pages(language) if language else translation.get_language() or "en"
    notice = desk.notice if desk else None
    with translation.override(spoken):
        contact = notice.contact if notice else ""
        own_page = f"{settings.SITE_ADDRESS}/mine/"
        found: dict[str, Any] = {"contact": contact, "sent": sent, "elsewhere": ELSEWHERE, "own_page": own_page}
        found["is_witnessed"] = bool(contact and notice and notice.witnessed_path)
        if language:
            found |= {"language": language, "direction": known_direction(language) or "ltr"}
        return _render(request, what, found, status)


def _render(request: HttpRequest, page: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    shell = {"shell": "collection/contributor.html", "harm_at": HARM}
    return render(request, f"collection/form/{page}.html", shell | dict(context), status=status)
