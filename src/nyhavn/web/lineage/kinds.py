"""The kinds of things that hold or use contributions. Later stages fill this registry when they start."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import Trace
from nyhavn.web.initiatives.models import Initiative


class Stage(IntEnum):
    """The order of the walk: what others are made from goes first."""

    CONTRIBUTION = 1
    FILE = 2
    FINDING = 3
    RUN = 4
    CANDIDATE = 5
    RELEASE = 6
    EXPORT = 7


@dataclass(frozen=True)
class Withdrawn:
    """What was taken back. purposes: those that end, all of them with the collection itself (lineage.reach)."""

    initiative: Initiative
    contributions: frozenset[UUID]
    purposes: frozenset[Purpose]
    at: datetime


@dataclass(frozen=True)
class Link:
    """A thing, by its uuid, and the contributions of a withdrawal that are in it."""

    on: UUID
    contributions: frozenset[UUID]


Finder = Callable[[Withdrawn], Iterable[Link]]
"""What holds some of these contributions. Reads only, and sees many contributions with few queries."""

Settler = Callable[[Withdrawn, Sequence[Link]], Sequence[Trace]]
"""Takes the contributions out of these things, inside the transaction that writes the traces; one trace per link.

It may be called again for what is settled already, after a crash or by the next withdrawal, and answers the same then.
"""


@dataclass(frozen=True)
class Kind:
    """One kind of thing. purposes: the walk comes here if one of them ends. at_once: how many in one transaction.

    titles: what things of this kind are called, by uuid, for the person; nothing for what has no name.
    """

    code: str
    stage: Stage
    purposes: frozenset[Purpose]
    find: Finder
    settle: Settler
    at_once: int = 1
    titles: Callable[[Sequence[UUID]], Mapping[UUID, str]] = lambda _: {}


_KINDS: dict[str, Kind] = {}
_AT_ONCE: list[Callable[[Withdrawn], None]] = []
_HOLDERS: list[Callable[[Initiative, frozenset[UUID]], Iterable[UUID]]] = []


def register(kind: Kind) -> None:
    """Add a kind. Call it when the app starts."""
    known = _KINDS.get(kind.code)
    if known is not None and known.find is not kind.find:
        raise RuntimeError(f"two kinds named {kind.code}")
    _KINDS[kind.code] = kind


def kinds_for(purposes: Iterable[Purpose]) -> tuple[Kind, ...]:
    """The kinds that a withdrawal of these purposes comes to, in the order of the walk."""
    ended = frozenset(purposes)
    reached = (kind for kind in _KINDS.values() if kind.purposes & ended)
    return tuple(sorted(reached, key=lambda kind: (kind.stage, kind.code)))


def kind_of(code: str) -> Kind:
    """The kind with that code."""
    return _KINDS[code]


def at_once(hook: Callable[[Withdrawn], None], *, first: bool = False) -> None:
    """Call this function inside the transaction of every withdrawal: what must not last until the walk comes by.

    first: before those that destroy, for what has to be read while it is there.
    """
    if hook not in _AT_ONCE:
        _AT_ONCE.insert(0 if first else len(_AT_ONCE), hook)


def do_at_once(withdrawn: Withdrawn) -> None:
    """Everything that happens in the transaction of the withdrawal itself."""
    for hook in _AT_ONCE:
        hook(withdrawn)


def holder(asked: Callable[[Initiative, frozenset[UUID]], Iterable[UUID]]) -> None:
    """Ask this function which of some contributions the database knows, before a withdrawal is replayed."""
    if asked not in _HOLDERS:
        _HOLDERS.append(asked)


def held(initiative: Initiative, contributions: frozenset[UUID]) -> frozenset[UUID]:
    """The contributions that any holder knows."""
    return frozenset(one for asked in _HOLDERS for one in asked(initiative, contributions))
