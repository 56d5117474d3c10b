"""What a group says, all its sheets together. Where two of them differ, both stand, until the group settles it.

The order in which answers arrived, and how often, makes no difference to what is made of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nyhavn.framework.environment import LEVELS, Dimension, Silence
from nyhavn.framework.environment_answers import GroupAnswer, How, ShownBy, level_of


class Withheld(StrEnum):
    """Why there is nothing to be read where somebody may have answered."""

    FEW_OR_NONE = "few-or-none"  # too few organisations took part, or none did, which are not told apart


@dataclass(frozen=True)
class Position:
    """What a voice says in one dimension: a level, a silence, or several of them that nobody has settled.

    In the order of the scale, silences last.
    """

    said: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """Whether it is one thing that is said."""
        return len(self.said) == 1

    def level(self, dimension: Dimension) -> str | None:
        """The level, where one is known; None for silences, for what is withheld and for what is not settled."""
        return level_of(dimension, self.said[0]) if self.is_settled else None


@dataclass(frozen=True)
class Sitting:
    """How an answer came about. people: None where there are so few that they are not counted in public."""

    answered_on: date
    how: How
    people: int | None


@dataclass(frozen=True)
class StatementAnswer:
    """Everything that a voice says to one statement. is_partly_hidden: there is a sheet whose words are not shown."""

    positions: Mapping[Dimension, Position]
    shown_by: tuple[ShownBy, ...] = ()
    comments: tuple[str, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    is_partly_hidden: bool = False

    def is_without_proof(self, dimension: Dimension) -> bool:
        """Whether it is said to be there, at least in part, and nothing is named that shows it."""
        level = self.positions[dimension].level(dimension)
        is_claimed = level is not None and level != LEVELS[dimension][0]
        return is_claimed and not self.is_partly_hidden and not any(one.shows is dimension for one in self.shown_by)


def unreplaced(entries: Iterable[GroupAnswer]) -> tuple[GroupAnswer, ...]:
    """The answers of one voice to one statement that no other one replaces, by key.

    Answers that replace each other both stand: none of them is lost.
    """
    by_key = {one.key: one for one in entries}
    reach = {key: _reach(key, by_key) for key in by_key}
    return tuple(
        by_key[key]
        for key in sorted(by_key)
        if not any(key in reach[other] and other not in reach[key] for other in by_key if other != key)
    )


def _reach(key: str, by_key: Mapping[str, GroupAnswer]) -> frozenset[str]:
    """All that an answer replaces, directly or through others."""
    found: set[str] = set()
    left = [*by_key[key].replaces]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += by_key[one].replaces if one in by_key else ()
    return frozenset(found)


def position(entries: Iterable[GroupAnswer], dimension: Dimension) -> Position:
    """What these say together. Not answered on one sheet takes nothing from what another one says."""
    said = {one.said(dimension) for one in entries}
    answered = said - {Silence.NOT_ANSWERED}
    order = (*LEVELS[dimension], *Silence)
    return Position(tuple(sorted(map(str, answered or {Silence.NOT_ANSWERED}), key=order.index)))


def positions(entries: Iterable[GroupAnswer]) -> Mapping[Dimension, Position]:
    """What these say together, in every dimension."""
    found = tuple(entries)
    return {dimension: position(found, dimension) for dimension in Dimension}


def few_or_none() -> StatementAnswer:
    """What stands for an answer that is not read by others, whether there is one or not."""
    return StatementAnswer({dimension: Position((str(Withheld.FEW_OR_NONE),)) for dimension in Dimension})
