"""Schemas of published files, at addresses that stay. A change that readers must know of gets another number."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nyhavn.exchange.bundle.dossier import SCHEMA_BYTES
from nyhavn.web.pages.access import public


@public
@require_safe
def dossier(request: HttpRequest) -> HttpResponse:
    """What the dossier of a release may hold: JSON Schema, draft 2020-12."""
    return HttpResponse(SCHEMA_BYTES, content_type="application/schema+json")
