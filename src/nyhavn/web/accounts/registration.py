"""Who may make an account: by invitation, or by anybody where the operator opened registration."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Registration(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The rules of signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an account."""
        return bool(settings.OPEN_REGISTRATION)
