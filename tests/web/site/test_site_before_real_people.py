"""Before real people: whoever starts the site is told what is missing, and visitors are not bothered with it."""

from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nyhavn.web.site.beginning import before_real_people
from nyhavn.web.site.management.commands.run import Command


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Settings:
    """An installation in which nothing is missing."""
    settings.HOME, settings.KEYS, settings.MIRROR = (tmp_path / name for name in ("home", "keys", "mirror"))
    settings.ESCROW, settings.HTTPS = tmp_path / "escrow", True
    return settings


def said() -> str:
    errors = StringIO()
    Command(stderr=errors, no_color=True)._warn(before_real_people())
    return errors.getvalue()


def test_nothing_is_said_where_nothing_is_missing(ready: Settings) -> None:
    assert before_real_people() == ()
    assert said() == ""


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("KEYS", "keys", "NYHAVN_KEYS"),
        ("MIRROR", "mirror", "NYHAVN_MIRROR"),
        ("ESCROW", None, "NYHAVN_ESCROW"),
        ("HTTPS", False, "NYHAVN_HTTPS=1"),
    ],
)
def test_each_lack_alone_is_said_with_what_to_do(ready: Settings, name: str, value: object, words: str) -> None:
    setattr(ready, name, ready.HOME / value if isinstance(value, str) else value)
    assert len(before_real_people()) == 1
    assert words in said()
    assert "Do not take in data of real people yet" in said()


def test_what_is_said_names_a_place_that_tells_how(ready: Settings) -> None:
    ready.HTTPS = False
    place, _, heading = said().rpartition("How: ")[2].strip().partition("#")
    page = Path(__file__).parents[3] / place
    assert f"## {heading.replace('-', ' ').capitalize()}" in page.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_visitors_are_not_told_what_the_operator_has_to_do(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "<h1" in page
    assert "practice only" not in page and "real people" not in page
