"""The page of complaints, for those who may act on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.complaints import ComplaintState, ComplaintStep
from nyhavn.framework.roles import Right
from nyhavn.web.complaints.asks import ABOUT, DONE, REACHES, REMEDY_WORDS, TOPICS
from nyhavn.web.complaints.queries import is_heard_outside, outside_body
from nyhavn.web.complaints.showing import complaints_shown
from nyhavn.web.complaints.subjects import ComplaintDesk
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

# What is offered in which state: operation and its words.
OFFERS = {
    ComplaintState.RECEIVED: (("answer", "Answer it"), ("acknowledge", "I have read it and look into it")),
    ComplaintState.ACKNOWLEDGED: (("answer", "Answer it"),),
    ComplaintState.NOT_SOLVED: (("answer", "Answer it"),),
    ComplaintState.PROMISED: (("put-right", "It is done"),),
}
DUE = {
    ComplaintStep.ACKNOWLEDGE: "Say that it is read",
    ComplaintStep.ANSWER: "Answer it",
    ComplaintStep.REMEDY: "Do what was promised",
}


@require_safe
@work_page(Right.READ_COMPLAINTS)
def complaints(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What came in, what is due, and what was done."""
    seen = around(request, initiative, Link("Complaints"))
    found = {
        "complaints": [
            {
                "one": one,
                "topic": TOPICS[one.topic],
                "about": [ABOUT[role] for role in one.about],
                "reach": REACHES[one.reach],
                "due": [(DUE[due.step], due) for due in one.due],
                "acts": [(DONE[act.step], REMEDY_WORDS[act.remedy] if act.remedy else "", act) for act in one.acts],
                "offers": OFFERS.get(one.state, ()) if Right.ANSWER_COMPLAINTS in seen.rights else (),
            }
            for one in complaints_shown(ComplaintDesk(initiative, account_of(request))).complaints
        ],
        "body": outside_body(initiative),
        "is_heard": is_heard_outside(initiative),
        "may_name": Right.NAME_OUTSIDE_BODY in seen.rights,
    }
    return render(request, "complaints/complaints.html", seen.context | found)
