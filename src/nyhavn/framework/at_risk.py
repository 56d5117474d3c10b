"""What is at risk in tables before anything is hidden: which figures could give people away, and about which groups.

Restricted: counted from the attack on a release, it says more about small groups than the release does.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.protection import Audit, CellAudit
from nyhavn.framework.statistics import TOTAL


class Danger(StrEnum):
    """Why a figure could give somebody away."""

    FEW = "few"  # few people, who can be guessed
    ALL_OR_NONE = "all-or-none"  # it tells what each of a group said
    UNANSWERED = "unanswered"  # few who did not answer


@dataclass(frozen=True)
class GroupAtRisk:
    """The figures about one group that could give somebody away, by danger. breakdown, category: both "" for all."""

    breakdown: str
    category: str
    few: int = 0
    all_or_none: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class AtRisk:
    """Figures by danger, each once; and by group, where one by two breakdowns is about both its groups."""

    few: int
    all_or_none: int
    unanswered: int
    groups: tuple[GroupAtRisk, ...]

    @property
    def figures(self) -> int:
        """All figures that could give somebody away by themselves."""
        return self.few + self.all_or_none + self.unanswered


def at_risk(audit: Audit) -> AtRisk:
    """From what each count of a release needs, groups in the order in which they are met."""
    needed = [cell for cell in audit.cells if cell.need_high is not None]
    found = Counter(_danger(cell) for cell in needed)
    by_group = Counter((group, _danger(cell)) for cell in needed for group in _groups(cell))
    groups = dict.fromkeys(group for group, _ in by_group)
    of_groups = tuple(
        GroupAtRisk(
            breakdown=group[0],
            category=group[1],
            few=by_group[group, Danger.FEW],
            all_or_none=by_group[group, Danger.ALL_OR_NONE],
            unanswered=by_group[group, Danger.UNANSWERED],
        )
        for group in groups
    )
    return AtRisk(found[Danger.FEW], found[Danger.ALL_OR_NONE], found[Danger.UNANSWERED], of_groups)


def _danger(cell: CellAudit) -> Danger:
    if cell.count == "nonresponse":
        return Danger.UNANSWERED
    return Danger.FEW if cell.value else Danger.ALL_OR_NONE


def _groups(cell: CellAudit) -> Iterator[tuple[str, str]]:
    named = list(zip(cell.cell.breakdowns, cell.cell.categories, strict=True))
    yield from [group for group in named if group[1] != TOTAL] or [("", "")]
