"""The page that says who looked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.looks_queries import OUTSIDE, WORDS, Looks, looks_by_month
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.people_queries import names_by_uuid
from nyhavn.web.pages.links import Link

# The community's own people, and those who give roles, see whom to ask. Names stay inside the workspace.
SEE_NAMES = frozenset({Right.MANAGE_PEOPLE, Right.RECORD_COMMUNITY_VIEW})
ERASED, GONE = "an account that was erased", "somebody without a role today"


@work_page(Right.READ_LOG)
@require_GET
def who_looked(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Looks by month and role; names for those who may ask them."""
    here = around(request, initiative, Link("Log", f"/work/initiatives/{initiative.slug}/log/"), Link("Who looked"))
    what = request.GET.get("what", "")
    lines = looks_by_month(initiative, what if what in WORDS else "")
    names = names_by_uuid(initiative) if here.rights & SEE_NAMES else None
    shown = {
        "lines": [(line.shown, _names(line, names)) for line in lines],
        "kinds": WORDS.items(),
        "what": what,
    }
    return render(request, "initiatives/who_looked.html", {**here.context, **shown})


def _names(line: Looks, names: dict[UUID | None, str] | None) -> list[str]:
    if names is None or line.shown.what == OUTSIDE:  # no account of this initiative, or none at all
        return []
    return sorted({ERASED if by is None else names.get(by, GONE) for by in line.by})
