"""Fixtures of the web tests."""

import pytest
from django.conf import settings
from django.core.management import call_command

from nyhavn.web.accounts.models import User
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


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Style sheets and pictures stand where a server expects them, as after `nyhavn run`."""
    call_command("collectstatic", interactive=False, verbosity=0)
