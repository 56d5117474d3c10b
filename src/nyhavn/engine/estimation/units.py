"""The units that were drawn: who lies within whom, how many were drawn, and of how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.measures import code_of
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.sums import FloatArray, IntArray
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import NOT_STATED

SMALLEST, LARGEST = "least", "most"  # of the population sizes that the rows of a cell state


@dataclass(frozen=True)
class Stage:
    """One stage of drawing.

    unit: number of the unit of each place (see `Units`); None: rows were drawn. group: within which each unit was
    drawn (a stratum, or at the second stage a cluster); where rows were drawn, the group of each place. drawn: units
    per group. population: units to draw from per group, infinite where not known.
    """

    unit: IntArray | None
    group: IntArray
    drawn: IntArray
    population: FloatArray

    @property
    def correction(self) -> FloatArray:
        """The finite population correction 1 - f of each group; 1, the cautious side, where no size is known."""
        return 1 - self.drawn / np.maximum(self.population, 1)


@dataclass(frozen=True)
class Units:
    """The units of collapsed cells.

    place: number of each cell's place, that is the finest unit that the cells tell apart and the calibration cell.
    calibrated: calibration cell of each place. names: stratum and cluster of each first-stage unit, "" where there are
    none. strata: names of the strata. first, second: the stages; second None: the first stands for all that follow.
    """

    place: IntArray
    calibrated: IntArray
    names: tuple[tuple[str, str], ...]
    strata: tuple[str, ...]
    first: Stage
    second: Stage | None

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.calibrated)


def find_units(frame: nw.DataFrame[Any], rows: IntArray, calibrated: IntArray, sampling: Sampling) -> Units:
    """Number the units of cells. rows: per cell; calibrated: calibration cell of each cell.

    A cluster code is read within its stratum, and a second-stage one within its cluster. Raises Refusal for population
    sizes that contradict the sample or each other.
    """
    texts = [_texts(frame, rows, name, sampling) for name in (columns.STRATUM, columns.CLUSTER, columns.SECOND)]
    places, place = numbered(list(zip(*texts, calibrated.tolist(), strict=True)) or [("", "", "", 0)])
    place = place[: len(rows)]
    seconds, second = numbered([key[:3] for key in places])
    clusters, cluster_of_second = numbered([key[:2] for key in seconds])
    strata, stratum_of_cluster = numbered([key[0] for key in clusters])
    cluster = cluster_of_second[second]
    drawn_rows = np.bincount(place, rows, len(places)).astype(np.int64)
    if sampling.clustered:
        first = _stage(cluster, stratum_of_cluster, len(strata))
    else:
        first = _rows_stage(stratum_of_cluster[cluster], drawn_rows, len(strata))
    sizes = _Sizes(frame, sampling)
    of_strata = sizes.of(0, stratum_of_cluster[cluster][place], strata, sampling.population)
    first = _checked(first, of_strata, strata, "units" if sampling.clustered else "rows")
    below = None
    if sampling.has_second_stage:
        if sampling.subsampled:
            below = _stage(second, cluster_of_second, len(clusters))
        else:
            below = _rows_stage(cluster, drawn_rows, len(clusters))
        named = [name for _, name in clusters]
        of_clusters = sizes.of(1, cluster[place], named, sampling.second_population)
        below = _checked(below, of_clusters, named, "units of the second stage")
    return Units(place, np.array([key[3] for key in places]), tuple(clusters), tuple(strata), first, below)


def members(index: IntArray, size: int) -> csr_array:
    """1 where a row's number is that of the column: a product with it sums over the members of each group."""
    return csr_array((np.ones(len(index)), index, np.arange(len(index) + 1)), shape=(len(index), size))


def numbered(keys: Sequence[Any]) -> tuple[list[Any], IntArray]:
    """The different keys, sorted, and the number of each key among them."""
    different = sorted(set(keys))
    number = {key: place for place, key in enumerate(different)}
    return different, np.array([number[key] for key in keys], dtype=np.int64)


@dataclass(frozen=True)
class _Sizes:
    """Population sizes, from a mapping or from columns of the coded frame."""

    frame: nw.DataFrame[Any]
    sampling: Sampling

    def of(self, stage: int, group: IntArray, names: Sequence[str], stated: Mapping[str, int]) -> FloatArray:
        """Units to draw from in each group; group: of each cell."""
        if stage >= self.sampling.sizes:
            for_all = stated.get("", np.inf) if stage else np.inf  # one number for every cluster
            return np.array([stated.get(name, for_all) for name in names])
        least, most = np.full(len(names), np.inf), np.full(len(names), -np.inf)
        np.minimum.at(least, group, self.frame[f"{SMALLEST}{columns.SIZES[stage]}"].to_numpy())
        np.maximum.at(most, group, self.frame[f"{LARGEST}{columns.SIZES[stage]}"].to_numpy())
        if (least != most).any():
            what = f"Rows of one {'cluster' if stage else 'stratum'} state different population sizes."
            do = "State one size for all rows that were drawn from the same units."
            raise Refusal(Reason("population-sizes-differ", what, "design", do))
        return most


def _texts(frame: nw.DataFrame[Any], rows: IntArray, name: str, sampling: Sampling) -> list[str]:
    """The codes of one kind of unit, the same for all where the design has none. Raises Refusal for rows without."""
    if name not in sampling.unit_columns:
        return [""] * len(frame)
    codes = [code_of(value) for value in frame[name].to_list()]
    lacking = sum(int(number) for number, code in zip(rows, codes, strict=True) if code == NOT_STATED)
    if lacking:
        kind = "stratum" if name == columns.STRATUM else "cluster"
        what = f"{lacking} rows have no {kind}."
        raise Refusal(Reason(f"{kind}-missing", what, "design", f"Fill in the {kind} of each row."))
    return codes


def _stage(unit: IntArray, group: IntArray, groups: int) -> Stage:
    drawn = np.bincount(group, minlength=groups)
    return Stage(unit, group, drawn, np.full(groups, np.inf))


def _rows_stage(group: IntArray, rows: IntArray, groups: int) -> Stage:
    return Stage(None, group, np.bincount(group, rows, groups).astype(np.int64), np.full(groups, np.inf))


def _checked(stage: Stage, population: FloatArray, names: Sequence[str], what: str) -> Stage:
    """The stage with its population sizes. Raises Refusal "population-too-small"."""
    reasons = [
        Reason(
            "population-too-small",
            f"{number} {what} were drawn{_within(name)}, more than the population size that the design states.",
            where="design",
            do="Correct the population size, or leave it out.",
        )
        for number, size, name in zip(stage.drawn.tolist(), population.tolist(), names, strict=True)
        if number > size
    ]
    if reasons:
        raise Refusal(*reasons)
    return Stage(stage.unit, stage.group, stage.drawn, population)


def _within(group: str) -> str:
    return f" in stratum {group}" if group else ""
