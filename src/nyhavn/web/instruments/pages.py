"""Pages of questionnaires and the method card."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import rights_in, work_page
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import dropped, trainings
from nyhavn.web.instruments.schemas import TrainingShown
from nyhavn.web.instruments.showing import UNASKED_WORDS, method_shown, questionnaire_shown, versions_shown
from nyhavn.web.instruments.subjects import method_home, questionnaire_home, questionnaire_in, questionnaires_home
from nyhavn.web.pages.access import account_of


def _may_edit(request: HttpRequest, initiative: Initiative) -> bool:
    return Right.EDIT_INSTRUMENT in rights_in(account_of(request), initiative)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaires(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All versions, the newest first."""
    found = {
        "initiative": initiative,
        "home": questionnaires_home(initiative),
        "versions": versions_shown(initiative).versions,
        "may_edit": _may_edit(request, initiative),
    }
    return render(request, "instruments/questionnaires.html", found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaire(request: HttpRequest, initiative: Initiative, questionnaire: UUID) -> HttpResponse:
    """One version: what it asks, what needs a look, what changed."""
    stored = questionnaire_in(initiative, questionnaire)
    shown = questionnaire_shown(stored)
    found = {
        "initiative": initiative,
        "home": questionnaire_home(stored),
        "all_versions": questionnaires_home(initiative),
        "shown": shown,
        "asked": [one for one in shown.asks if one.answer not in UNASKED_WORDS],
        "unasked": [one for one in shown.asks if one.answer in UNASKED_WORDS],
        "may_edit": _may_edit(request, initiative),
    }
    return render(request, "instruments/questionnaire.html", found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def questionnaire_file(request: HttpRequest, initiative: Initiative, questionnaire: UUID) -> HttpResponse:
    """The file as it was uploaded. Always saved and never shown, because it is a stranger's."""
    stored: Questionnaire = questionnaire_in(initiative, questionnaire)
    if stored.dropped_on is not None:
        raise dropped(stored)
    response = HttpResponse(bytes(stored.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stored.file_name)
    return response


@require_safe
@work_page(Right.SEE_WORKSPACE)
def method(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The method card, to read, to fill in and to print. Names of those trained only for those who may change it."""
    may_edit = _may_edit(request, initiative)
    held = trainings(initiative) if may_edit else ()
    found = {
        "initiative": initiative,
        "home": f"/work/initiatives/{initiative.slug}/",
        "questionnaires": questionnaires_home(initiative),
        "print_home": method_home(initiative),
        "shown": method_shown(initiative),
        "trainings": [
            TrainingShown(uuid=one.uuid, who=one.enumerator.name, held_on=one.held_on, topics=one.topics)
            for one in held
        ],
        "may_edit": may_edit,
    }
    return render(request, "instruments/method.html", found)
