"""The gap map: for which indicator and which group nothing is published, in what was looked at.

A source shows what it publishes. That it has no figure for a group is no proof that nobody collected one, and the map
never says so. Ranked as offices rank: an indicator without any figure first, then a breakdown that its title names,
then every other that its series admit. Where the official structure has no code for a group at all, no figure can be
reported, whoever has it: that is shown as what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from nyhavn.framework.sdg import GROUPS, Group


class Mapped(Protocol):
    """What stands on the map: an indicator of the official list, or of an office's own."""

    @property
    def code(self) -> str:
        """As its sources write it."""

    @property
    def named(self) -> tuple[Group, ...]:
        """The breakdowns that its title names."""

    def admits(self, group: Group) -> bool:
        """Whether it can be broken down so."""


class CellState(StrEnum):
    """How an indicator stands for a group, in the sources that were looked at."""

    PUBLISHED = "published"
    NONE_FOUND = "no data in these sources"
    NO_CODE = "no code in the official structure"
    NOT_ADMITTED = "not admitted by its series"
    NOT_STATISTICAL = "no statistics, as the source says"
    NOT_LOOKED_AT = "not in these sources"


class Rank(StrEnum):
    """How pressing a gap is, most first."""

    HEADLINE = "headline without data"
    NAMED = "breakdown named in the title"
    OTHER = "other breakdown"


@dataclass(frozen=True)
class Published:
    """What a source publishes of one indicator.

    groups: those with at least one figure. has_figures: whether it has any, broken down or not. latest: the latest
    period with a figure. is_statistical: False where the source says that no statistics are made of it.
    """

    indicator: str
    source: str
    place: str
    groups: frozenset[Group]
    has_figures: bool
    latest: str = ""
    is_statistical: bool = True


@dataclass(frozen=True)
class Cell:
    """One field of the map. group: None for the indicator without any breakdown. rank: None where it is no gap."""

    indicator: str
    group: Group | None
    state: CellState
    rank: Rank | None
    sources: tuple[str, ...] = ()

    @property
    def is_lacking(self) -> bool:
        """Whether something could be filled here: a gap, or a group that nobody can report for want of a code."""
        return self.rank is not None or self.state is CellState.NO_CODE


@dataclass(frozen=True)
class Counts:
    """How many indicators were looked at, have a figure, have none, are no statistics; and gaps by rank.

    no_code: fields of a group for which the official structure has no code.
    """

    looked_at: int
    with_figures: int
    headline: int
    not_statistical: int
    named: int
    other: int
    no_code: int


def counts(cells: Iterable[Cell]) -> Counts:
    """What a map comes to. Indicators that stand in no source are not among them."""
    found = tuple(cells)
    states = [cell.state for cell in found if cell.group is None]
    ranks = [cell.rank for cell in found]
    return Counts(
        looked_at=sum(state is not CellState.NOT_LOOKED_AT for state in states),
        with_figures=states.count(CellState.PUBLISHED),
        headline=ranks.count(Rank.HEADLINE),
        not_statistical=states.count(CellState.NOT_STATISTICAL),
        named=ranks.count(Rank.NAMED),
        other=ranks.count(Rank.OTHER),
        no_code=sum(cell.state is CellState.NO_CODE for cell in found),
    )


def gap_map(indicators: Iterable[Mapped], published: Iterable[Published]) -> tuple[Cell, ...]:
    """Every field, indicator by indicator, the headline first and then each group."""
    by_indicator: dict[str, list[Published]] = {}
    for one in published:
        by_indicator.setdefault(one.indicator, []).append(one)
    return tuple(cell for indicator in indicators for cell in _of(indicator, by_indicator.get(indicator.code, [])))


def gaps(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """What is lacking, most pressing first; within a rank in the order of the map."""
    order = {rank: place for place, rank in enumerate(Rank)}
    return tuple(sorted((cell for cell in cells if cell.rank), key=lambda cell: order[cell.rank or Rank.OTHER]))


def _of(indicator: Mapped, found: list[Published]) -> Iterator[Cell]:
    headline = _headline(found)
    is_gap = headline is CellState.NONE_FOUND
    sources = tuple(one.source for one in found if one.has_figures)
    yield Cell(indicator.code, None, headline, Rank.HEADLINE if is_gap else None, sources)
    for group in Group:
        state = _state(indicator, group, found, headline)
        sources = tuple(one.source for one in found if group in one.groups)
        yield Cell(indicator.code, group, state, _rank(indicator, group, state), sources)


def _headline(found: list[Published]) -> CellState:
    if any(one.has_figures for one in found):
        return CellState.PUBLISHED
    if not found:
        return CellState.NOT_LOOKED_AT
    return CellState.NONE_FOUND if any(one.is_statistical for one in found) else CellState.NOT_STATISTICAL


def _state(indicator: Mapped, group: Group, found: list[Published], headline: CellState) -> CellState:
    if any(group in one.groups for one in found):
        return CellState.PUBLISHED
    if headline in (CellState.NOT_LOOKED_AT, CellState.NOT_STATISTICAL):
        return headline
    if not GROUPS.entry(group).codes:
        return CellState.NO_CODE
    if not indicator.admits(group) and group not in indicator.named:
        return CellState.NOT_ADMITTED
    return CellState.NONE_FOUND


def _rank(indicator: Mapped, group: Group, state: CellState) -> Rank | None:
    """A group without a code is a gap where the title names it; elsewhere the map shows it and ranks nothing."""
    if state not in (CellState.NONE_FOUND, CellState.NO_CODE):
        return None
    if group in indicator.named:
        return Rank.NAMED
    return Rank.OTHER if state is CellState.NONE_FOUND else None
