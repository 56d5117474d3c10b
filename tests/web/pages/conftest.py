"""A site that has, besides its own pages, a form with every control and a page with every part."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nyhavn.web.accounts.models import User

HERE = Path(__file__).parent


@pytest.fixture
def survey_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "web.pages.survey"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates"]}]


@pytest.fixture
def visitor(survey_site: None) -> Client:
    """Somebody without an account. A defect gives the page that people see."""
    return Client(raise_request_exception=False)


@pytest.fixture
def walker(visitor: Client, stranger: User) -> Client:
    """Somebody with an account."""
    visitor.force_login(stranger)
    return visitor
