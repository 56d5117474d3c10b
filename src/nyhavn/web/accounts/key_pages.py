"""The page of one's access keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyhavn.web.accounts.access_keys import keys_shown
from nyhavn.web.pages.access import account_of, signed_in


@signed_in
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The valid keys: what each is for, until when it works, when it was last used."""
    return render(request, "accounts/keys.html", {"shown": keys_shown(account_of(request)), "home": "/work/me/"})
