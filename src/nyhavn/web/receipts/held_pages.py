"""What is held, what it may be used for, what was shown, what came of it."""

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.offered import known_direction
from nyhavn.web.pages.refused import status_of
from nyhavn.web.receipts import actions
from nyhavn.web.receipts.own_page import BOTH, READ, own_page, page_language, shown, to
from nyhavn.web.receipts.queries import answers_shown, held, next_figures, results, texts_shown, uses
from nyhavn.web.receipts.sessions import OpenVisit

SWITCH, ALLOW, STOP = "-use", "allow", "stop"


def initiative_of(opened: OpenVisit) -> Initiative:
    """The initiative that the contribution was given to."""
    found = Contribution.objects.filter(uuid=opened.visit.contribution).values("collection__initiative")
    return Initiative.objects.get(id__in=found)


@own_page(*READ)
def answers(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """What is held, in the questionnaire's own words."""
    own = held(opened.visit.contribution)
    found = {
        "answers": answers_shown(own),
        "answered_in": own.language or page_language(),
        "answered_direction": known_direction(own.language) or "ltr",
        "contribution": own.contribution,
    }
    return shown(request, opened, "answers", found)


@own_page(*BOTH)
def uses_page(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """Every use with its own switch."""
    initiative = initiative_of(opened)
    if request.method == "POST":
        try:
            _switch(request, opened, initiative)
        except Refusal as refused:
            found = {"uses": uses(initiative, opened.visit.contribution), "is_refused": True}
            return shown(request, opened, "uses", found, status_of(refused))
        return to("uses")
    return shown(request, opened, "uses", {"uses": uses(initiative, opened.visit.contribution)})


def _switch(request: HttpRequest, opened: OpenVisit, initiative: Initiative) -> None:
    """Carry out one switch. What nobody knows, or what stands so already, changes nothing."""
    wanted, _, named = str(request.POST.get(SWITCH, "")).partition(":")
    contribution, mode = opened.visit.contribution, opened.visit.mode
    use = next((use for use in uses(initiative, contribution) if use.purpose == named and use.is_switch), None)
    if use is None:
        return
    purpose = Purpose(use.purpose)
    if wanted == STOP and use.is_on:
        actions.stop(
            initiative=initiative, contribution=contribution, purpose=purpose, mode=mode, language=page_language()
        )
    if wanted == ALLOW and not use.is_on:
        actions.allow(initiative=initiative, contribution=contribution, purpose=purpose, mode=mode)


@own_page(*READ)
def texts(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The exact texts that the person was shown."""
    found = texts_shown(opened.visit.contribution)
    with_direction = [(text, known_direction(text.language) or "ltr") for text in found]
    return shown(request, opened, "texts", {"texts": with_direction})


@own_page(*READ)
def results_page(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """What came of it: what is published, and when the next figures come."""
    initiative = initiative_of(opened)
    found = {"releases": results(initiative), "next_on": next_figures(initiative)}
    return shown(request, opened, "results", found)
