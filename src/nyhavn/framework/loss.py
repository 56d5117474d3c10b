"""Loss by group: of the figures that tables ask for about a group of people, how many nobody would see.

It is counted from tables as they would be published, so it says no more than they do: not which figures are hidden for
themselves, and no number of protection.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, Breakdown, CellStatus, StatisticalTable

# What one figure is about: an indicator, and the categories that are not summed over. Tables share such figures.
About = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class GroupLoss:
    """The figures about one group. breakdown, category: both "" for everybody together.

    shown: figures to be published. hidden: figures that protection withholds. empty: nobody gave a valid answer.
    left_out: figures that another choice of tables asks for, and this one does not. within: the wider category under
    which the group is seen instead, together with others; "" if there is none.
    """

    breakdown: str
    category: str
    shown: int
    hidden: int
    empty: int = 0
    left_out: int = 0
    within: str = ""

    @property
    def asked(self) -> int:
        """All figures about the group, whatever becomes of them."""
        return self.shown + self.hidden + self.empty + self.left_out

    @property
    def disappears(self) -> bool:
        """Whether figures about the group are asked for, and none is shown, not even together with others."""
        return self.shown == 0 and self.hidden + self.left_out > 0 and not self.within


@dataclass(frozen=True)
class Loss:
    """Everybody together, the groups in declared order, and the figures of all tables, each counted once."""

    everybody: GroupLoss
    groups: tuple[GroupLoss, ...]
    shown: int
    hidden: int
    empty: int = 0
    left_out: int = 0

    @property
    def disappearing(self) -> tuple[GroupLoss, ...]:
        """The groups about which nothing is said."""
        return tuple(group for group in self.groups if group.disappears)


def loss_by_group(tables: Iterable[StatisticalTable], breakdowns: Sequence[Breakdown]) -> Loss:
    """The loss in protected tables. A figure that stands in several tables counts once.

    A figure by two breakdowns is about both its groups. Groups that no table shows have no line.
    """
    found = _statuses(tables)
    by_group: dict[tuple[str, str], list[CellStatus]] = {}
    for (_, group), status in found.items():
        for named in group or {("", "")}:
            by_group.setdefault(named, []).append(status)
    order = sorted((named for named in by_group if named != ("", "")), key=_order(breakdowns))
    return Loss(
        everybody=_counted("", "", by_group.get(("", ""), ())),
        groups=tuple(_counted(*named, by_group[named]) for named in order),
        shown=sum(status is CellStatus.PUBLISHED for status in found.values()),
        hidden=sum(status is CellStatus.SUPPRESSED for status in found.values()),
        empty=sum(status is CellStatus.NO_ANSWERS for status in found.values()),
    )


def asked_for(tables: Iterable[StatisticalTable]) -> frozenset[About]:
    """What all figures are about, whatever becomes of them."""
    return frozenset(_statuses(tables))


def beside(planned: Loss, other: Loss, left_out: Collection[About], breakdowns: Sequence[Breakdown]) -> Loss:
    """The other loss with the groups of the planned one, and what is left out in comparison with it.

    left_out: what the planned one asks for, and the other does not. The other may ask for more besides: figures about
    wider groups. breakdowns: of the other. Wider groups that the planned one does not have stand at the end.
    """
    of_group = Counter(named for _, group in left_out for named in group or {("", "")})
    found = {(group.breakdown, group.category): group for group in other.groups}
    known = {(group.breakdown, group.category) for group in planned.groups}
    wider = {
        (by.id, code): category.code
        for by in breakdowns
        for category in by.categories
        for code in category.of
        if (seen := found.get((by.id, category.code))) is not None and seen.shown
    }
    groups = (
        replace(
            _beside(group, found.get(named), of_group[named]), within=wider.get(named, "") if named not in found else ""
        )
        for group in planned.groups
        for named in ((group.breakdown, group.category),)
    )
    return Loss(
        everybody=_beside(planned.everybody, other.everybody, of_group["", ""]),
        groups=(*groups, *(group for named, group in found.items() if named not in known)),
        shown=other.shown,
        hidden=other.hidden,
        empty=other.empty,
        left_out=len(left_out),
    )


def _statuses(tables: Iterable[StatisticalTable]) -> Mapping[About, CellStatus]:
    """Each figure once, with what becomes of it. What one table publishes is public, whatever another one hides."""
    found: dict[About, CellStatus] = {}
    for table in tables:
        for figure in table.figures:
            named = zip(table.breakdowns, figure.categories, strict=True)
            about = (table.indicator, frozenset((by, code) for by, code in named if code != TOTAL))
            if found.get(about) is not CellStatus.PUBLISHED:
                found[about] = figure.status
    return found


def _counted(breakdown: str, category: str, statuses: Iterable[CellStatus]) -> GroupLoss:
    known = tuple(statuses)
    shown, hidden = known.count(CellStatus.PUBLISHED), known.count(CellStatus.SUPPRESSED)
    return GroupLoss(breakdown, category, shown, hidden, known.count(CellStatus.NO_ANSWERS))


def _beside(planned: GroupLoss, other: GroupLoss | None, left_out: int) -> GroupLoss:
    """One group under both; None where the other has no figure about it."""
    return replace(other or replace(planned, shown=0, hidden=0, empty=0), left_out=left_out)


def _order(breakdowns: Sequence[Breakdown]) -> Callable[[tuple[str, str]], tuple[int, str, str]]:
    """By declared order, then who did not state or declined; codes that no declaration names stand at the end."""
    codes = [(by.id, code) for by in breakdowns for code in (*(c.code for c in by.categories), NOT_STATED, DECLINED)]
    place = {named: at for at, named in enumerate(codes)}
    return lambda named: (place.get(named, len(place)), *named)
