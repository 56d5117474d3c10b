"""Looking at pages and pressing buttons as somebody."""

from typing import Any

from django.test import Client

from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.framework.release import Release
from nyhavn.web.accounts.models import User
from nyhavn.web.production.models import Run

HOME = "/work/initiatives/village-water/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, place: str) -> str:
    """The text of a page that this person may see."""
    answer = as_(user).get(f"{HOME}{place}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(user: User, place: str, said: dict[str, Any] | None = None) -> Any:
    """The answer to a button."""
    return as_(user).post(f"{HOME}{place}", said or {})


def refused(answer: Any) -> str:
    """The text of an answer that says what is wrong."""
    assert answer.status_code in (409, 422), answer.status_code
    return str(answer.content.decode())


def candidate(run: Run) -> Release:
    """What came out of a run."""
    return release_from_json(run.release.encode())
