"""Pages of questionnaires and the method card."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.asks import SELECTIONS, TARGETS
from nyhavn.web.instruments.queries import dropped, trainings
from nyhavn.web.instruments.schemas import TrainingShown
from nyhavn.web.instruments.showing import UNASKED_WORDS, method_shown, questionnaire_shown, versions_shown
from nyhavn.web.instruments.subjects import method_home, questionnaire_home, questionnaire_in, questionnaires_home
from nyhavn.web.pages.links import Link

LIST, CARD = "Questionnaires", "Method card"


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaires(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All versions, the newest first."""
    seen = around(request, initiative, Link(LIST))
    found = {
        "versions": versions_shown(initiative).versions,
        "may_edit": Right.EDIT_INSTRUMENT in seen.rights,
    }
    return render(request, "instruments/questionnaires.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaire(request: HttpRequest, initiative: Initiative, questionnaire: UUID) -> HttpResponse:
    """One version: what it asks, what needs a look, what changed."""
    stored = questionnaire_in(initiative, questionnaire)
    shown = questionnaire_shown(stored)
    links = (Link(LIST, questionnaires_home(initiative)), Link(f"Version {stored.number}"))
    seen = around(request, initiative, *links)
    found = {
        "here": questionnaire_home(stored),
        "shown": shown,
        "asked": [one for one in shown.asks if one.answer not in UNASKED_WORDS],
        "unasked": [one for one in shown.asks if one.answer in UNASKED_WORDS],
        "may_edit": Right.EDIT_INSTRUMENT in seen.rights,
    }
    return render(request, "instruments/questionnaire.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaire_file(request: HttpRequest, initiative: Initiative, questionnaire: UUID) -> HttpResponse:
    """The file as it was uploaded. Always saved and never shown, because it is a stranger's."""
    stored = questionnaire_in(initiative, questionnaire)
    if stored.dropped_on is not None:
        raise dropped(stored)
    response = HttpResponse(bytes(stored.content), content_type="application/octet-stream")
    header = content_disposition_header(as_attachment=True, filename=stored.file_name)
    response["Content-Disposition"] = header or "attachment"
    return response


@require_safe
@work_page(Right.SEE_WORKSPACE)
def method(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The method card, to read, to fill in and to print. No name stands on it."""
    seen = around(request, initiative, Link(CARD))
    shown = method_shown(initiative)
    found = {
        "shown": shown,
        "target_words": TARGETS[shown.design.target] if shown.design else "",
        "selection_words": SELECTIONS[shown.design.selection] if shown.design else "",
        "may_edit": Right.EDIT_INSTRUMENT in seen.rights,
    }
    return render(request, "instruments/method.html", seen.context | found)


@require_safe
@work_page(Right.EDIT_INSTRUMENT)
def training_records(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Who was trained, when, and in what: with names, for those who may change it."""
    seen = around(request, initiative, Link(CARD, method_home(initiative)), Link("Trainings"))
    held = [
        TrainingShown(uuid=one.uuid, who=one.enumerator.name, held_on=one.held_on, topics=one.topics)
        for one in trainings(initiative)
    ]
    return render(request, "instruments/trainings.html", seen.context | {"trainings": held})
