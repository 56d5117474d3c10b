"""Fixtures of the tests of accounts."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.worker import work_once


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
