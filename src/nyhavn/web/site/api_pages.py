"""The page about the interface for people, and its description for programs."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nyhavn.web.pages.access import public
from nyhavn.web.site.api import description

KEY_VARIABLE = "$NYHAVN_KEY"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint as the page lists it."""

    id: str
    method: str
    address: str
    title: str
    about: str
    is_public: bool
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The endpoints about one kind of thing."""

    name: str
    endpoints: tuple[Endpoint, ...]


@public
def about_interface(request: HttpRequest) -> HttpResponse:
    """What programs can do, with an example."""
    found = {
        "groups": groups(description()),
        "example": "\n".join(_examples()),
        "per_minute": settings.API_SIGNED_IN_PER_MINUTE,
        "anonymous_per_minute": settings.API_ANONYMOUS_PER_MINUTE,
    }
    return render(request, "site/interface.html", found)


def _examples() -> tuple[str, ...]:
    """A reading and an operation, as one writes them in a terminal."""
    called = f'curl -H "Authorization: Bearer {KEY_VARIABLE}"'
    return (
        f"{called} {settings.SITE_ADDRESS}/api/v1/me/keys",
        f"{called} -H 'Content-Type: application/json' -d '{{\"name\": \"Ada\"}}' \\",
        f"  {settings.SITE_ADDRESS}/api/v1/me/do/edit",
    )


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The description (OpenAPI 3.1); the same for everybody."""
    response = JsonResponse(description())
    response["Access-Control-Allow-Origin"] = "*"  # tools that show interfaces run on sites of their own
    return response


def groups(schema: dict[str, Any]) -> tuple[Group, ...]:
    """The endpoints of a description by what they are about, in their order."""
    found: dict[str, list[Endpoint]] = {}
    for address, methods in schema["paths"].items():
        for method, endpoint in methods.items():
            name = endpoint["tags"][0]
            found.setdefault(name, []).append(_endpoint(address, method.upper(), endpoint, schema))
    return tuple(Group(name, tuple(endpoints)) for name, endpoints in found.items())


def _endpoint(address: str, method: str, endpoint: dict[str, Any], schema: dict[str, Any]) -> Endpoint:
    body = endpoint.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    model = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
    needed = model.get("required", [])
    asked = tuple(name if name in needed else f"{name} (optional)" for name in model.get("properties", {}))
    about = endpoint.get("description", "")
    return Endpoint(
        endpoint["operationId"], method, address, endpoint["summary"], about, "security" not in endpoint, asked
    )
