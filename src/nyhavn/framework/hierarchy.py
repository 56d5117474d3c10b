"""A classification as a tree: each code below its parent, one total at the top."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nyhavn.framework.refusal import Reason, Refusal, refusal

SHOWN = 5  # codes named in one sentence


@dataclass(frozen=True)
class Hierarchy:
    """The codes of one breakdown. parents: the parent of every code but the total.

    Raises Refusal: hierarchy-empty, hierarchy-total, hierarchy-orphan, hierarchy-cycle.
    """

    name: str
    total: str
    parents: Mapping[str, str]
    _children: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        where = f'hierarchy "{self.name}"'
        if not self.parents:
            raise refusal("hierarchy-empty", "The hierarchy has no codes below its total.", where=where)
        children: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            children.setdefault(parent, []).append(code)
        object.__setattr__(self, "_children", {code: tuple(below) for code, below in children.items()})
        reasons = (*self._of_total(where), *self._orphans(where), *self._cycles(where))
        if reasons:
            raise Refusal(*reasons)

    @classmethod
    def flat(cls, name: str, codes: tuple[str, ...], total: str) -> "Hierarchy":
        """Codes directly below their total."""
        return cls(name, total, dict.fromkeys(codes, total))

    def children(self, code: str) -> tuple[str, ...]:
        """The codes directly below, in their order; none below a leaf."""
        return self._children.get(code, ())

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes from the top: each parent before its children."""
        order = [self.total]
        for code in order:
            order.extend(self.children(code))
        return tuple(order)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes with none below."""
        return tuple(code for code in self.codes if not self.children(code))

    @property
    def inner(self) -> tuple[str, ...]:
        """The codes with others below, each parent before its children."""
        return tuple(code for code in self.codes if self.children(code))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Of each code its number among all codes."""
        return {code: number for number, code in enumerate(self.codes)}

    def below(self, code: str) -> tuple[str, ...]:
        """The code itself and everything below it, in the order of all codes."""
        found = [code]
        for one in found:
            found.extend(self.children(one))
        return tuple(sorted(found, key=self.place.__getitem__))

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The code itself and everything above it, up to the total."""
        line = [code]
        while line[-1] != self.total:
            line.append(self.parents[line[-1]])
        return tuple(line)

    def level(self, code: str) -> int:
        """How many steps below the total."""
        return len(self.ancestors(code)) - 1

    def _of_total(self, where: str) -> list[Reason]:
        if self.total not in self.parents:
            return []
        what = f"The total {self.total!r} stands below {self.parents[self.total]!r}."
        return [Reason("hierarchy-total", what, where, "Put no code above the total.")]

    def _orphans(self, where: str) -> list[Reason]:
        known = {self.total, *self.parents}
        orphans = [code for code, parent in self.parents.items() if parent not in known]
        if not orphans:
            return []
        shown = ", ".join(repr(code) for code in orphans[:SHOWN])
        what = f"{len(orphans)} codes stand below a code that the hierarchy does not have: {shown}."
        return [Reason("hierarchy-orphan", what, where, "Add the missing parents, or put the codes below the total.")]

    def _cycles(self, where: str) -> list[Reason]:
        reached = {self.total}
        for code in self.parents:
            line: list[str] = []
            while code not in reached and code in self.parents and code not in line:
                line.append(code)
                code = self.parents[code]
            if code in line:
                what = f"Following the parents of {code!r} leads back to {code!r}."
                return [
                    Reason("hierarchy-cycle", what, where, "Let each code stand below one that is nearer the total.")
                ]
            reached.update(line)
        return []
