"""Pages of notices."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from nyhavn.framework.roles import Right
from nyhavn.web.consent.asks import PURPOSES
from nyhavn.web.consent.file_answers import file_answer
from nyhavn.web.consent.lacking import by_part, places_lacking
from nyhavn.web.consent.our_words import short_terms
from nyhavn.web.consent.queries import notice_shown, words_of
from nyhavn.web.consent.showing import notices_shown, parts_shown, version_shown
from nyhavn.web.consent.subjects import notice_home, notice_in, notices_home, text_in
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link
from nyhavn.web.pages.offered import best_of, known_direction

LIST = "Notices"


@require_safe
@work_page(Right.SEE_WORKSPACE)
def all_notices(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All versions, the newest first."""
    seen = around(request, initiative, Link(LIST))
    found = {"notices": notices_shown(initiative).notices, "may_edit": Right.EDIT_NOTICE in seen.rights}
    return render(request, "consent/notices.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def notice(request: HttpRequest, initiative: Initiative, notice: UUID) -> HttpResponse:
    """One version: what it asks for, its texts, what it lacks."""
    stored = notice_in(initiative, notice)
    links = (Link(LIST, notices_home(initiative)), Link(f"Version {stored.version}"))
    seen = around(request, initiative, *links)
    shown = version_shown(stored)
    terms = short_terms(shown.terms)
    found = {
        "here": notice_home(stored),
        "shown": shown,
        "lacking": places_lacking(notice_shown(stored)) if shown.lacks else (),
        "purposes": [(PURPOSES[purpose], terms.get(purpose, "")) for purpose in shown.purposes],
        "texts": [(text, by_part(text.hints)) for text in shown.texts],
        "may_edit": Right.EDIT_NOTICE in seen.rights,
    }
    return render(request, "consent/notice.html", seen.context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def preview(request: HttpRequest, initiative: Initiative, notice: UUID, language: str) -> HttpResponse:
    """The notice in one language as people will see it, with the questions."""
    stored = notice_in(initiative, notice)
    shown, words = notice_shown(stored), words_of(text_in(stored, language), list(stored.media.all()))
    spoken = best_of((words.language,))
    media = notice_home(stored) + "media/"
    parts = {"parts": parts_shown(shown, words), "preview": True, "media": words.media, "media_home": media}
    with translation.override(spoken.code if spoken else translation.get_language()):
        as_seen = render_to_string("consent/parts/notice.html", parts)
    links = (
        Link(LIST, notices_home(initiative)),
        Link(f"Version {stored.version}", notice_home(stored)),
        Link(words.language),
    )
    found = {
        "words": words,
        "as_seen": as_seen,
        "text_direction": known_direction(words.language) or "auto",
    }
    return render(request, "consent/preview.html", around(request, initiative, *links).context | found)


@require_safe
@work_page(Right.SEE_WORKSPACE)
def file(request: HttpRequest, initiative: Initiative, notice: UUID, sha256: str) -> HttpResponse:
    """A file that a version shows, for those who work on it."""
    return file_answer(request, notice_in(initiative, notice), sha256)
