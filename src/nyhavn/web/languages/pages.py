"""The list of languages, where one is chosen, and the page of a language that speakers add."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from nyhavn.web.accounts.access import not_found
from nyhavn.web.languages.models import Language, LanguageState
from nyhavn.web.languages.queries import Standing, language_shown, phrases_in
from nyhavn.web.pages.access import public
from nyhavn.web.pages.languages import remember
from nyhavn.web.pages.offered import BUILT_IN, language_named

PHRASES_ON_A_PAGE = 50


@public
@require_http_methods(["GET", "POST"])
def languages(request: HttpRequest) -> HttpResponse:
    """All languages; choosing one leads back to where one was."""
    if request.method == "POST":
        return _chosen(request)
    added = [language_shown(language) for language in Language.objects.all()]
    return render(request, "languages/languages.html", {"built_in": BUILT_IN, "added": added})


def _chosen(request: HttpRequest) -> HttpResponse:
    language = language_named(request.POST.get("language", ""))
    if language is None:
        raise not_found("language")
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None)  # a path of this site, nothing else
    response = HttpResponseRedirect(there if is_ours and there else "/languages/")
    remember(response, language)
    return response


@public
@require_GET
def language(request: HttpRequest, language: str) -> HttpResponse:
    """A language that speakers add: its phrases, those that are missing first to be found."""
    found = Language.objects.filter(code=language).first()
    if found is None:
        raise not_found("language")
    wanted = request.GET.get("show", "")
    shown = [phrase for phrase in phrases_in(found) if wanted in ("", phrase.standing)]
    page = Paginator(shown, PHRASES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": language_shown(found),
        "page": page,
        "wanted": wanted,
        "standings": tuple(Standing),
        "is_published": found.state == LanguageState.PUBLISHED,
    }
    return render(request, "languages/language.html", context)
