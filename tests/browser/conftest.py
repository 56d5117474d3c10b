"""A real browser for each module, and the site served to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from web.cast import Cast, cast
from web.conftest import quick_passwords, static_files
from web.releases.conftest import own_places

__all__ = ["own_places", "quick_passwords", "static_files"]
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread; fixtures of the same thread use the database, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            yield found
            found.close()


@pytest.fixture
def village(transactional_db: None) -> Cast:
    return cast()


@pytest.fixture
def address(settings: Settings, live_server: LiveServer) -> str:
    """Where the site is served. Its static files have plain names here: the live server knows no others."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    return str(live_server.url)
