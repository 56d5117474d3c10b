"""Which clauses stayed where they were, and which moved: of those in both versions, the least text moved."""

from collections.abc import Sequence


def staying(places: Sequence[int], weights: Sequence[int]) -> frozenset[int]:
    """Indexes of the heaviest rising run of places; what is not in it moved.

    places: old places, each once, in the new order. weights: at least 1 each. Where two runs weigh the same, the one
    whose last clause stands earlier in the new order is taken, so that the answer is always the same one.
    """
    best = _Best(max(places, default=-1) + 1)
    sums, before = [], []
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        weight_so_far, follows = best.below(place)
        sums.append(weight_so_far + weight)
        before.append(follows)
        best.put(place, sums[-1], index)
    at = max(range(len(sums)), key=lambda index: (sums[index], -index), default=-1)
    found = set()
    while at >= 0:
        found.add(at)
        at = before[at]
    return frozenset(found)


class _Best:
    """The heaviest run that ends below a place, kept in a Fenwick tree: a text of 2,000 clauses takes no second."""

    def __init__(self, size: int) -> None:
        # Weight, and minus the index: of equals the earlier is the greater. Index -1 where there is no run.
        self._tree = [(0, 1)] * (size + 1)

    def below(self, place: int) -> tuple[int, int]:
        """The weight, and the index of the run's last clause; -1 where there is none."""
        found = (0, 1)
        while place > 0:
            found = max(found, self._tree[place])
            place -= place & -place
        return found[0], -found[1]

    def put(self, place: int, weight: int, index: int) -> None:
        """A run of that weight ends at that place."""
        place += 1
        while place < len(self._tree):
            self._tree[place] = max(self._tree[place], (weight, -index))
            place += place & -place
