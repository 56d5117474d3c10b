"""The village in the middle of its work, and everything that the site writes down meanwhile."""

import io
import logging
import logging.config
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from nyhavn.web.accounts.models import User
from web.cast import Cast
from web.collection.conftest import keys_folder
from web.conftest import harbour, quick_passwords, static_files, stranger, village
from web.examples.registry import Examples

__all__ = ["harbour", "keys_folder", "quick_passwords", "static_files", "stranger", "village"]


@pytest.fixture(autouse=True)
def nobody_called_before() -> None:
    """Counts of requests are kept in memory; those of one test are not those of the next."""
    cache.clear()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the handler of our settings writes, with every level on."""
    written = io.StringIO()
    handlers = {logger: list(logger.handlers) for logger in (logging.getLogger(), logging.getLogger("django"))}
    level = logging.getLogger().level
    configured: dict[str, Any] = deepcopy(settings.LOGGING)
    configured["handlers"]["console"]["stream"] = written
    configured["root"]["level"] = "DEBUG"
    logging.config.dictConfig(configured)
    yield written
    for logger, kept in handlers.items():
        logger.handlers = kept
    logging.getLogger().setLevel(level)


@pytest.fixture
def examples(village: Cast) -> Examples:
    return Examples(village)


def client_of(user: User | None) -> Client:
    """A browser, or a program, that shows the page of a defect as people see it."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client
