"""Pages of notices."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from nyhavn.framework.notice import shown_parts
from nyhavn.framework.roles import Right
from nyhavn.web.consent.queries import notice_shown, words_of
from nyhavn.web.consent.showing import notices_shown, version_shown
from nyhavn.web.consent.subjects import notice_home, notice_in, notices_home, text_in
from nyhavn.web.initiatives.access import rights_in, work_page
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.offered import best_of, known_direction


def _may_edit(request: HttpRequest, initiative: Initiative) -> bool:
    return Right.EDIT_NOTICE in rights_in(account_of(request), initiative)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def all_notices(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All versions, the newest first."""
    found = {
        "initiative": initiative,
        "home": notices_home(initiative),
        "notices": notices_shown(initiative).notices,
        "may_edit": _may_edit(request, initiative),
    }
    return render(request, "consent/notices.html", found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def notice(request: HttpRequest, initiative: Initiative, notice: UUID) -> HttpResponse:
    """One version: what it asks for, its texts, what it lacks."""
    stored = notice_in(initiative, notice)
    found = {
        "initiative": initiative,
        "home": notice_home(stored),
        "all_notices": notices_home(initiative),
        "shown": version_shown(stored),
        "may_edit": _may_edit(request, initiative),
    }
    return render(request, "consent/notice.html", found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def preview(request: HttpRequest, initiative: Initiative, notice: UUID, language: str) -> HttpResponse:
    """The notice in one language as people will see it, with the questions."""
    stored = notice_in(initiative, notice)
    shown, words = notice_shown(stored), words_of(text_in(stored, language))
    spoken = best_of((words.language,))
    parts = {"parts": shown_parts(shown, words), "preview": True}
    with translation.override(spoken.code if spoken else translation.get_language()):
        as_seen = render_to_string("consent/parts/notice.html", parts)
    found = {
        "initiative": initiative,
        "home": notice_home(stored),
        "shown": shown,
        "words": words,
        "as_seen": as_seen,
        "text_direction": known_direction(words.language) or "auto",
    }
    return render(request, "consent/preview.html", found)
