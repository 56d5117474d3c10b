"""Forms for people who have no account yet. Everybody else fills in the forms of operations."""

from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nyhavn.web.accounts.models import User


class Named(forms.Form):
    """Asks for the name; allauth adds it to its own form for signing up."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("People you work with see it."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called once the account has been made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class Joining(Named):
    """What an invited person says to get an account. email: of the invitation, which the password must not repeat."""

    password = forms.CharField(
        label=_("A new password"),
        help_text=_("At least 12 characters. Several words in a row are easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.email = email

    def clean_password(self) -> str:
        """The password, if it is no easy one."""
        password: str = self.cleaned_data["password"]
        about = User(email=self.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, about)
        return password
