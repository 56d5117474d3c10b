"""The ways around an initiative: its parts in a row, and where one is. Later stages add their parts when they start."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link, LinkGroup


@dataclass(frozen=True)
class Part:
    """One part of an initiative's pages. code: its address below that of the initiative. order: as that of a step."""

    code: str
    label: str
    order: int
    right: Right


# Up to this order, parts stand under this title.
GROUPS = (
    (29, "The initiative"),
    (59, "Before asking"),
    (79, "Asking"),
    (119, "Figures and releases"),
    (889, "Afterwards"),
    (10_000, "Kept and logged"),
)
# More do not stand in a row: on a phone they would fill a third of the first screen of every page.
MOST_IN_A_ROW = 6

_PARTS: dict[str, Part] = {}
Banner = Callable[[Initiative], str]
"""A name of a template that stands above every page of an initiative; "" if there is nothing to say."""
_BANNERS: list[Banner] = []


def add_banner(banner: Banner) -> None:
    """Ask this banner too. Call it in AppConfig.ready."""
    if banner not in _BANNERS:
        _BANNERS.append(banner)


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
    links = [_link(part, home, request.path) for part in open_to]
    is_long = len(links) > MOST_IN_A_ROW
    row = [link for link in links if link.is_current] if is_long else links
    context: dict[str, object] = {
        "initiative": initiative,
        "home": home,
        "may_edit": Right.EDIT_INITIATIVE in rights,
        "crumbs": (Link("My work", "/work/"), Link(initiative.title, home if crumbs and sees else ""), *crumbs),
        "sections": (*way, *row),
        "section_groups": tuple(_grouped(open_to, links)) if is_long else (),
        "sections_of": "Parts of the initiative",
        "banners": [name for banner in _BANNERS if (name := banner(initiative))],
        "stands_still": guarding_reasons(Asked(Act.CHANGE_OWN, initiative)),
    }
    return Around(rights, context)


def _grouped(open_to: Sequence[Part], links: Sequence[Link]) -> Iterator[LinkGroup]:
    """All parts under the titles that they belong to, in order. open_to, links: the same ones, side by side."""
    first = 0
    for last, title in GROUPS:
        if found := tuple(link for part, link in zip(open_to, links, strict=True) if first <= part.order <= last):
            yield LinkGroup(title, found)
        first = last + 1


def _link(part: Part, home: str, path: str) -> Link:
    address = f"{home}{part.code}/"
    return Link(part.label, address, path.startswith(address))
