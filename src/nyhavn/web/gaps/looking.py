"""What somebody looks for on the map, read from an address: anything that makes no sense is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from nyhavn.framework.gaps import Cell, Rank
from nyhavn.framework.sdg import INDICATORS, Group
from nyhavn.web.gaps.queries import GapMap

ON_A_PAGE = 25
HEADLINE = "everybody"  # the indicator without a breakdown, in an address


@dataclass(frozen=True)
class Looking:
    """goal, group, rank: None for all."""

    place: str = ""
    goal: str | None = None
    group: Group | None = None
    rank: Rank | None = None
    page: int = 1

    def holds(self, cell: Cell) -> bool:
        """Whether a field is among what somebody looks for."""
        is_of_goal = self.goal is None or INDICATORS[cell.indicator].goal == self.goal
        return is_of_goal and self.group in (None, cell.group) and self.rank in (None, cell.rank)

    def address(self, **changes: object) -> str:
        """The query of the same with something changed; None takes a filter away."""
        values = {"place": self.place, "goal": self.goal, "group": self.group, "rank": name_of(self.rank), **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def name_of(rank: Rank | None) -> str:
    """A rank in an address."""
    return rank.name.lower() if rank else ""


def looking_in(asked: Mapping[str, str]) -> Looking:
    """What an address asks for."""
    goals = {one.goal for one in INDICATORS.values()}
    goal, group, page = asked.get("goal", ""), asked.get("group", ""), asked.get("page", "")
    ranks = {name_of(rank): rank for rank in Rank}
    return Looking(
        place=asked.get("place", "")[:3],
        goal=goal if goal in goals else None,
        group=Group(group) if group in {*Group} else None,
        rank=ranks.get(asked.get("rank", "")),
        page=int(page) if page.isascii() and page.isdigit() and 0 < int(page[:5]) <= 9_999 else 1,
    )


def group_in(name: str) -> Group | None:
    """The group in an address. Raises ValueError for one that is none."""
    return None if name == HEADLINE else Group(name)


def ranked(found: GapMap, looking: Looking) -> tuple[Cell, ...]:
    """The gaps among what somebody looks for, most pressing first."""
    return tuple(cell for cell in found.ranked if looking.holds(cell))
