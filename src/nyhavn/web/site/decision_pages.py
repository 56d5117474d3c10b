"""What everybody reads of requests to authorities: by initiative, and by authority."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.unused_results import UnusedResult
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.picturing import TrailPage, trail_page
from nyhavn.web.commitments.queries import asked_by, asked_of, unused_results
from nyhavn.web.commitments.showing import TrailShown, told
from nyhavn.web.commitments.words import UNUSED
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import public
from nyhavn.web.releases.queries import published
from nyhavn.web.site.initiative_queries import public_initiative, public_initiatives
from nyhavn.web.site.unnamed import about_shown, unnamed_communities, without


@dataclass(frozen=True)
class Asked:
    """A request on the page of an authority, with the initiative that is public. is_invented: all its data are."""

    page: TrailPage
    slug: str
    title: str
    is_invented: bool


@public
@require_safe
def of_initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    """What it asked of whom, with each trail, and its results that led to no decision so far."""
    found = public_initiative(initiative)
    rows = tuple(asked_by(found))
    shown = {
        "initiative": found,
        "about": about_shown(found),
        "requests": [
            {"page": trail_page(_public(one, row)), "authority": row.authority}
            for one, row in zip(told(rows), rows, strict=True)
        ],
        "unused": [(_unnamed(one, found), UNUSED[one.why]) for one in unused_results(found)],
    }
    return render(request, "site/decisions.html", shown)


@public
@require_safe
def of_authority(request: HttpRequest, organisation: str) -> HttpResponse:
    """What it was asked by initiatives that are public, what it answered, and what it did."""
    authority = Organisation.objects.filter(slug=organisation).first()
    rows = tuple(asked_of(authority).filter(initiative__in=public_initiatives())) if authority else ()
    if authority is None or not rows:
        raise not_found("authority")
    asked = tuple(_asked(one, row) for one, row in zip(told(rows), rows, strict=True))
    shown = {"authority": authority, "requests": asked, "all_invented": all(one.is_invented for one in asked)}
    return render(request, "site/authority.html", shown)


def _asked(trail: TrailShown, row: ActionRequest) -> Asked:
    about = about_shown(row.initiative)
    return Asked(trail_page(_public(trail, row)), row.initiative.slug, about.title, about.synthetic)


def _public(trail: TrailShown, row: ActionRequest) -> TrailShown:
    """Needs are public beside results: before anything is published, their words stay with the initiative."""
    return trail if published(row.initiative).exists() else trail.model_copy(update={"need_words": ""})


def _unnamed(one: UnusedResult, initiative: Initiative) -> UnusedResult:
    return one.model_copy(update={"title": without(unnamed_communities((initiative,)), one.title)})
