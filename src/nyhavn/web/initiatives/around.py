"""The ways around an initiative: its parts in a row, and where one is. Later stages add their parts when they start."""

from dataclasses import dataclass

from django.http import HttpRequest

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link


@dataclass(frozen=True)
class Part:
    """One part of an initiative's pages. code: its address below that of the initiative. order: as that of a step."""

    code: str
    label: str
    order: int
    right: Right


_PARTS: dict[str, Part] = {}


def add_part(part: Part) -> None:
    """Put a part among the ways around. Call it in AppConfig.ready."""
    if _PARTS.get(part.code, part) != part:
        raise RuntimeError(f"two parts with the code {part.code}")
    _PARTS[part.code] = part


def parts() -> tuple[Part, ...]:
    """All parts in order."""
    return tuple(sorted(_PARTS.values(), key=lambda part: (part.order, part.code)))


@dataclass(frozen=True)
class Around:
    """Who looks at what. context: what pages/work.html shows."""

    rights: frozenset[Right]
    context: dict[str, object]


def around(request: HttpRequest, initiative: Initiative, *crumbs: Link) -> Around:
    """The ways around on a page of an initiative. crumbs: below the initiative; the last one is this page."""
    home = f"/work/initiatives/{initiative.slug}/"
    rights = rights_in(account_of(request), initiative)
    sees = Right.SEE_WORKSPACE in rights
    way = [Link("The way", home, request.path == home)] if sees else []
    open_to = [part for part in parts() if part.right in rights]
    context: dict[str, object] = {
        "initiative": initiative,
        "home": home,
        "may_edit": Right.EDIT_INITIATIVE in rights,
        "crumbs": (Link("My work", "/work/"), Link(initiative.title, home if crumbs and sees else ""), *crumbs),
        "sections": (*way, *(_link(part, home, request.path) for part in open_to)),
        "sections_of": "Parts of the initiative",
    }
    return Around(rights, context)


def _link(part: Part, home: str, path: str) -> Link:
    address = f"{home}{part.code}/"
    return Link(part.label, address, path.startswith(address))
