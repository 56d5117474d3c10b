"""An office's own list, as lines for people."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nyhavn.framework.gaps import Cell, CellState
from nyhavn.framework.national_indicators import NationalIndicator
from nyhavn.web.gaps.queries import GapMap, OwnList
from nyhavn.web.gaps.words import group_words, state_words

MOST_LISTED = 40  # on a page; the file and the interface have all


@dataclass(frozen=True)
class OwnLine:
    """One indicator, and how it stands."""

    about: NationalIndicator
    says: str


@dataclass(frozen=True)
class OwnShown:
    """A list. more: how many lines are left out."""

    title: str
    office: str
    handed_in_on: object
    lines: tuple[OwnLine, ...]
    more: int


def own_lists(found: GapMap) -> tuple[OwnShown, ...]:
    """All lists of a place."""
    return tuple(_shown(own) for own in found.lists)


def _shown(own: OwnList) -> OwnShown:
    by_code: dict[str, list[Cell]] = {}
    for cell in own.cells:
        by_code.setdefault(cell.indicator, []).append(cell)
    lines = tuple(OwnLine(one, _says(by_code[one.code])) for one in own.indicators[:MOST_LISTED])
    return OwnShown(own.title, own.office, own.handed_in_on, lines, max(0, len(own.indicators) - MOST_LISTED))


def _says(cells: list[Cell]) -> str:
    headline = next(cell for cell in cells if cell.group is None)
    lacking = [group_words(cell.group) for cell in cells if cell.group and cell.rank]
    state = state_words(headline.state)
    if not lacking or headline.state is not CellState.PUBLISHED:
        return state
    return _("{state}; no data for: {groups}").format(state=state, groups=", ".join(lacking))
