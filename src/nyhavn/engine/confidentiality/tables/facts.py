"""What is known of each cell before anything is hidden, and how margins come out of leaves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.suppression.problem import Floats
from nyhavn.engine.confidentiality.tables.linked import Cross
from nyhavn.framework.hierarchy import Hierarchy

Number = TypeVar("Number", np.float64, np.int64)


@dataclass(frozen=True)
class Contributions:
    """Who is behind each cell. number: how many. largest: the largest contributions, one row each, 0 where none is."""

    number: Floats
    largest: Floats


@dataclass(frozen=True)
class CellFacts:
    """The cells of linked tables, in the order of their places.

    value: what the table would show. by_contributor: each contributor's rows in a cell added up. by_holding: the same
    with the contributors of a holding as one; None where nothing is known of holdings.
    """

    value: Floats
    by_contributor: Contributions
    by_holding: Contributions | None = None

    @property
    def views(self) -> tuple[Contributions, ...]:
        """Everybody who may attack or be attacked: contributors, and holdings."""
        return tuple(view for view in (self.by_contributor, self.by_holding) if view is not None)

    @property
    def fewest(self) -> Floats:
        """How many are behind each cell, the smaller number of both views."""
        return np.asarray(np.min([view.number for view in self.views], axis=0))


def below(tree: Hierarchy) -> Any:
    """Which leaves stand below each code, a leaf below itself: codes x leaves, sparse, in the order of the tree.

    One entry per leaf and code above it: as wide classifications have tens of thousands of codes, not one per pair.
    """
    at = [(tree.place[code], number) for number, leaf in enumerate(tree.leaves) for code in tree.ancestors(leaf)]
    rows, columns = np.array(at, dtype=np.int64).T
    return csr_array((np.ones(len(at), dtype=np.int64), (rows, columns)), shape=(len(tree.codes), len(tree.leaves)))


def positions_below(tree: Hierarchy) -> Iterator[npt.NDArray[np.int64]]:
    """The positions of the leaves below each code, rising, in the order of the tree."""
    matrix = below(tree)
    yield from np.split(matrix.indices.astype(np.int64), matrix.indptr[1:-1])


def added_up(leaves: npt.NDArray[Number], cross: Cross) -> npt.NDArray[Number]:
    """Sums over the leaves below every combination of codes. leaves: shaped as the leaves of the cross."""
    for axis, tree in enumerate(cross):
        first = np.moveaxis(leaves, axis, 0)
        sums = below(tree) @ first.reshape(len(first), -1)
        leaves = np.moveaxis(sums.reshape(len(tree.codes), *first.shape[1:]), 0, axis)
    return leaves


def largest_of(leaves: Floats, cross: Cross) -> Floats:
    """The largest contributions of every combination of codes, if nobody contributes to two leaves.

    leaves: contributions x leaves of the cross, descending.
    """
    kept = leaves.shape[0]
    for axis, tree in enumerate(cross, start=1):
        parts = [_merged(np.take(leaves, inside, axis=axis), axis, kept) for inside in positions_below(tree)]
        leaves = np.stack(parts, axis=axis)
    return leaves


def _merged(leaves: Floats, axis: int, kept: int) -> Floats:
    """The largest among all contributions along an axis."""
    together = np.moveaxis(leaves, axis, 1)
    flat = together.reshape(-1, *together.shape[2:])
    return np.asarray(-np.sort(-flat, axis=0)[:kept])


def scattered(parts: Sequence[Floats], at: Sequence[npt.NDArray[np.int64]], cells: int) -> Floats:
    """Values by place from values by cross. parts: the last axes are shaped as `at`; what comes first stays first."""
    lead = parts[0].shape[: parts[0].ndim - at[0].ndim]
    found = np.zeros((*lead, cells))
    for part, positions in zip(parts, at, strict=True):
        found[..., positions] = part
    return found
