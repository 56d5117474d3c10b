"""Pages of results that go home: who works on them sees what waits; the page itself stands alone, to be printed."""

import json
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyhavn.exchange.report.home_html import FORMS, home_html
from nyhavn.framework.home_page import HomePage
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import not_found, work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.links import Link
from nyhavn.web.pages.offered import best_of, fallback
from nyhavn.web.releases.home_models import HomeText
from nyhavn.web.releases.home_offers import home_steps
from nyhavn.web.releases.home_showing import home_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.pages import ALONE
from nyhavn.web.releases.queries import content_of, is_readable
from nyhavn.web.releases.subjects import called, release_home, release_in, releases_home
from nyhavn.web.releases.validation import is_on_its_way

Unnamed = Callable[[str], str]


@work_page(Right.SEE_CANDIDATE)
@require_GET
@never_cache
def home(request: HttpRequest, initiative: Initiative, release: UUID) -> HttpResponse:
    """The pages that go home, the figures to choose from, and what the community says."""
    found = release_in(initiative, release)
    way = (Link("Releases", releases_home(initiative)), Link(called(found), release_home(found)))
    here = around(request, initiative, *way, Link("Results that go home"))
    shown = {
        "shown": home_shown(found),
        "is_on_its_way": is_on_its_way(found),
        "release_home": release_home(found),
        "steps": home_steps(found, here.rights),
    }
    return render(request, "releases/home.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
@never_cache
def sheet(request: HttpRequest, initiative: Initiative, release: UUID, language: str, form: str) -> HttpResponse:
    """One form of the page in one language, alone in its window."""
    found = release_in(initiative, release)
    return sheet_alone(found, content_of(found), language, form)


def sheet_alone(
    release: PublicRelease, content: Release, language: str, form: str, unnamed: Unnamed = str
) -> HttpResponse:
    """The page filled from that content. unnamed: takes names out of its texts. Raises Refusal "not-found"."""
    text = HomeText.objects.filter(release=release, language=language).first()
    if text is None or form not in FORMS:
        raise not_found("page")
    page = HomePage.model_validate_json(unnamed(json.dumps(text.content, ensure_ascii=False)))
    spoken = (best_of((language,)) or fallback()).code
    with override(spoken):
        written = home_html(form, page, content, is_public=is_readable(release), language=spoken, say=gettext)
    return HttpResponse(written, headers={"Content-Security-Policy": ALONE})
