"""Fixtures of the web tests."""

import pytest

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
