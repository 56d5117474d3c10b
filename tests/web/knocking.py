"""Knocking at a door: one request, undone afterwards, and what came of it without what differs by accident."""

import json
import re
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from nyhavn.web.site.doors import INTERFACE, WORK, Door, Kind
from web.examples.registry import Keys, filled

BY_ACCIDENT = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
NO_SUCH_METHOD = 405
METHODS = {
    Kind.PAGE: ("get", "post"),  # a page has one of them or both
    Kind.OPERATION_PAGE: ("get", "post"),
    Kind.READING: ("get",),
    Kind.OPERATION: ("post",),
}


@dataclass(frozen=True)
class Knock:
    """What a door answered."""

    status: int
    text: str
    location: str
    code: str

    @property
    def is_refused(self) -> bool:
        """Whether the person may not, or the thing is not there for them."""
        return self.status in (401, 403, 404) or self.location.startswith("/accounts/")


class _Undone(Exception):
    """Leaves a transaction that is not kept."""


def knock(client: Client, door: Door, keys: Keys, method: str) -> Knock:
    """One request to that door; whatever it did is undone, and it counts in nobody's number of requests a minute."""
    cache.clear()
    address = "/" + filled(door.address, keys)
    sent = {"data": "{}", "content_type": "application/json"} if door.address.startswith(INTERFACE) else {}
    answers: list[HttpResponse] = []
    try:
        with transaction.atomic():
            answers.append(getattr(client, method)(address, **(sent if method == "post" else {})))
            raise _Undone
    except _Undone:
        return _told(answers[0], address)


def _told(answer: HttpResponse, address: str) -> Knock:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = BY_ACCIDENT.sub("", content.decode(errors="replace")).replace(address, "")
    is_json = "json" in answer.headers.get("Content-Type", "")
    code = str(json.loads(content).get("code", "")) if is_json and content.startswith(b"{") else ""
    return Knock(answer.status_code, text, answer.headers.get("Location", ""), code)


def work_doors(all_doors: tuple[Door, ...]) -> tuple[Door, ...]:
    """Those of people who work here: pages, operations, readings."""
    return tuple(door for door in all_doors if door.kind in METHODS and door.address.startswith((WORK, INTERFACE)))
