"""The pages of a board: what waits, a body and its agenda, and what its meetings came to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.community.asks import MATTERS, STEPS
from nyhavn.web.community.queries import floor_in
from nyhavn.web.community.showing import board_shown, decided_shown, meetings_shown, sitting
from nyhavn.web.community.words import outcome_words, place_words, rules_words
from nyhavn.web.consent.community_operations import enter_body
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

_MAY = Right.RECORD_COMMUNITY_DECISION


def _board(initiative: Initiative) -> Link:
    return Link(gettext("For the board"), f"/work/initiatives/{initiative.slug}/board/")


@require_safe
@work_page(_MAY)
def board(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What waits for the bodies, to be read aloud or printed, and what they decided."""
    shown = board_shown(initiative)
    found = {
        "waiting": shown.waiting,
        "bodies": [(one, rules_words(one.rules) if one.rules else ()) for one in shown.bodies],
        "decided": [
            (gettext(str(MATTERS[one.matter])), gettext(str(STEPS[one.step])), one)
            for one in decided_shown(initiative).decisions
        ],
        "floor": floor_in(initiative, timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "community/board.html", around(request, initiative, _board(initiative)).context | found)


@require_safe
@work_page(_MAY)
def body(request: HttpRequest, initiative: Initiative, body: UUID) -> HttpResponse:
    """One body: how it decides, who is in it, and what is put to it."""
    one = enter_body(account_of(request), _MAY, initiative=initiative.slug, body=body)
    shown = sitting(one)
    seen = around(request, initiative, _board(initiative), Link(one.name))
    found = {
        "body": shown,
        "rules": rules_words(shown.rules) if shown.rules else (),
        "members": one.members.order_by("id"),
        "is_over": one.ended_on is not None,
        "today": timezone.localdate(),
    }
    return render(request, "community/body.html", seen.context | found)


@require_safe
@work_page(_MAY)
def meetings(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Every meeting with its items, dissent included."""
    seen = around(request, initiative, _board(initiative), Link(gettext("Meetings")))
    shown = meetings_shown(initiative).meetings
    found = {
        "meetings": [
            (one, place_words(one.place_kind), [(item, outcome_words(item.outcome)) for item in one.items])
            for one in shown
        ]
    }
    return render(request, "community/meetings.html", seen.context | found)
