"""Exact weighted quantiles, and Woodruff's intervals for them.

The quantile p of a group is the smallest value at or below which a share of at least p of the weight lies (the inverse
of the weighted distribution function; R survey svyquantile, rule "math"). Its interval is that of the *share* of the
weight at or below it, read back from the distribution (Woodruff 1952, Journal of the American Statistical Association
47, 635-646); its standard error is the width of that interval over twice Student's t.
"""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.estimation.sums import FloatArray, IntArray, Sums

ROUNDING = 1e-12  # of the total weight: a share reached but for the rounding of doubles is reached


@dataclass(frozen=True)
class Distributions:
    """The weighted distributions of all groups: values in order within each group, and the weight up to each.

    start: where the values of each group begin; one entry more at the end.
    """

    value: FloatArray
    cumulated: FloatArray
    start: IntArray

    @classmethod
    def of(cls, value: FloatArray, sums: Sums, index: IntArray, size: int) -> "Distributions":
        """From cells: their value, sums, and the group of each, below size."""
        used = np.flatnonzero((sums.valid > 0) & np.isfinite(value))
        used = used[np.lexsort((value[used], index[used]))]
        group, weight = index[used], sums.wx[used]
        start = np.searchsorted(group, np.arange(size + 1))
        cumulated = np.cumsum(weight)
        before = np.concatenate([[0.0], cumulated])[start[:-1]]
        return cls(value[used], cumulated - before[group], start.astype(np.int64))

    def at(self, share: FloatArray) -> FloatArray:
        """The quantile of each group; share: one per group, nan gives nan."""
        found = np.full(len(share), np.nan)
        for group, (first, last) in enumerate(zip(self.start[:-1], self.start[1:], strict=True)):
            if first < last and np.isfinite(share[group]):
                weights = self.cumulated[first:last]
                wanted = (share[group] - ROUNDING) * weights[-1]
                found[group] = self.value[first + min(np.searchsorted(weights, wanted), len(weights) - 1)]
        return found
