"""Published figures beside those of a census or a survey, for everybody who may read the release."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.web.accounts.access import not_found
from nyhavn.web.comparisons.picturing import comparison_pages
from nyhavn.web.comparisons.queries import comparisons_of
from nyhavn.web.comparisons.showing import comparison_shown
from nyhavn.web.pages.access import public
from nyhavn.web.site.file_pages import kept_by_nobody, readable
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import shown_content, title_shown


@public
@require_safe
def comparisons(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Everything that stands beside a version, also what was taken back. Raises Refusal "not-found"."""
    stored = readable(name, version)
    is_open = let_in(request, stored)  # first: whoever may not read does not learn whether there is anything
    release = shown_content(stored)
    made = comparison_pages(comparison_shown(row, release) for row in comparisons_of(stored))
    if not made:
        raise not_found("page")
    shown = {"stored": stored, "title": title_shown(stored), "comparisons": made, "synthetic": release.synthetic}
    return kept_by_nobody(render(request, "site/comparisons.html", shown), is_open=is_open)
