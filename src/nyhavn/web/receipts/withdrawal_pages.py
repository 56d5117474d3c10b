"""Taking everything back: first what will happen, then the act, then the proof of what became of each thing."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.web.lineage.queries import Reached, impact
from nyhavn.web.receipts import actions, sessions
from nyhavn.web.receipts.held_pages import initiative_of
from nyhavn.web.receipts.own_page import BOTH, DO, READ, own_page, page_language, shown, to
from nyhavn.web.receipts.queries import became, next_figures, results, taken_back
from nyhavn.web.receipts.sessions import OpenVisit
from nyhavn.web.receipts.words import thing
from nyhavn.web.releases.editions import RELEASE

SURE = "-sure"


@own_page(*BOTH)
def take_back(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """What will be erased, what stays and why; then, with a second press, it is done."""
    initiative, contribution = initiative_of(opened), opened.visit.contribution
    if request.method == "POST" and request.POST.get(SURE) == "yes":
        actions.take_everything_back(
            initiative=initiative, contribution=contribution, mode=opened.visit.mode, language=page_language()
        )
        return to("proof")
    reached = impact(initiative, contribution, actions.EVERYTHING).reached
    found = {
        "things": _called(one for one in reached if one.node.kind != RELEASE),
        "stays": _called(one for one in reached if one.node.kind == RELEASE),
        "has_results": results(initiative).exists(),
        "next_on": next_figures(initiative),
    }
    return shown(request, opened, "take_back", found)


def _called(reached: Iterable[Reached]) -> list[tuple[str, str]]:
    """What things are called. How many there are is nobody's need here, and could tell how many people took part."""
    return list(dict.fromkeys((thing(one.node.kind), one.title) for one in reached))


@own_page(*READ, after_withdrawal=True)
def proof(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """What became of each thing; readable with the same receipt until the person ends it."""
    withdrawal = taken_back(opened.visit.contribution)
    if withdrawal is None:
        return to("menu")
    things = became(withdrawal)
    found = {
        "withdrawal": withdrawal,
        "became": things,
        "is_due_said": any(one.due for one in things),
        "next_on": next_figures(withdrawal.initiative),
    }
    return shown(request, opened, "proof", found)


@own_page(*DO, after_withdrawal=True)
def end_receipt(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The receipt opens nothing any more; nobody can tell it from one that never was."""
    if taken_back(opened.visit.contribution) is None:
        return to("menu")
    actions.end_receipt(contribution=opened.visit.contribution)
    response = render(request, "receipts/ended.html", {"is_receipt_ended": True})
    sessions.end(request, response)
    return response
