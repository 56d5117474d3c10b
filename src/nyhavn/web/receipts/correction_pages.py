"""Correcting answers: the same questions, with the same checks, that the form itself asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.form import drafts
from nyhavn.web.collection.form.drafts import OpenDraft
from nyhavn.web.collection.form.flow import Stage, Turn, first_turn, turn
from nyhavn.web.collection.form.posting import SECRET, context_of, posted_by, spoken_by_pages
from nyhavn.web.collection.form.sending import answers_of
from nyhavn.web.pages.refused import status_of
from nyhavn.web.receipts import actions
from nyhavn.web.receipts.own_page import DO, own_page, shown, to
from nyhavn.web.receipts.queries import Held, held
from nyhavn.web.receipts.sessions import OpenVisit


@own_page(*DO)
def correct(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """One page of questions after the other; at the end the new answers take the place of the old ones."""
    own = held(opened.visit.contribution)
    token = str(request.POST.get(SECRET, ""))
    if not token:
        return _begun(request, opened, own)
    draft = drafts.find(token, by=None)
    if draft is None or draft.visit.corrects != opened.visit.contribution:
        return to("menu")
    return _go_on(request, opened, own, draft)


def _begun(request: HttpRequest, opened: OpenVisit, own: Held) -> HttpResponse:
    said = own.said.model_copy(update={"corrects": own.contribution.uuid, "version": own.contribution.version})
    questionnaire = own.contribution.collection.questionnaire
    draft = drafts.begin(initiative=own.initiative, questionnaire=questionnaire, to=None, by=None, visit=said)
    return _stands(request, opened, own, draft, first_turn(own.desk, said))


def _go_on(request: HttpRequest, opened: OpenVisit, own: Held, draft: OpenDraft) -> HttpResponse:
    found = turn(own.desk, draft.visit, posted_by(request))
    if found.stage is Stage.LEFT:
        drafts.drop(draft)
        return to("leave")
    draft = OpenDraft(draft.draft, draft.secret, found.visit)
    if not drafts.keep(draft):
        return to("answers")
    if found.stage is not Stage.SEND:
        return _stands(request, opened, own, draft, found)
    try:
        _kept(own, draft)
    except Refusal as refused:
        return shown(request, opened, "changed", {}, status_of(refused))
    return to("answers")


def _kept(own: Held, draft: OpenDraft) -> None:
    """Keep the new answers, and besides them what the form never asks, such as columns of a file."""
    asked = {question.column for question in own.desk.form.instrument.questions}
    besides = {column: text for column, text in own.answers.items() if column not in asked}
    new = {**besides, **answers_of(draft, own.desk)}
    drafts.drop(draft)
    actions.correct(contribution=own.contribution.uuid, version=draft.visit.version, answers=new)


def _stands(request: HttpRequest, opened: OpenVisit, own: Held, draft: OpenDraft, found: Turn) -> HttpResponse:
    status = 422 if found.problems else 200
    with translation.override(spoken_by_pages(found.visit.language)):
        context: dict[str, Any] = {
            **context_of(own.desk, found),
            "token": draft.token,
            "shell": "receipts/shell.html",
            "action": reverse("receipts:correct"),
            "is_correction": True,
        }
        return shown(request, opened, f"collection/form/{found.stage}.html", context, status)
