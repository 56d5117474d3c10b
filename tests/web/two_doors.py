"""The same said by page and by interface: what a door answered, its codes, and its sentences."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from django.http import HttpResponse
from django.test import Client

from nyhavn.web.accounts.models import User

PAGE, INTERFACE = "page", "interface"
BOTH = (PAGE, INTERFACE)


@dataclass(frozen=True)
class Said:
    """What came of it. text: the whole answer, as people or programs read it."""

    status: int
    text: str

    @property
    def was_done(self) -> bool:
        return self.status in (200, 302)


def say(user: User, door: str, address: str, said: Mapping[str, object]) -> Said:
    """Do an operation. address: below work/ and api/v1/, such as initiatives/village-water/assessments/do/take-back."""
    client = Client()
    client.force_login(user)
    if door == PAGE:
        return _answer(client.post(f"/work/{address}/", dict(_fields(said))))
    return _answer(client.post(f"/api/v1/{address}", json.dumps(said), content_type="application/json"))


def _fields(said: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """As a form sends it."""
    for name, value in said.items():
        key = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from _fields(value, f"{key}-")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            for number, one in enumerate(value):
                yield from _fields(one, f"{key}-{number}-")
        elif isinstance(value, bool):
            yield from [(key, "yes")] * value
        elif isinstance(value, list | tuple):
            yield key, list(value) if key.endswith("computed") else "\n".join(map(str, value))
        else:
            yield key, value


def _answer(response: HttpResponse) -> Said:
    return Said(response.status_code, unescape(response.content.decode()))


def look(user: User, address: str) -> Said:
    """Open a page."""
    client = Client()
    client.force_login(user)
    return _answer(client.get(f"/work/{address}/"))


def read(user: User, address: str) -> tuple[int, dict[str, object]]:
    """Read through the interface."""
    client = Client()
    client.force_login(user)
    response = client.get(f"/api/v1/{address}")
    return response.status_code, json.loads(response.content)


SignIn = Callable[[User], Client]
