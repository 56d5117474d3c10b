"""The notice for everybody, under an address that holds for years: exactly the text that people agreed to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from nyhavn.framework.notice import NoticeShown, NoticeWords, is_as_agreed, shown_parts
from nyhavn.web.consent.file_answers import file_answer
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.queries import notice_shown
from nyhavn.web.initiatives.access import not_found
from nyhavn.web.pages.access import public
from nyhavn.web.pages.offered import best_of, fallback, known_direction


@public
@require_safe
def text(request: HttpRequest, notice: UUID, language: str) -> HttpResponse:
    """The text in one language, read from its record, with its hash and whether it still fits."""
    shown, words = _found(notice, language)
    spoken = best_of((words.language,)) or fallback()
    is_whole = is_as_agreed(shown, words)
    with translation.override(spoken.code):
        found = {
            "shown": shown,
            "words": words,
            "is_whole": is_whole,
            "parts": shown_parts(shown, words) if is_whole else (),
            "media": words.media if is_whole else (),
            "media_home": f"/notices/{shown.uuid}/media/",
            "language": words.language,
            "direction": known_direction(words.language) or "ltr",
        }
        return _unlisted(render(request, "consent/public.html", found))


@public
@require_safe
def record(request: HttpRequest, notice: UUID, language: str) -> HttpResponse:
    """The record itself, so that anybody can take its SHA-256. Texts of the first format have none."""
    _, words = _found(notice, language)
    if not words.rendered:
        raise not_found("record")
    return _unlisted(HttpResponse(words.rendered.encode(), content_type="text/plain; charset=utf-8"))


@public
@require_safe
def file(request: HttpRequest, notice: UUID, sha256: str) -> HttpResponse:
    """A file that was shown with it."""
    return file_answer(request, _in_use(notice), sha256)


def _in_use(uuid: UUID) -> Notice:
    """A version that is or was in use. Raises Refusal "not-found" for a draft and one that is only planned."""
    found = Notice.objects.filter(uuid=uuid, valid_from__lte=timezone.localdate()).first()
    if found is None:
        raise not_found("notice")
    return found


def _found(uuid: UUID, language: str) -> tuple[NoticeShown, NoticeWords]:
    shown = notice_shown(_in_use(uuid))
    words = shown.text(language)
    if words is None:
        raise not_found("text")
    return shown, words


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Whoever has the address may read it; search engines do not list it, because a notice can name who is asked."""
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
