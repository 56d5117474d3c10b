"""Endpoints made from what the apps declare: one for every operation, one for every reading. No rule stands here.

What a right opens that leaves a trace is recorded here, once for all of them, and before anything is given away.
"""

import base64
import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI
from pydantic import Field, StringConstraints

from nyhavn.framework.declared import Declared
from nyhavn.web.accounts.access import not_found
from nyhavn.web.initiatives.looks import leave_trace
from nyhavn.web.pages.operations import Done, Operation, Reading
from nyhavn.web.site.api_body import said_in
from nyhavn.web.site.public_readings import PublicReading
from nyhavn.web.site.readers import reader_of

KINDS: dict[str, Any] = {
    "slug": Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$")],
    "uuid": UUID,
    "int": Annotated[int, Field(ge=0)],
    "str": Annotated[str, StringConstraints(min_length=1, pattern=r"^[^/]+$")],
}
IN_ROUTE = re.compile(r"<(?P<kind>\w+):(?P<name>\w+)>")
NUL = "\x00"


class FileMade(Declared):
    """A file that an operation gives."""

    name: str
    media_type: str
    content_base64: str


class Answer(Declared):
    """What came of an operation."""

    message: str = Field(description="One sentence for people.")
    made: UUID | None = Field(description="The uuid of what was made, if something was.")
    at: str = Field(description="The address of the page that shows it.")
    shown_once: str = Field(default="", description="A secret that is shown in this answer and kept nowhere.")
    file: FileMade | None = Field(default=None, description="The file that was made, if one was.")


def add_operation(api: NinjaAPI, operation: Operation[Any]) -> None:
    """POST /api/v1/<route>/do/<name>."""

    def carried_out(request: HttpRequest, **keys: Any) -> Answer:
        user = request.auth.user  # type: ignore[attr-defined]  # set by ninja
        on = operation.on.enter(user, operation.right, **_keepable(keys))  # who may not is told so, whatever they sent
        said = said_in(request, operation.asks, operation.choices(on), operation.check_names)
        on, done = operation.carry_out(user, said, keys)
        leave_trace(user, operation.right, keys)
        at = done.at or operation.on.home(on)
        return Answer(message=done.message, made=done.made, at=at, shown_once=done.shown_once, file=_file_in(done))

    api.post(
        address_in(operation.route),
        response=Answer,
        operation_id=operation.url_name,
        summary=operation.title,
        description=" ".join(filter(None, (operation.lead, f"Right needed: {operation.right}."))),
        tags=[operation.on.name],
    )(_typed(carried_out, operation.route))


def _file_in(done: Done) -> FileMade | None:
    """The file as JSON carries it."""
    if done.file is None:
        return None
    content = base64.b64encode(done.file.content).decode()
    return FileMade(name=done.file.name, media_type=done.file.media_type, content_base64=content)


def add_reading(api: NinjaAPI, reading: Reading) -> None:
    """GET /api/v1/<route>/<name>."""

    def read(request: HttpRequest, **keys: Any) -> Any:
        user = request.auth.user  # type: ignore[attr-defined]  # set by ninja
        found = reading.read(reading.on.enter(user, reading.right, **_keepable(keys)))
        leave_trace(user, reading.right, keys)
        return found

    api.get(
        address_in(reading.route),
        response=reading.gives,
        operation_id=f"{reading.on.name}.{reading.name or 'read'}",
        summary=reading.title,
        description=f"Right needed: {reading.right}.",
        tags=[reading.on.name],
    )(_typed(read, reading.route))


def add_public_reading(api: NinjaAPI, reading: PublicReading) -> None:
    """GET /api/v1/<route> for everybody."""

    def read(request: HttpRequest, **keys: Any) -> Any:
        asking = {"reader": reader_of(request)} if reading.for_reader else {}
        return reading.read(**_keepable(keys), **asking)

    api.get(
        address_in(reading.route),
        auth=None,
        response=reading.gives,
        operation_id=reading.name,
        summary=reading.title,
        description="For everybody; no account is needed.",
        tags=[reading.name.split(".")[0]],
    )(_typed(read, reading.route))


def address_in(route: str) -> str:
    """A route as ninja writes it: initiatives/<slug:initiative> is /initiatives/{slug:initiative}."""
    return "/" + IN_ROUTE.sub(r"{\g<kind>:\g<name>}", route)


def _typed(view: Callable[..., Any], route: str) -> Callable[..., Any]:
    """The view with the parts of its route as parameters: ninja reads them from its signature."""
    parts = [(found["name"], KINDS[found["kind"]]) for found in IN_ROUTE.finditer(route)]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    keys = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind) for name, kind in parts]
    view.__signature__ = inspect.Signature([request, *keys])  # type: ignore[attr-defined]  # functions take attributes
    return view


def _keepable(keys: dict[str, Any]) -> dict[str, Any]:
    """The parts of an address, if a database can look for them. Raises Refusal "not-found"."""
    if any(isinstance(value, str) and NUL in value for value in keys.values()):
        raise not_found()
    return keys
