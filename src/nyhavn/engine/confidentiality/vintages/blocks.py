"""The population cut into blocks: boxes of the finest cells, each with enough people to gather changes of its own."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from nyhavn.framework.declared import Declared
from nyhavn.framework.over_time import MOST_BLOCKS

Profile = tuple[str, ...]  # one category code per breakdown


class Split(Declared):
    """One cut: profiles whose code of the breakdown is among these go inside, all others outside.

    inside, outside: number of the next cut; or -1 minus the number of a block.
    """

    breakdown: int
    codes: tuple[str, ...]
    inside: int
    outside: int


class Division(Declared):
    """How profiles fall into blocks. Restricted: it was made from exact counts.

    breakdowns: their ids, in the order of a profile's codes. Any profile has a block, also one never seen before.
    """

    breakdowns: tuple[str, ...]
    splits: tuple[Split, ...] = ()

    @property
    def blocks(self) -> int:
        """Number of blocks; they are numbered so that neighbours are alike."""
        return len(self.splits) + 1

    def block(self, profile: Profile) -> int:
        """The number of the block in which a profile falls."""
        at = 0 if self.splits else -1
        while at >= 0:
            split = self.splits[at]
            at = split.inside if profile[split.breakdown] in split.codes else split.outside
        return -1 - at

    def boxes(self, codes: Mapping[str, Collection[str]]) -> tuple[dict[str, frozenset[str]], ...]:
        """By block and breakdown, the codes that profiles of the block may have. codes: of each breakdown, all."""
        whole = {breakdown: frozenset(codes.get(breakdown, ())) for breakdown in (*self.breakdowns, *codes)}
        found: dict[int, dict[str, frozenset[str]]] = {}
        waiting = [(0 if self.splits else -1, whole)]
        while waiting:
            at, box = waiting.pop()
            if at < 0:
                found[-1 - at] = box
                continue
            split = self.splits[at]
            name, inside = self.breakdowns[split.breakdown], frozenset(split.codes)
            waiting += [
                (split.inside, {**box, name: box[name] & inside}),
                (split.outside, {**box, name: box[name] - inside}),
            ]
        return tuple(found[block] for block in range(self.blocks))


def divide(
    people: Mapping[Profile, int], breakdowns: Sequence[str], *, least: int, most: int = MOST_BLOCKS
) -> Division:
    """Cuts the population into blocks of at least `least` people each, as even as can be, largest first.

    people: number of people by profile. most: number of blocks at which cutting ends.
    """
    parts: list[_Part] = [_Part.of(people)]
    cuts: dict[int, tuple[int, tuple[str, ...], int, int]] = {}
    open_parts = [(-parts[0].size, 0)]
    while open_parts and len(cuts) + 1 < most:
        _, at = heapq.heappop(open_parts)
        cut = _best_cut(parts[at].people, least)
        if cut is None:
            continue
        breakdown, codes = cut
        halves = _halves(parts[at].people, breakdown, codes)
        cuts[at] = (breakdown, codes, len(parts), len(parts) + 1)
        for half in halves:
            heapq.heappush(open_parts, (-half.size, len(parts)))
            parts.append(half)
    return Division(breakdowns=tuple(breakdowns), splits=tuple(_numbered(cuts)))


class _Part(Declared):
    """Some of the population, and how many they are."""

    people: Mapping[Profile, int]
    size: int

    @classmethod
    def of(cls, people: Mapping[Profile, int]) -> "_Part":
        return cls(people=people, size=sum(people.values()))


def _halves(people: Mapping[Profile, int], breakdown: int, codes: tuple[str, ...]) -> tuple[_Part, _Part]:
    inside = {profile: count for profile, count in people.items() if profile[breakdown] in codes}
    return _Part.of(inside), _Part.of({p: count for p, count in people.items() if p not in inside})


def _best_cut(people: Mapping[Profile, int], least: int) -> tuple[int, tuple[str, ...]] | None:
    """The evenest cut along one breakdown; None if none leaves enough people on both sides."""
    best, evenest = None, least - 1
    whole = sum(people.values())
    for breakdown in range(len(next(iter(people), ()))):
        sizes: Counter[str] = Counter()
        for profile, count in people.items():
            sizes[profile[breakdown]] += count
        codes, inside = sorted(sizes), 0
        for end, code in enumerate(codes[:-1], 1):
            inside += sizes[code]
            if min(inside, whole - inside) > evenest:
                best, evenest = (breakdown, tuple(codes[:end])), min(inside, whole - inside)
    return best


def _numbered(cuts: Mapping[int, tuple[int, tuple[str, ...], int, int]]) -> Iterator[Split]:
    """The cuts from the top, with blocks numbered from left to right."""
    order = list(_down(cuts, 0))
    number = {part: at for at, part in enumerate(part for part in order if part in cuts)}
    block = {part: -1 - at for at, part in enumerate(part for part in order if part not in cuts)}
    for part in number:
        breakdown, codes, inside, outside = cuts[part]
        yield Split(
            breakdown=breakdown,
            codes=codes,
            inside=number.get(inside, block.get(inside, 0)),
            outside=number.get(outside, block.get(outside, 0)),
        )


def _down(cuts: Mapping[int, tuple[int, tuple[str, ...], int, int]], top: int) -> Iterator[int]:
    """All parts below one, itself first, from left to right."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        yield part
        if part in cuts:
            waiting += [cuts[part][3], cuts[part][2]]
