"""Fixtures of the web tests."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client

from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.worker import work_once
from web.cast import Cast, cast, person


@pytest.fixture
def village(db: None) -> Cast:
    """An organisation, an initiative, and somebody in every role."""
    return cast()


@pytest.fixture
def harbour(db: None) -> Cast:
    """Another organisation with an initiative and people of its own."""
    return cast("harbour-noise", "harbour.example")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and no role anywhere."""
    return person("Stranger", "nowhere.example")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """The passwords of invented people need not withstand anybody; hashing them well takes most of a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which somebody has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def post_office(transactional_db: None) -> Callable[[], list[str]]:
    """Let the worker send what waits; gives the bodies of all mails so far."""

    def deliver() -> list[str]:
        while work_once():
            pass
        return [str(message.body) for message in mail.outbox]

    return deliver


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Style sheets and pictures stand where a server expects them, as after `nyhavn run`."""
    call_command("collectstatic", interactive=False, verbosity=0)
