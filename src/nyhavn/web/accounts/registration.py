"""Signing up and signing in with allauth: who may make an account, how its mail leaves, how its secrets are kept."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest

from nyhavn.web.accounts import mail


class Registration(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The rules of signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an account. An invited person makes one on the page of the invitation."""
        return bool(settings.OPEN_REGISTRATION)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail leaves as a job, so that the time of an answer does not tell whether an address has an account."""
        current = {"email": email, "current_site": get_current_site(request_context.request)}
        rendered: EmailMessage = self.render_mail(template_prefix, email, {**current, **context})
        mail.send(email, str(rendered.subject), str(rendered.body))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """How the secrets of authenticator apps stand in the database: a stolen copy of it makes no codes."""

    def encrypt(self, text: str) -> str:
        """Under a key made from the site's secret."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The counterpart of encrypt."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows beside the address."""
        return "Nyhavn"


def _cipher() -> Fernet:
    key = hashlib.sha256(b"nyhavn second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
