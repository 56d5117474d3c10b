"""What is out of a family of tables, vintage by vintage, for as long as it bears on what comes next. Restricted.

It keeps published numbers, which hidden ones must stay hidden, and which groups were not empty; no count that was
hidden, and nobody's.
"""

from collections.abc import Collection, Sequence
from typing import Self

from nyhavn.engine.confidentiality.measures import Measure
from nyhavn.framework.declared import Declared

Place = tuple[Measure, tuple[tuple[str, str], ...]]  # what is counted, and the group: its conditions in order


class Wanted(Declared):
    """A count that must stay uncertain: nobody may rule out that it is `low`, or that it is `high`."""

    place: Place
    low: int
    high: int


class Seen(Declared):
    """One vintage. refreshed: per block, the vintage that it showed.

    values: by place the number as published, None where it was hidden; of places beyond these, nought was known.
    stood: the smallest groups in which somebody was counted, who attacks with what they know of themselves.
    """

    refreshed: tuple[int, ...]
    values: tuple[int | None, ...]
    wanted: tuple[Wanted, ...] = ()
    stood: tuple[Place, ...] = ()

    def shares(self, other: "Seen") -> bool:
        """Whether a block was in the same state in both vintages."""
        return any(one == another for one, another in zip(self.refreshed, other.refreshed, strict=True))


class History(Declared):
    """The vintages whose numbers bear on each other. places: of their numbers; new ones are added at the end."""

    places: tuple[Place, ...] = ()
    vintages: tuple[Seen, ...] = ()

    def widened(self, places: Collection[Place]) -> Self:
        """The same with further places, in which nobody stood so far."""
        return self.model_copy(update={"places": tuple(dict.fromkeys((*self.places, *places)))})

    def followed(self, now: Seen) -> Self:
        """With one more vintage, and without those that no longer bear on it, nor on any that does."""
        linked = linked_with(now, self.vintages)
        is_repeated = bool(linked) and linked[-1] == now
        return self.model_copy(update={"vintages": tuple(linked if is_repeated else (*linked, now))})


def linked_with(now: Seen, vintages: Sequence[Seen]) -> list[Seen]:
    """Vintages that show a block in the state in which this one shows it, and all that are so linked with those."""
    found, waiting = [], list(vintages)
    reached = [now]
    while reached:
        one = reached.pop()
        beside = [other for other in waiting if one.shares(other)]
        waiting = [other for other in waiting if not one.shares(other)]
        found += beside
        reached += beside
    return [one for one in vintages if one in found]
