"""A program that calls the interface for somebody."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.models import User
from web.cast import Cast

JSON = "application/json"


@dataclass(frozen=True)
class Program:
    """Calls the interface with a key."""

    secret: str
    client: Client

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/v1/{address}", headers=self.headers)

    def post(self, address: str, said: bytes | str = b"", content_type: str = JSON) -> Any:
        return self.client.post(f"/api/v1/{address}", data=said, content_type=content_type, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"}


def program_of(user: User) -> Program:
    return Program(make_key(by=user, label="a program", days=1).secret, Client(raise_request_exception=True))


@pytest.fixture(autouse=True)
def nobody_called_before() -> None:
    """Counts of requests are kept in memory; those of one test are not those of the next."""
    cache.clear()


@pytest.fixture
def carmens(village: Cast) -> Program:
    """A program of the coordinator of the village."""
    return program_of(village[Role.COORDINATOR])


@pytest.fixture
def strangers(stranger: User) -> Program:
    """A program of somebody who has an account and nothing else."""
    return program_of(stranger)
