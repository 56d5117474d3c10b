"""Asking to read what is not open, and reading the answer. No account and no address: a link is the whole key.

The link is exchanged for the session, so its secret leaves the address bar and the history.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from nyhavn.framework.openness import AccessLevel
from nyhavn.framework.refusal import Refusal
from nyhavn.web.openness.actions import ask_to_read, not_usable, request_behind
from nyhavn.web.openness.asks import AccessAsked
from nyhavn.web.openness.models import AccessRequest
from nyhavn.web.openness.queries import levels_of
from nyhavn.web.openness.showing import request_shown
from nyhavn.web.pages.access import public
from nyhavn.web.pages.forms import empty_form, posted
from nyhavn.web.pages.refused import status_of
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable, published, release_of, versions_of
from nyhavn.web.site.readers import MOST_REQUESTS, REQUESTS
from nyhavn.web.site.shown_release import described, levels_shown

CLOSED_TO_ALL = (AccessLevel.OPEN, AccessLevel.CLOSED)  # nobody needs to ask, or nobody can


def about_not_open(stored: PublicRelease) -> dict[str, object]:
    """What everybody may know of a release that is not open."""
    levels = levels_shown(stored)
    return {
        "stored": stored,
        "about": described(stored),
        "levels": levels,
        "may_ask": any(one.level not in CLOSED_TO_ALL for one in levels),
        "versions": versions_of(stored.name).defer("content"),
        "home": f"/data/{stored.name}/{stored.version}/",
    }


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Asking to read a release; the link to the answer is shown once, and sent nowhere."""
    stored = release_of(name)
    if not is_readable(stored) or all(level in CLOSED_TO_ALL for level in levels_of(stored.initiative).values()):
        return redirect(f"/data/{stored.name}/")  # nobody needs to ask, or nobody can: its page says which
    shown: dict[str, Any] = {"about": described(stored), "home": f"/data/{stored.name}/"}
    if request.method == "GET":
        return render(request, "site/ask_to_read.html", {**shown, "form": empty_form(AccessAsked)})
    sent = posted(AccessAsked, request)
    if sent.said is None:
        return render(request, "site/ask_to_read.html", {**shown, "form": sent.form}, status=422)
    try:
        _, link = ask_to_read(on=stored.initiative, said=sent.said)
    except Refusal as refused:
        form = sent.form.with_refusal(refused)
        return render(request, "site/ask_to_read.html", {**shown, "form": form}, status=status_of(refused))
    return render(request, "site/asked_to_read.html", {**shown, "link": link})


@public
@require_GET
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: it only takes the secret out of the address."""
    found, held = str(request_behind(token).uuid), list(request.session.get(REQUESTS, ()))
    request.session[REQUESTS] = [found, *(one for one in held if one != found)][:MOST_REQUESTS]
    return redirect("site:access")


@public
@require_GET
@never_cache
def answer(request: HttpRequest) -> HttpResponse:
    """What became of the requests that this browser holds, the newest first."""
    held = request.session.get(REQUESTS, ())
    rows = {str(row.uuid): row for row in AccessRequest.objects.filter(uuid__in=held).select_related("initiative")}
    if not rows:
        raise not_usable()
    found = [(request_shown(row), list(published(row.initiative)[:20])) for one in held if (row := rows.get(one))]
    return render(request, "site/access.html", {"requests": found})
