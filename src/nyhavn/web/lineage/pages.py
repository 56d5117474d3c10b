"""The page of certificates of retention."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.lineage import Outcome
from nyhavn.framework.roles import Right
from nyhavn.web.consent.asks import PURPOSES
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.certificates import certificates_shown
from nyhavn.web.pages.links import Link

TITLE = "Kept and deleted"
THINGS = {
    "contribution": "contributions",
    "import-file": "files with contributions",
    "material": "stories, photographs, sound and maps",
    "finding": "questions that checks raised",
    "decision": "decisions about answers",
    "run": "results that are not public",
    "candidate": "releases that are not public",
    "release": "published figures",
    "records": "published files of single records",
    "export": "files that somebody took out",
    "office-records": "files of single records that offices received",
    "office-figures": "figures that offices received",
}
BECAME = {
    Outcome.ERASED: "erased",
    Outcome.REAGGREGATED: "made again without them",
    Outcome.SUPERSEDED: "superseded",
    Outcome.RECALLED: "asked back",
    Outcome.STAYS: "stay, because they were published about groups",
    Outcome.WAITS: "being dealt with",
}


@require_safe
@work_page(Right.SEE_WORKSPACE)
def certificates(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Every certificate, to be read and printed."""
    lines = [
        (one, PURPOSES[one.purpose], [(THINGS.get(each.kind, each.kind), _said(each.outcomes)) for each in one.became])
        for one in certificates_shown(initiative).certificates
    ]
    return render(
        request, "lineage/certificates.html", around(request, initiative, Link(TITLE)).context | {"lines": lines}
    )


def _said(outcomes: tuple[Outcome, ...]) -> str:
    return "; ".join(BECAME[outcome] for outcome in outcomes)
