"""Saying that recalled records are deleted, by a link from a mail: the secret leaves the address, then one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nyhavn.web.pages.access import public
from nyhavn.web.releases import recalls
from nyhavn.web.releases.subjects import called

HELD = "deleting recipient"  # where a session holds the uuid


@public
@require_GET
@never_cache
def deleted_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: it only takes the secret out of the address."""
    request.session[HELD] = str(recalls.answering(token).uuid)
    return redirect("releases:deleted")


@public
@require_http_methods(["GET", "POST"])
@never_cache
def deleted(request: HttpRequest) -> HttpResponse:
    """The page with one button: a program that opens links in mails presses none."""
    found = recalls.asked_numbered(request.session.get(HELD))
    shown = {"release": found.release, "called": called(found.release), "is_done": request.method == "POST"}
    if request.method == "POST":
        recalls.say_deleted(asked=found)
        del request.session[HELD]
    return render(request, "releases/deleted.html", shown)
