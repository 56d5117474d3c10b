"""Pages of agreements: for those who make the data, for the recipient, and fetching a package."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import not_found, organisation_page
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.accounts.organisation_around import around_organisation
from nyhavn.web.agreements.models import Agreement
from nyhavn.web.agreements.packages import fetch
from nyhavn.web.agreements.queries import agreements_of, agreements_with, has_signed
from nyhavn.web.agreements.showing import (
    agreement_shown,
    agreements_shown,
    offers_shown,
    package_shown,
    received_shown,
)
from nyhavn.web.agreements.subjects import agreement_home, agreements_home, offer_home, offers_home, packages_for
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link


@require_safe
@work_page(Right.SEE_WORKSPACE)
def agreements(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All agreements of an initiative, those that ended as well."""
    seen = around(request, initiative, Link("Agreements"))
    found = {
        "found": agreements_shown(initiative).agreements,
        "side": agreements_home(initiative),
        "may_make": Right.MAKE_AGREEMENTS in seen.rights,
    }
    return render(request, "agreements/agreements.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def agreement(request: HttpRequest, initiative: Initiative, agreement: UUID) -> HttpResponse:
    """One agreement: what is missing, its words, who said yes, and what was handed over."""
    found = _found(agreements_of(initiative).filter(uuid=agreement).first())
    crumbs = (Link("Agreements", agreements_home(initiative)), Link(found.recipient.name))
    seen = around(request, initiative, *crumbs)
    shown = {
        "one": agreement_shown(found),
        "here": agreement_home(found),
        "may_make": Right.MAKE_AGREEMENTS in seen.rights,
        "may_link": Right.MAKE_AGREEMENTS in seen.rights,
        "may_hand_over": Right.HAND_OVER in seen.rights,
        "is_ours": True,
        "has_signed": has_signed(found, by_recipient=False),
    }
    return render(request, "agreements/agreement.html", seen.context | shown)


@require_safe
@organisation_page(OrganisationRight.SEE)
def offers(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All agreements of a recipient."""
    seen = around_organisation(request, organisation, Link("Agreements"))
    found = {"found": offers_shown(organisation).agreements, "side": offers_home(organisation), "may_make": False}
    return render(request, "agreements/agreements.html", seen.context | found)


@require_safe
@organisation_page(OrganisationRight.SEE)
def offer(request: HttpRequest, organisation: Organisation, agreement: UUID) -> HttpResponse:
    """One agreement as the recipient sees it."""
    found = _found(agreements_with(organisation).filter(uuid=agreement).first())
    crumbs = (Link("Agreements", offers_home(organisation)), Link(found.initiative.title))
    seen = around_organisation(request, organisation, *crumbs)
    shown = {
        "one": agreement_shown(found),
        "here": offer_home(found),
        "may_make": OrganisationRight.TAKE_IN in seen.rights,
        "may_link": False,
        "may_hand_over": False,
        "is_ours": False,
        "has_signed": has_signed(found, by_recipient=True),
    }
    return render(request, "agreements/agreement.html", seen.context | shown)


def _found(agreement: Agreement | None) -> Agreement:
    if agreement is None:
        raise not_found("agreement")
    return agreement


@require_safe
@organisation_page(OrganisationRight.SEE)
def received(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What a recipient was handed."""
    seen = around_organisation(request, organisation, Link("Received"))
    return render(request, "agreements/received.html", seen.context | {"found": received_shown(organisation).packages})


@require_safe
@organisation_page(OrganisationRight.SEE)
def package(request: HttpRequest, organisation: Organisation, package: UUID) -> HttpResponse:
    """One package: what it is, whether it can be fetched, and whether copies have to be deleted."""
    found = packages_for(organisation, package)
    if found is None:
        raise not_found("package")
    crumbs = (Link("Received", f"/work/organisations/{organisation.slug}/received/"), Link(found.release.title))
    seen = around_organisation(request, organisation, *crumbs)
    shown = {"one": package_shown(found), "may_fetch": OrganisationRight.TAKE_IN in seen.rights}
    return render(request, "agreements/package.html", seen.context | shown)


@organisation_page(OrganisationRight.TAKE_IN)
@require_POST
@never_cache
def fetch_package(request: HttpRequest, organisation: Organisation, package: UUID) -> HttpResponseBase:
    """The file. Each time leaves a trace; no browser and nothing between keeps a copy."""
    found = packages_for(organisation, package)
    if found is None:
        raise not_found("package")
    path = fetch(by=account_of(request), on=found)
    name = f"{found.release.name}-{found.release.version}-for-{organisation.slug}.zip"
    response = FileResponse(path.open("rb"), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Length"] = str(path.stat().st_size)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
