"""Two ways to do the same: a person at the pages, a program at the interface. Both say the same things."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.asked import Asked, Kind, asked
from nyhavn.web.pages.typed import text_of
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site.table import operations

Said = Mapping[str, Any]


class Way(Protocol):
    """Does an operation as somebody, and gives the file that came of it, if one did."""

    def do(self, by: User, route: str, name: str, said: Said) -> bytes: ...


class ByPage:
    """Fills in the form of an operation and presses the button."""

    def do(self, by: User, route: str, name: str, said: Said) -> bytes:
        client = Client()
        client.force_login(by)
        address = f"/work/{route}/do/{name}/"
        assert client.get(address).status_code == 200, address
        answer = client.post(address, dict(_typed(_fields(name, route), said)))
        assert answer.status_code in (200, 302), answer.content.decode()
        return bytes(answer.content) if answer.status_code == 200 else b""


class ByInterface:
    """Sends what is asked as JSON."""

    def do(self, by: User, route: str, name: str, said: Said) -> bytes:
        secret = make_key(by=by, label="a program", days=1).secret
        headers = {"authorization": f"Bearer {secret}"}
        body = json.dumps({field: _as_json(value) for field, value in said.items()})
        answer = Client().post(f"/api/v1/{route}/do/{name}", body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content.decode()
        file = answer.json()["file"]
        return base64.b64decode(file["content_base64"]) if file else b""


def _fields(name: str, route: str) -> Sequence[Asked]:
    """What the operation asks."""
    kinds = {"breakdowns": "breakdown", "releases": "release", "findings": "finding"}
    subject = {2: "initiative", 4: kinds.get(route.split("/")[-2], "")}[len(route.split("/"))]
    return next(asked(one.asks) for one in operations() if one.name == name and one.on.name == subject)


def _typed(fields: Sequence[Asked], said: Said, prefix: str = "") -> Any:
    """What a person types and ticks; a control that is left alone sends what the page put into it."""
    for field in fields:
        name, value = f"{prefix}{field.name}", said.get(field.name, field.default)
        if field.kind is Kind.GROUPS:
            for number, entry in enumerate(value or ()):
                yield from _typed(field.parts, entry, f"{name}-{number}-")
        elif field.kind is Kind.FILE:
            yield name, SimpleUploadedFile(value.name, value.content)
        elif field.kind is not Kind.TICK or value:
            yield name, text_of(field, value)


def _as_json(value: Any) -> Any:
    if isinstance(value, Upload):
        return {"name": value.name, "content_base64": base64.b64encode(value.content).decode()}
    return value
