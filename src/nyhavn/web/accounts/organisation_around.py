"""The ways around an organisation: its parts in a row, and where one is. Later stages add theirs when they start."""

from dataclasses import dataclass

from django.http import HttpRequest

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.roles import OrganisationRight
from nyhavn.web.accounts.access import rights_at
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link


@dataclass(frozen=True)
class OrganisationPart:
    """One part of an organisation's pages. code: its address below that of the organisation. kinds: whom it serves."""

    code: str
    label: str
    order: int
    right: OrganisationRight
    kinds: frozenset[PartyKind] = frozenset(PartyKind)


_PARTS: dict[str, OrganisationPart] = {}


def add_organisation_part(part: OrganisationPart) -> None:
    """Put a part among the ways around. Call it in AppConfig.ready."""
    if _PARTS.get(part.code, part) != part:
        raise RuntimeError(f"two parts of an organisation with the code {part.code}")
    _PARTS[part.code] = part


@dataclass(frozen=True)
class AroundOrganisation:
    """Who looks at what. context: what pages/work.html shows."""

    rights: frozenset[OrganisationRight]
    context: dict[str, object]


def around_organisation(request: HttpRequest, organisation: Organisation, *crumbs: Link) -> AroundOrganisation:
    """The ways around on a page of an organisation. crumbs: below the organisation; the last one is this page."""
    home = f"/work/organisations/{organisation.slug}/"
    rights = rights_at(account_of(request), organisation)
    parts = sorted(_PARTS.values(), key=lambda part: (part.order, part.code))
    kind = PartyKind(organisation.kind)
    found = [_link(part, home, request.path) for part in parts if part.right in rights and kind in part.kinds]
    first = Link("The organisation", home, request.path == home)
    context: dict[str, object] = {
        "organisation": organisation,
        "home": home,
        "crumbs": (Link("My work", "/work/"), Link(organisation.name, home if crumbs else ""), *crumbs),
        "sections": (first, *found) if found else (),
        "sections_of": "Parts of the organisation",
    }
    return AroundOrganisation(rights, context)


def _link(part: OrganisationPart, home: str, path: str) -> Link:
    address = f"{home}{part.code}/"
    return Link(part.label, address, path.startswith(address))
