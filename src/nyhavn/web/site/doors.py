"""Every door of the site, read from its addresses: for the page of permissions, and for whoever tries them all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from nyhavn.framework.roles import AnyRight
from nyhavn.web.pages.access import GUARDED_ELSEWHERE, Audience, access_of
from nyhavn.web.site.public_readings import PUBLIC_READINGS
from nyhavn.web.site.table import operations, readings

WORK, INTERFACE = "work/", "api/v1/"
UUIDSTR = re.compile(r"<uuidstr:")


class Kind(StrEnum):
    """What one does at a door."""

    PAGE = "page"  # also a file to take away, and how far a job is
    OPERATION_PAGE = "page of an operation"
    OPERATION = "operation through the interface"
    READING = "reading through the interface"
    PUBLIC_READING = "reading for everybody"
    ELSEWHERE = "guarded by a package"


@dataclass(frozen=True)
class Door:
    """One address. right: None where none is needed, or where the door is not ours."""

    kind: Kind
    address: str  # with the parts of its route
    route: str  # below work/ or api/v1/
    audience: Audience | None
    right: AnyRight | None = None
    name: str = ""

    @property
    def is_declared(self) -> bool:
        """Whether somebody said for whom it is."""
        return self.kind is Kind.ELSEWHERE or self.audience is not None

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"


@cache
def doors() -> tuple[Door, ...]:
    """All of them."""
    return tuple(_door(address, pattern) for address, pattern in _walk(get_resolver().url_patterns))


def guarded() -> tuple[Door, ...]:
    """Those that need a right."""
    return tuple(door for door in doors() if door.right is not None)


def _walk(patterns: Sequence[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = before + UUIDSTR.sub("<uuid:", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address, pattern


def _door(address: str, pattern: URLPattern) -> Door:
    name = pattern.name or ""
    access = access_of(pattern.callback)
    if pattern.callback.__module__.startswith(GUARDED_ELSEWHERE):
        return Door(Kind.ELSEWHERE, address, address, None, name=name)
    if address.startswith(INTERFACE):
        return _endpoint(address, access.audience if access else None, name)
    route = address.removeprefix(WORK)
    kind = Kind.OPERATION_PAGE if route.removesuffix("/") in _operations() else Kind.PAGE
    right = access.right if access and access.audience is Audience.SCOPED else None
    return Door(kind, address, route, access.audience if access else None, right, name)  # type: ignore[arg-type]


def _endpoint(address: str, audience: Audience | None, name: str) -> Door:
    route = address.removeprefix(INTERFACE)
    if route in _operations():
        return Door(Kind.OPERATION, address, route, audience, _operations()[route], name)
    if route in _readings():
        return Door(Kind.READING, address, route, audience, _readings()[route], name)
    return Door(Kind.PUBLIC_READING, address, route, audience, name=name)


@cache
def _operations() -> dict[str, AnyRight]:
    return {operation.route: operation.right for operation in operations()}


@cache
def _readings() -> dict[str, AnyRight]:
    return {reading.route: reading.right for reading in readings()}


def public_reading_routes() -> frozenset[str]:
    """The routes below api/v1/ that need no account."""
    return frozenset(reading.route for reading in PUBLIC_READINGS)
