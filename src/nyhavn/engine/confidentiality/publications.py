"""Every number that the tables of a release would show, each once, whatever tables it stands in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from nyhavn.engine.confidentiality.measures import Group, Kind, Measure, n_measure, yes_measure
from nyhavn.framework.protection import CellRef
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import TOTAL, GroupCounts, Indicator

Key = tuple[Measure, Group]


@dataclass
class Shown:
    """One number that tables show (or let anybody work out: NO). nonresponse: rows of the group not valid."""

    value: int
    sensitive: bool = False
    nonresponse: int = 0
    refs: list[CellRef] = field(default_factory=list)


@dataclass
class Publications:
    """All shown numbers, and the sets of breakdowns by which each measure is shown."""

    shown: dict[Key, Shown] = field(default_factory=dict)
    sets: dict[Measure, set[frozenset[str]]] = field(default_factory=dict)
    categories: dict[str, set[str]] = field(default_factory=dict)
    contradictions: dict[tuple[str, tuple[str, ...]], Reason] = field(default_factory=dict)

    def add(self, key: Key, value: int, ref: CellRef, sensitive: bool, nonresponse: int) -> None:
        """Note that a table shows this number. A second table must show the same."""
        cell = self.shown.setdefault(key, Shown(value, nonresponse=nonresponse))
        cell.sensitive |= sensitive
        cell.refs.append(ref)
        if cell.value != value:
            where = cell.refs[0]
            self.contradictions[ref.indicator, ref.breakdowns] = Reason(
                "counts-contradict",
                f'"{ref.indicator}" by {_by(ref)} and "{where.indicator}" by {_by(where)} count the same group '
                "differently.",
                do="Count all tables of a release from the same contributions.",
            )


def publications(counts: Sequence[GroupCounts], indicators: Sequence[Indicator]) -> Publications:
    """All numbers of the release with every margin. Raises Refusal "counts-contradict"."""
    by_id = {indicator.id: indicator for indicator in indicators}
    result = Publications()
    for table in sorted(counts, key=lambda table: (table.indicator, table.breakdowns)):
        _add_table(result, table, by_id[table.indicator])
    if result.contradictions:
        raise Refusal(*result.contradictions.values())
    return result


def _add_table(result: Publications, table: GroupCounts, indicator: Indicator) -> None:
    n, yes = n_measure(indicator), yes_measure(indicator)
    for codes in table.cells:
        for breakdown, code in zip(table.breakdowns, codes, strict=True):
            result.categories.setdefault(breakdown, set()).add(code)
    for kept in subsets(table.breakdowns):
        for measure in (n, yes, yes and yes.sibling(Kind.NO, yes.numerator)):
            if measure:
                result.sets.setdefault(measure, set()).add(frozenset(kept))
        for codes, (valid, numerator, missing) in sorted(margin(table, kept).items()):
            group = frozenset((b, c) for b, c in zip(table.breakdowns, codes, strict=True) if b in kept)
            ref = CellRef(table.indicator, table.breakdowns, codes, "n")
            result.add((n, group), valid, ref, indicator.sensitive, missing)
            if yes:
                ref = CellRef(table.indicator, table.breakdowns, codes, "numerator")
                no = yes.sibling(Kind.NO, yes.numerator)
                result.add((yes, group), numerator, ref, indicator.sensitive, 0)
                result.add((no, group), valid - numerator, ref, indicator.sensitive, 0)


def margin(table: GroupCounts, kept: Iterable[str]) -> Mapping[tuple[str, ...], tuple[int, int, int]]:
    """The table summed over all breakdowns but the kept ones; TOTAL stands for what was summed over."""
    stays = [breakdown in set(kept) for breakdown in table.breakdowns]
    sums: dict[tuple[str, ...], tuple[int, int, int]] = {}
    for codes, (valid, numerator, missing) in table.cells.items():
        target = tuple(code if stay else TOTAL for code, stay in zip(codes, stays, strict=True))
        before = sums.get(target, (0, 0, 0))
        sums[target] = (before[0] + valid, before[1] + numerator, before[2] + missing)
    return sums


def subsets(names: Iterable[str]) -> list[tuple[str, ...]]:
    """All subsets, smallest first, in a fixed order."""
    ordered = sorted(names)
    return [chosen for size in range(len(ordered) + 1) for chosen in combinations(ordered, size)]


def _by(ref: CellRef) -> str:
    return " x ".join(ref.breakdowns) or "total"
