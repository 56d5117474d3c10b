"""The page of those who help with lost codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyhavn.framework.lost_code import OPEN
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link
from nyhavn.web.receipts.lost_code_operations import GROUNDS, lost_codes_shown


@work_page(Right.WITNESS_LOST_CODES)
@require_GET
def lost_codes(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What was asked, what each of the two people can do now, and what was done in the last weeks."""
    here = around(request, initiative, Link("Lost codes"))
    mine = set(initiative.lost_codes.filter(asked_by=account_of(request)).values_list("uuid", flat=True))
    shown = [
        {
            "one": one,
            "is_open": one.state in OPEN,
            "is_mine": one.uuid in mine,
            "grounds": [GROUNDS[ground] for ground in one.grounds],
        }
        for one in lost_codes_shown(initiative).lost_codes
    ]
    found = {
        "open": [each for each in reversed(shown) if each["is_open"]],  # who waits longest comes first
        "ended": [each for each in shown if not each["is_open"]],
        "may_ask": Right.HELP_CONTRIBUTORS in here.rights,
    }
    return render(request, "receipts/lost_codes.html", {**here.context, **found})
