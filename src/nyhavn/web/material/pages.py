"""The pages of pieces, for those who work on an initiative."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.consent.file_answers import whole_or_part
from nyhavn.web.initiatives.access import not_found, work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.material.asks import AGREED, FINDINGS, KINDS
from nyhavn.web.material.contents import content_of
from nyhavn.web.material.operations import material_home, piece_in
from nyhavn.web.material.queries import is_other
from nyhavn.web.material.showing import piece_shown, pieces_shown
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

TITLE = "Stories, photographs, sound and maps"


@work_page(Right.SEE_MATERIAL)
@require_safe
@never_cache
def pieces(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Everything that is kept."""
    here = around(request, initiative, Link(TITLE))
    lines = [(KINDS[one.kind], one) for one in pieces_shown(initiative).pieces]
    found = {"lines": lines, "may_add": Right.ADD_MATERIAL in here.rights}
    return render(request, "material/pieces.html", here.context | found)


@work_page(Right.SEE_MATERIAL)
@require_safe
@never_cache
def piece(request: HttpRequest, initiative: Initiative, piece: UUID) -> HttpResponse:
    """One piece: what it is, what a machine pointed at, what a person found, and what stands against showing it."""
    found = piece_in(initiative, piece)
    here, shown = (
        around(request, initiative, Link(TITLE, material_home(initiative)), Link("A piece")),
        piece_shown(found),
    )
    context = {
        "shown": shown,
        "kind": KINDS[shown.kind],
        "agreed": AGREED[shown.agreed_how] if shown.agreed_how else "",
        "looked": [(FINDINGS[one.finding], one) for one in shown.found],
        "must_go": any(one.must_go for one in shown.noticed),
        "may_add": Right.ADD_MATERIAL in here.rights,
        "may_check": Right.CHECK_MATERIAL in here.rights and is_other(found, account_of(request).id),
        "may_show": Right.SHOW_MATERIAL in here.rights,
        "beside": found.release,
        "at": f"{material_home(initiative)}{found.uuid}/",
    }
    return render(request, "material/piece.html", here.context | context)


@work_page(Right.SEE_MATERIAL)
@require_safe
def piece_file(request: HttpRequest, initiative: Initiative, piece: UUID) -> HttpResponse:
    """Its file, as it is, to be looked at or listened to."""
    found = piece_in(initiative, piece)
    content = content_of(found)
    if not content.file:
        raise not_found("file")
    return whole_or_part(request, content.file, found.media_type)
