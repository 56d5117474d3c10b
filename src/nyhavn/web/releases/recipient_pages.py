"""Pages for people who want to hear of corrections: leaving an address, confirming it, stopping.

The link in a mail is exchanged for the session, so its secret leaves the address bar and the history.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.asks import Email
from nyhavn.web.pages.access import public
from nyhavn.web.pages.forms import empty_form, posted
from nyhavn.web.pages.refused import status_of
from nyhavn.web.releases import recipients
from nyhavn.web.releases.models import Recipient
from nyhavn.web.releases.queries import release_of

CONFIRMS, STOPS = "confirming recipient", "stopping recipient"  # where a session holds the uuid


class Hearing(Declared):
    """Where somebody wants to hear of corrections."""

    email: Email = Field(
        title=gettext_noop("Your e-mail address"),
        max_length=254,
        description=gettext_noop("It is used for this only, and shown to nobody."),
        json_schema_extra={"autocomplete": "email"},
    )


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("email")
def hear(request: HttpRequest, name: str) -> HttpResponse:
    """Leaving an address. The answer is the same whether or not it was here before."""
    shown: dict[str, Any] = {"release": release_of(name)}
    if request.method == "GET":
        return render(request, "releases/hear.html", {**shown, "form": empty_form(Hearing)})
    sent = posted(Hearing, request)
    if sent.said is None:
        return render(request, "releases/hear.html", {**shown, "form": sent.form}, status=422)
    try:
        recipients.ask_to_hear(name=name, email=sent.said.email, language=get_language() or "en")
    except Refusal as refused:
        form = sent.form.with_refusal(refused)
        return render(request, "releases/hear.html", {**shown, "form": form}, status=status_of(refused))
    return render(request, "releases/hear_done.html", {**shown, "step": "asked"})


def _exchanged(held: str, behind: Callable[[str], Recipient], then: str) -> Callable[..., HttpResponse]:
    """The page behind a link: it only takes the secret out of the address."""

    @public
    @require_GET
    @never_cache
    def link(request: HttpRequest, token: str) -> HttpResponse:
        found = behind(token)
        request.session[held] = str(found.uuid)
        return redirect(then)

    return link


confirm_link = _exchanged(CONFIRMS, recipients.confirming, "releases:confirm")
stop_link = _exchanged(STOPS, recipients.stopping, "releases:stop")


def _decided(held: str, act: Callable[..., None], step: str) -> Callable[..., HttpResponse]:
    """The page with one button: a program that opens links in mails presses none."""

    @public
    @require_http_methods(["GET", "POST"])
    @never_cache
    def page(request: HttpRequest) -> HttpResponse:
        found = recipients.recipient_numbered(request.session.get(held))
        shown = {"release": release_of(found.name), "step": step}
        if request.method == "GET":
            return render(request, "releases/hear_button.html", shown)
        act(recipient=found)
        del request.session[held]
        return render(request, "releases/hear_done.html", shown)

    return page


confirm = _decided(CONFIRMS, recipients.confirm, "confirmed")
stop = _decided(STOPS, recipients.stop, "stopped")
