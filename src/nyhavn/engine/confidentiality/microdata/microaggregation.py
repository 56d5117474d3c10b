"""Micro-aggregation: numbers of at least k records that are alike become their mean.

MDAV, maximum distance to average vector: Domingo-Ferrer and Torra, Data Mining and Knowledge Discovery 11 (2005),
195-212. Take the record farthest from the mean of what is left with its k - 1 nearest, then likewise the record
farthest from that one; repeat. Fewer than 2k records at the end are one group.
"""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.microdata.assessment import check_k
from nyhavn.engine.confidentiality.microdata.numbering import Floats, Integers
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Aggregated:
    """values: records x variables, each the mean of its group. group: number of each record's. lost: the squared
    distances within groups over those from the overall mean, with every variable in its standard deviations.
    """

    values: Floats
    group: Integers
    lost: float


def microaggregate(values: Floats, k: int) -> Aggregated:
    """values: records x variables, without missing ones. The time it takes grows with the square of the records.

    Raises Refusal "k-too-large", "k-too-small", "microdata-number-missing".
    """
    if not np.isfinite(values).all():
        rows = int((~np.isfinite(values).all(axis=1)).sum())
        what = f"{rows} records lack one of the numbers that are to be aggregated."
        raise refusal("microdata-number-missing", what, where="micro-aggregation", do="Leave these records out of it.")
    check_k(k, len(values))
    scale = values.std(axis=0)
    standard = (values - values.mean(axis=0)) / np.where(scale > 0, scale, 1.0)
    group = _groups(standard, k)
    sizes = np.bincount(group).astype(np.float64)
    means, standard_means = (
        np.stack([np.bincount(group, column) / sizes for column in columns.T], axis=1)[group]
        for columns in (values, standard)
    )
    spread = float((standard**2).sum())
    lost = float(((standard - standard_means) ** 2).sum()) / spread if spread > 0 else 0.0
    return Aggregated(means, group, lost)


def _groups(standard: Floats, k: int) -> Integers:
    group = np.full(len(standard), -1, dtype=np.int64)
    left, number = np.arange(len(standard)), 0
    while len(left) >= 3 * k:
        farthest = _farthest(standard[left], standard[left].mean(axis=0))
        start = standard[left[farthest]]
        left = _taken(standard, left, start, k, group, number)
        opposite = standard[left[_farthest(standard[left], start)]]
        left = _taken(standard, left, opposite, k, group, number + 1)
        number += 2
    if len(left) >= 2 * k:
        start = standard[left[_farthest(standard[left], standard[left].mean(axis=0))]]
        left = _taken(standard, left, start, k, group, number)
        number += 1
    group[left] = number
    return group


def _taken(standard: Floats, left: Integers, start: Floats, k: int, group: Integers, number: int) -> Integers:
    """Give the k nearest of those left their number; who is left then."""
    distance = ((standard[left] - start) ** 2).sum(axis=1)
    order = np.argsort(distance, kind="stable")  # of records equally far the first in the file
    group[left[order[:k]]] = number
    return np.sort(left[order[k:]])


def _farthest(standard: Floats, point: Floats) -> int:
    return int(np.argmax(((standard - point) ** 2).sum(axis=1)))
