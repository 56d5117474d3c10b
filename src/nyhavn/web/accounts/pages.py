"""Pages of invitations, of one's own account, and of the operator."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from nyhavn.web.accounts import invitations
from nyhavn.web.accounts.access import Site, operator_page
from nyhavn.web.accounts.forms import Joining
from nyhavn.web.accounts.models import Invitation, User
from nyhavn.web.accounts.operations import SITE
from nyhavn.web.accounts.queries import account_shown, organisations_shown
from nyhavn.web.pages.access import account_of, public, signed_in

HELD = "invitation"  # where a session holds the number of an invitation


@public
@require_GET
@never_cache
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link in the mail: the secret is exchanged for the session, and leaves the address bar and the history."""
    found = invitations.invitation_behind(secret)
    request.session.cycle_key()
    request.session[HELD] = found.id
    return redirect("accounts:invitation")


@public
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest) -> HttpResponse:
    """What somebody is invited to, and taking it up."""
    found = invitations.invitation_numbered(request.session.get(HELD))
    if isinstance(request.user, User):
        return _accept_with_account(request, request.user, found)
    if invitations.has_account(found):
        return render(request, "accounts/invitation.html", {"invitation": found, "has_account": True})
    form = Joining(request.POST if request.method == "POST" else None, email=found.email)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/invitation.html", {"invitation": found, "form": form}, status=status)
    user = invitations.join(invitation=found, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
    del request.session[HELD]
    answer: HttpResponse = perform_login(request, user, email=user.email, redirect_url="/work/")
    return answer


def _accept_with_account(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": found})
    invitations.accept(by=user, invitation=found)
    del request.session[HELD]
    messages.success(request, _("The invitation is taken up."))
    return redirect("/work/")


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: what stands in it, and where its parts are changed."""
    return render(request, "accounts/me.html", {"account": account_shown(account_of(request))})


@operator_page
@require_GET
def site(request: HttpRequest) -> HttpResponse:
    """What the operator sees: the organisations, and nothing of their work."""
    return render(request, "accounts/site.html", {"site": organisations_shown(Site()), "home": SITE.home(None)})
