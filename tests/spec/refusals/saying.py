"""The same words said twice: as a browser sends a form, and as a program sends JSON. And what came of it."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from nyhavn.web.audit.actions import LOOKED
from nyhavn.web.audit.models import AuditRecord
from web.visitors import Fields

MARK = "Wren-Fjord-17"  # stands in what is said, and in nothing that is kept or logged
PROBLEM = "application/problem+json"
OF_THE_VISIT = ("sessions.session",)  # who is signed in, and for how long


@dataclass(frozen=True)
class Sent:
    """A file."""

    name: str
    content: bytes = field(repr=False)


def as_form(said: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a form: groups and repetitions are in the names."""
    for name, value in said.items():
        if isinstance(value, Lines):
            yield f"{before}{name}", str(value)
        elif isinstance(value, Mapping):
            yield from as_form(value, f"{before}{name}-")
        elif isinstance(value, tuple) and value and isinstance(value[0], Mapping):
            for number, entry in enumerate(value):
                yield from as_form(entry, f"{before}{name}-{number}-")
        elif isinstance(value, Sent):
            yield f"{before}{name}", SimpleUploadedFile(value.name, value.content)
        elif isinstance(value, tuple):
            yield f"{before}{name}", [str(one) for one in value]
        elif isinstance(value, bool):
            yield f"{before}{name}", "yes" if value else ""
        elif value is not None:
            yield f"{before}{name}", str(value)


class Lines(dict[str, str]):
    """Pairs that a form takes as lines, "code = value", and JSON as they are."""

    def __str__(self) -> str:
        return "\n".join(f"{code} = {value}" for code, value in self.items())


def as_json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, default=_file).encode()


def _file(value: Any) -> Mapping[str, str]:
    assert isinstance(value, Sent)
    return {"name": value.name, "content_base64": base64.b64encode(value.content).decode()}


@dataclass(frozen=True)
class Answer:
    """What came back. reasons: sentences with their places."""

    status: int
    body: str
    location: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    places: tuple[str, ...]


class Summary(HTMLParser):
    """The refusals on a page: what stands in its summary of mistakes, or in its list of reasons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.reasons: list[str] = []
        self.codes: list[str] = []
        self.places: list[str] = []
        self._lists: list[bool] = []  # open elements; True for those that hold reasons
        self._is_why = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("div", "ul"):
            self._lists.append({"errors", "reasons"} & set(found.get("class", "").split()) != set())
        if tag == "li" and any(self._lists):
            self.reasons.append("")
        href = found.get("href", "")
        self._is_why = tag == "a" and href.startswith("/refusals/")
        if any(self._lists) and self._is_why:
            self.codes.append(href.split("/")[2])
        elif any(self._lists) and href:
            self.places.append(href)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "ul") and self._lists:
            self._lists.pop()
        self._is_why = self._is_why and tag != "a"

    def handle_data(self, data: str) -> None:
        if any(self._lists) and self.reasons and data.strip() and not self._is_why:
            self.reasons[-1] = f"{self.reasons[-1]} {data.strip()}".strip()


def told(answer: HttpResponse) -> Answer:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body, location = content.decode(errors="replace"), answer.headers.get("Location", "")
    if answer.headers.get("Content-Type", "").startswith(PROBLEM):
        given = json.loads(body)["reasons"]
        codes = tuple(reason["code"] for reason in given)
        return Answer(
            answer.status_code,
            body,
            location,
            codes,
            tuple(f"{reason['what']} {reason['do']}".strip() for reason in given),
            tuple(reason["where"] for reason in given),
        )
    page = Summary(body)
    reasons = tuple(reason for reason in page.reasons if reason)
    return Answer(answer.status_code, body, location, tuple(page.codes), reasons, tuple(page.places))


def kept() -> Mapping[str, str]:
    """Everything in the database, as one hash per table; but not that somebody looked at the form before."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in OF_THE_VISIT:
            continue
        digest = hashlib.sha256()
        rows = model._default_manager.order_by("pk")
        for row in (rows.exclude(action=LOOKED) if model is AuditRecord else rows).values_list():
            digest.update(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).encode())
        found[model._meta.label] = digest.hexdigest()
    return found


SENTENCE = re.compile(r"[.!?]”?$")


def check(answer: Answer, before: Mapping[str, str], written: io.StringIO, *, secret: str = MARK) -> None:
    """A sentence, no defect, nothing stored, and nothing of what was said in the log or the address."""
    assert 400 <= answer.status < 500, (answer.status, answer.body[:500])
    assert answer.reasons, answer.body[:2000]
    for reason in answer.reasons:
        assert SENTENCE.search(reason), reason
    assert "Traceback" not in answer.body
    after = kept()
    changed = {table for table in after if after[table] != before.get(table)}
    assert changed == set(), changed
    assert secret not in written.getvalue()
    assert secret not in answer.location
    assert not any(secret in reason for reason in answer.reasons)


def say_on_page(client: Client, route: str, said: Mapping[str, Any]) -> Answer:
    """As a browser: what the form already holds, and over it what is said; None is taken out."""
    page = client.get(f"/work/{route}/")
    held = Fields(page.content.decode()).values if page.status_code == HTTPStatus.OK else {}
    given = dict(as_form(said))
    for name, value in said.items():
        if value is None:
            held.pop(name, None)
    return told(client.post(f"/work/{route}/", {**held, **given}))


def say_as_program(client: Client, route: str, said: Mapping[str, Any]) -> Answer:
    given = {name: value for name, value in said.items() if value is not None}
    return told(client.post(f"/api/v1/{route}", data=as_json(given), content_type="application/json"))
