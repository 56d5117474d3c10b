"""The one-page result for everybody, once the release is published."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from nyhavn.web.initiatives.access import not_found
from nyhavn.web.pages.access import public
from nyhavn.web.releases.home_pages import sheet_alone
from nyhavn.web.releases.queries import is_readable, release_of
from nyhavn.web.site.file_pages import kept_by_nobody
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import shown_content, withheld_names
from nyhavn.web.site.unnamed import without


@public
@require_GET
def sheet(request: HttpRequest, name: str, version: str, language: str, form: str) -> HttpResponse:
    """One form of the page in one language, without the names of those who asked not to be named."""
    found = release_of(name, version)
    if not is_readable(found):
        raise not_found("page")
    is_open, names = let_in(request, found), withheld_names(found)
    answer = sheet_alone(found, shown_content(found), language, form, lambda text: without(names, text))
    return kept_by_nobody(answer, is_open=is_open)
