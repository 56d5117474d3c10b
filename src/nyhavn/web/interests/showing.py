"""What pages and interface show of declared interests."""

from collections.abc import Iterable
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.interests import DeclaredInterest, InterestKind, OwnStatement, standing_declarations
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.interests.models import Declaration
from nyhavn.web.interests.queries import declared_in, own_in


class WithStanding(DeclaredInterest):
    """A declaration. stands: it was neither corrected nor taken back."""

    stands: bool


class DeclarationShown(WithStanding):
    """The same, with its public number."""

    uuid: UUID


class IndependenceShown(Declared):
    """Everything declared, the newest first. own: what those who decide said of themselves, by role.

    missing: kinds about which nothing is declared; that is not the same as none.
    """

    declared: tuple[DeclarationShown, ...]
    own: tuple[OwnStatement, ...]
    missing: tuple[InterestKind, ...]


def independence_shown(on: Initiative) -> IndependenceShown:
    """What is on record about the independence of an initiative."""
    entries = declared_in(on)
    uuids = dict(Declaration.objects.filter(initiative=on).values_list("number", "uuid"))
    return IndependenceShown(
        declared=tuple(
            DeclarationShown(**entry.model_dump(), uuid=uuids[entry.number]) for entry in with_standing(entries)
        ),
        own=own_in(on),
        missing=kinds_missing(entries),
    )


def with_standing(entries: Iterable[DeclaredInterest]) -> tuple[WithStanding, ...]:
    """All of them, the newest first, each with whether it stands."""
    found = tuple(entries)
    standing = {entry.number for entry in standing_declarations(found)}
    return tuple(WithStanding(**entry.model_dump(), stands=entry.number in standing) for entry in reversed(found))


def kinds_missing(entries: Iterable[DeclaredInterest]) -> tuple[InterestKind, ...]:
    """About what nothing is declared."""
    said = {entry.kind for entry in standing_declarations(entries)}
    return tuple(kind for kind in InterestKind if kind not in said)
