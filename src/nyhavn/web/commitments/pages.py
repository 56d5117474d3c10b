"""The page of those who ask, and the page of the authority."""

from collections.abc import Collection, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.commitments import ANSWERS, MAY_FOLLOW, TrailStep
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import organisation_page
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.accounts.organisation_around import around_organisation
from nyhavn.web.commitments.picturing import trail_page
from nyhavn.web.commitments.showing import TrailShown, commitments_shown, decisions_shown, drafts_shown
from nyhavn.web.commitments.words import UNUSED
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link

Offers = tuple[tuple[str, str], ...]
# What is offered once one of the steps may follow: operation, its words, and whose words it records.
OF_AUTHORITY: tuple[tuple[str, str, frozenset[TrailStep]], ...] = (
    ("answer", "Answer", ANSWERS),
    ("commit", "Commit to something", frozenset({TrailStep.COMMIT})),
    ("act", "Say what was done", frozenset({TrailStep.ACT})),
)
RECORDED: Mapping[str, tuple[str, str]] = {
    "answer": ("record-answer", "Record its answer"),
    "commit": ("record-commitment", "Record a commitment"),
    "act": ("record-action", "Record what it did"),
}


@require_safe
@work_page(Right.SEE_WORKSPACE)
def decisions(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Drafts for those who may bring them, each request with its trail, and results that led to nothing yet."""
    here = around(request, initiative, Link("Decisions"))
    may_ask, shown = Right.ASK_FOR_ACTION in here.rights, decisions_shown(initiative)
    found = {
        "may_ask": may_ask,
        "drafts": drafts_shown(initiative).drafts if may_ask else (),
        "requests": [
            {"page": trail_page(one), "offers": _offers_to_askers(one) if may_ask else ()} for one in shown.requests
        ],
        "unused": [(one, UNUSED[one.why]) for one in shown.unused],
    }
    return render(request, "commitments/decisions.html", here.context | found)


@require_safe
@organisation_page(OrganisationRight.ANSWER_FOR)
def commitments(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What is due first, then each request with its trail."""
    shown = commitments_shown(organisation).requests
    due = sorted(((one.on, one, trail) for trail in shown for one in trail.due), key=lambda told: told[0])
    found = {
        **around_organisation(request, organisation, Link("Requests and commitments")).context,
        "due": [{"due": one, "trail": trail} for _, one, trail in due],
        "requests": [{"page": trail_page(one), "offers": _offers_to_authority(one)} for one in shown],
    }
    return render(request, "commitments/commitments.html", found)


def _offers_to_authority(trail: TrailShown) -> Offers:
    may = MAY_FOLLOW[trail.state_today]
    said = (("correct", "Correct something"),) if any(one.by_authority for one in trail.standing) else ()
    return (*_open(may), *said)


def _offers_to_askers(trail: TrailShown) -> Offers:
    recorded = () if trail.is_here else tuple(RECORDED[name] for name, _ in _open(MAY_FOLLOW[trail.state_today]))
    own = (("correct", "Correct something"),) if any(not one.by_authority for one in trail.standing) else ()
    return (*recorded, ("say-what-happened", "Say whether it happened"), *own)


def _open(may: Collection[TrailStep]) -> Offers:
    return tuple((name, title) for name, title, steps in OF_AUTHORITY if steps & frozenset(may))
