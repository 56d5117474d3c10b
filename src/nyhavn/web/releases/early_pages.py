"""What somebody sees who may read before publication. The link is exchanged, so its secret leaves the address bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyhavn.exchange.report.html import report_html
from nyhavn.web.pages.access import public
from nyhavn.web.releases import early
from nyhavn.web.releases.pages import ALONE
from nyhavn.web.releases.publishing import as_issued
from nyhavn.web.releases.queries import is_readable
from nyhavn.web.releases.subjects import public_home

READS = "early reader"  # where a session holds the uuid


@public
@require_GET
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: it only takes the secret out of the address."""
    request.session[READS] = str(early.reading_behind(token).uuid)
    return redirect("releases:early")


@public
@require_GET
@never_cache
def read(request: HttpRequest) -> HttpResponse:
    """The report as it would be signed; once it is published, its public page."""
    found = early.reading_numbered(request.session.get(READS))
    if found.release.issued_at is not None:
        return redirect(public_home(found.release) if is_readable(found.release) else "/calendar/")
    early.look(found)
    return HttpResponse(report_html(as_issued(found.release)), headers={"Content-Security-Policy": ALONE})
