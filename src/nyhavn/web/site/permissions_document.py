"""The page that says who may do what, made from the table of roles and from the addresses of the site."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nyhavn.framework.roles import (
    ADMIN_RIGHTS,
    MEMBER_RIGHTS,
    RIGHTS,
    AccountRight,
    AnyRight,
    OrganisationRight,
    Right,
    SiteRight,
    roles_with,
)
from nyhavn.web.pages.access import Audience
from nyhavn.web.pages.operations import Operation
from nyhavn.web.site.doors import Door, Kind, doors
from nyhavn.web.site.table import operations, readings

INTRODUCTION = """\
# Who may do what

Made by `python -m nyhavn.web.manage document_permissions` from the table of roles and from the addresses of the site; a
test compares them. Another test goes through all of it as each person, by page and by interface.

- A **role** is had in one initiative. Whoever has none there gets the same answer as for something that does not exist
  (404); whoever has one without the right that is needed is told so (403) and whom to ask.
- An assessor never belongs to the organisation that makes the data. Coordinators, stewards and enumerators always do.
- An initiative keeps at least one coordinator, an organisation at least one administrator. Whoever leaves an
  organisation loses every role in its initiatives.
- To run the site gives no right in any initiative or organisation.
- Contributors need no account and have no role: what they may do with what they contributed, their receipt opens.
- An access key may do what its owner may do, except make keys.
"""
KINDS: Mapping[str, tuple[AnyRight, ...]] = {
    "In an initiative": tuple(Right),
    "In an organisation": tuple(OrganisationRight),
    "For the site": tuple(SiteRight),
    "With an account": tuple(AccountRight),
}
AUDIENCES = {
    Audience.PUBLIC: "Open to everybody",
    Audience.CONTRIBUTOR: "For whoever holds the address of a form, or a receipt",
    Audience.SIGNED_IN: "For everybody with an account",
}


def document() -> str:
    """The page in Markdown."""
    lines = [INTRODUCTION, *_initiative_table(), *_organisation_table(), "## What each right opens", ""]
    for title, rights in KINDS.items():
        lines += [f"### {title}", "", *(line for right in rights for line in _opens(right))]
    lines += ["## Pages without a right", ""]
    for audience, words in AUDIENCES.items():
        found = sorted(door.address for door in doors() if door.kind is Kind.PAGE and door.audience is audience)
        lines += [f"**{words}**: {_addresses(found)}", ""]
    elsewhere = sorted(door.address for door in doors() if door.kind is Kind.ELSEWHERE)
    lines += [f"**Signing in, which the package django-allauth guards**: {_addresses(elsewhere)}"]
    return "\n".join(lines) + "\n"


def _initiative_table() -> Iterator[str]:
    yield from ("## Roles in an initiative", "")
    yield f"| You may | {' | '.join(_words(role) for role in RIGHTS)} |"
    yield f"|---{'|---' * len(RIGHTS)}|"
    for right in Right:
        holders = roles_with(right)
        yield f"| {right} | {' | '.join('yes' if role in holders else '' for role in RIGHTS)} |"
    yield ""


def _organisation_table() -> Iterator[str]:
    yield from ("## Members of an organisation", "", "| You may | member | administrator |", "|---|---|---|")
    for right in OrganisationRight:
        marks = ("yes" if right in held else "" for held in (MEMBER_RIGHTS, ADMIN_RIGHTS))
        yield f"| {right} | {' | '.join(marks)} |"
    yield ""


def _opens(right: AnyRight) -> Iterator[str]:
    """What a right opens: operations by title, then readings, then pages."""
    done = [_operation(operation) for operation in operations() if operation.right is right]
    read = [f"{reading.title} (`/api/v1/{reading.route}`)" for reading in readings() if reading.right is right]
    seen = sorted(_address(door) for door in doors() if door.kind is Kind.PAGE and door.right is right)
    yield f"**{right[:1].upper()}{right[1:]}** (`{right.name}`)"
    yield ""
    yield from (f"- {entry}" for entry in (*done, *read, *seen))
    if not (done or read or seen):
        yield "- nothing yet"
    yield ""


def _operation(operation: Operation[Any]) -> str:
    through = "" if operation.through_interface else "; by page only"
    return f"{operation.title} (`{operation.route}`{through})"


def _address(door: Door) -> str:
    return f"`/{door.address}`"


def _addresses(found: Iterable[str]) -> str:
    return ", ".join(f"`/{address}`" for address in found) or "none"


def _words(code: str) -> str:
    return code.replace("-", " ")
