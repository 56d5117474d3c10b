"""Everything published from the same data, side by side: which few people do differences tell apart?

The attacker takes, for each release, all numbers that any route shows; where a number is hidden or missing they put
that of the nearest other release, because most numbers hardly change. Then they subtract: the same number in two
releases, a part from its whole, and all categories but one from their sum, until nothing new comes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from nyhavn.framework.shown_numbers import ANSWERS, NO, YES, Group, Isolated, Route, Showing, Subtraction

Key = tuple[str, Group]
Source = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """A number, and all showings that are needed to know it."""

    value: int
    sources: frozenset[Source]


@dataclass
class Side:
    """One release as the attacker sees it. categories: of a group by a breakdown, all that its tables list."""

    shown: dict[Key, Known] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    sensitive: set[Key] = field(default_factory=set)
    categories: dict[tuple[str, Group, str], set[str]] = field(default_factory=dict)

    def add(self, showing: Showing) -> None:
        """Takes in what one place shows."""
        for number in showing.numbers:
            key = number.measure, number.group | showing.subset
            if number.value is None:
                self.hidden.add(key)
            else:
                self.shown.setdefault(key, Known(number.value, frozenset({(showing.release, showing.table)})))
            if number.is_sensitive:
                self.sensitive.add(key)
            for condition in number.group:
                whole = number.measure, key[1] - {condition}, condition[0]
                self.categories.setdefault(whole, set()).add(condition[1])


def isolated(showings: Sequence[Showing], threshold: int) -> tuple[Isolated, ...]:
    """The few whom differences tell apart, each group once. showings: of all releases, the oldest first.

    A number that is shown by itself is not told again: whether it may be shown is decided where it is protected.
    """
    sides: dict[str, Side] = {}
    routes: dict[Source, tuple[Route, ...]] = {}
    for showing in showings:
        sides.setdefault(showing.release, Side()).add(showing)
        source = showing.release, showing.table
        routes[source] = tuple(dict.fromkeys((*routes.get(source, ()), *showing.routes)))
    found: dict[tuple[Subtraction, Key], Isolated] = {}
    for how, key, people, sources in _all(list(sides.values()), threshold):
        by = tuple(dict.fromkeys(route for source in sorted(sources) for route in routes[source]))
        found.setdefault((how, key), Isolated(how, *key, people, tuple(sorted(sources)), by))
    return tuple(found.values())


def _few(side: Side, known: Mapping[Key, Known], threshold: int) -> Iterator[tuple[Key, Known]]:
    """The small numbers that can be worked out of a release."""
    for key, derived in _derived(side, known).items():
        if 0 < derived.value < threshold or (derived.value == 0 and key in side.sensitive):
            yield key, derived


def _all(sides: list[Side], threshold: int) -> Iterator[tuple[Subtraction, Key, int, frozenset[Source]]]:
    for one, other in combinations(sides, 2):
        yield from _changed(one, other, threshold)
    for number, side in enumerate(sides):
        known = _filled(sides, number)
        yield from _nested(side, known, threshold)
        for key, derived in _few(side, known, threshold):
            yield Subtraction.RESIDUAL, key, derived.value, derived.sources


def _changed(one: Side, other: Side, threshold: int) -> Iterator[tuple[Subtraction, Key, int, frozenset[Source]]]:
    for key in one.shown.keys() & other.shown.keys():
        was, now = one.shown[key], other.shown[key]
        change = abs(now.value - was.value)
        if 0 < change < threshold:
            yield Subtraction.CHANGED, key, change, was.sources | now.sources


def _filled(sides: list[Side], number: int) -> dict[Key, Known]:
    """What one release shows, and for the rest the number of the nearest release; the earlier of two as near."""
    known = dict(sides[number].shown)
    for other in sorted(range(len(sides)), key=lambda at: (abs(at - number), at)):
        for key, entry in sides[other].shown.items():
            known.setdefault(key, entry)
    return known


def _nested(
    side: Side, known: Mapping[Key, Known], threshold: int
) -> Iterator[tuple[Subtraction, Key, int, frozenset[Source]]]:
    """Parts that leave few outside them. Whole and part of one release are a matter of protecting that release."""
    for (measure, group), part in known.items():
        if (measure, group) in side.shown:
            continue
        for size in range(len(group)):
            for kept in combinations(sorted(group), size):
                whole = side.shown.get((measure, frozenset(kept)))
                rest = whole.value - part.value if whole is not None else 0
                if whole is not None and 0 < rest < threshold:
                    yield Subtraction.NESTED, (measure, group), rest, whole.sources | part.sources


def _derived(side: Side, known: Mapping[Key, Known]) -> dict[Key, Known]:
    """What sums with a single unknown give away, again and again until nothing new comes out.

    A number that this release does not show is unknown in it, even where another release shows it: it may have been
    small then.
    """
    all_known, found = dict(known), dict[Key, Known]()
    sums = [*_sums(side)]
    is_new = True
    while is_new:
        is_new = False
        for whole, parts in sums:
            lacking = [key for key in (whole, *parts) if key not in all_known]
            if len(lacking) == 1:
                all_known[lacking[0]] = found[lacking[0]] = _worked_out(lacking[0], whole, parts, all_known)
                is_new = True
    for whole, parts in sums:
        if all(key in all_known for key in (whole, *parts)):
            for key in (key for key in (whole, *parts) if key not in side.shown and key not in found):
                result = _worked_out(key, whole, parts, all_known)
                if result.value != all_known[key].value:
                    found[key] = result
    return found


def _worked_out(key: Key, whole: Key, parts: Sequence[Key], known: Mapping[Key, Known]) -> Known:
    """One term of a sum from all others."""
    others = [known[part] for part in parts if part != key]
    sources = frozenset(source for term in others for source in term.sources)
    total = sum(term.value for term in others)
    return Known(total, sources) if key == whole else Known(known[whole].value - total, sources | known[whole].sources)


def _sums(side: Side) -> Iterator[tuple[Key, list[Key]]]:
    """Every whole with its parts: a group by one breakdown, and the answers of a group by what they are."""
    for (measure, group, breakdown), codes in side.categories.items():
        yield (measure, group), [(measure, group | {(breakdown, code)}) for code in sorted(codes)]
    for measure, group in sorted(side.shown.keys() | side.hidden, key=lambda key: (key[0], sorted(key[1]))):
        if measure.endswith(YES):
            indicator = measure.removesuffix(YES)
            yield (f"{indicator}{ANSWERS}", group), [(measure, group), (f"{indicator}{NO}", group)]
