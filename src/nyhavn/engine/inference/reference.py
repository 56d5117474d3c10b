"""What is known of the population: a reference probability sample, a count of everybody, or margins alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.inference.arrays import Categories, FloatArray, IntArray, summed
from nyhavn.engine.inference.categories import check_complete, read_categories
from nyhavn.framework.refusal import Reason, Refusal, refusal

MARGIN_TOLERANCE = 1e-6  # totals rounded to whole people agree to better than this in any population of a million

LARGEST_WEIGHT = 1e12  # more than there are people or trees in any country; also catches what is no number


@dataclass(frozen=True)
class ReferenceSample:
    """A probability sample, collapsed. One entry per cell, stratum, cluster and weight, so that nothing is lost.

    categories: codes of each cell. cell: number of the cell of each entry. stratum: its stratum. cluster: its
    cluster, numbered over all strata; empty where every row was drawn by itself. rows: rows of the entry, each with
    `weight`. strata: names of the strata.
    """

    covariates: tuple[str, ...]
    categories: Categories
    cell: IntArray
    stratum: IntArray
    cluster: IntArray
    rows: IntArray
    weight: FloatArray
    strata: tuple[str, ...] = ("",)

    @property
    def cell_weights(self) -> FloatArray:
        """Weighted count of each cell: how many of the population it stands for."""
        return summed(self.cell, self.rows * self.weight, len(self.categories))


@dataclass(frozen=True)
class PopulationCells:
    """Everybody in the population, counted by cell: a census or a register. It has no sampling error."""

    covariates: tuple[str, ...]
    categories: Categories
    counts: FloatArray

    @property
    def cell_weights(self) -> FloatArray:
        """Count of each cell."""
        return self.counts


@dataclass(frozen=True)
class PopulationMargins:
    """Only the totals of each covariate by itself are known: covariate to category to count."""

    margins: Mapping[str, Mapping[str, float]]

    @property
    def covariates(self) -> tuple[str, ...]:
        """The covariates whose totals are known."""
        return tuple(self.margins)


Reference = ReferenceSample | PopulationCells | PopulationMargins


def collapse_reference(
    frame: nw.LazyFrame[Any], covariates: Sequence[str], weight: str, *, stratum: str = "", cluster: str = ""
) -> ReferenceSample:
    """Collapse a reference probability sample: text columns, and a weight above zero in each row.

    Raises Refusal if a covariate is empty, a weight is missing or not above zero, or a stratum or cluster is empty.
    """
    keys = [name for name in (stratum, cluster) if name]
    check_complete(frame, tuple(dict.fromkeys((*covariates, *keys, weight))), "reference")
    prepared = frame.with_columns(nw.col(weight).cast(nw.Float64).alias("_w"))
    unusable = prepared.select(
        (~((nw.col("_w") > 0) & (nw.col("_w") < LARGEST_WEIGHT))).cast(nw.Int64).sum().alias("rows")
    ).collect("pyarrow")
    if bad := int(unusable.item(0, "rows") or 0):
        raise refusal(
            "adjustment-weight-unusable",
            f"{bad} rows of the reference have no weight above zero.",
            where=weight,
            do="A reference needs the weight of every row: how many of the population it stands for.",
        )
    groups = list(dict.fromkeys((*covariates, *keys, "_w")))
    entries = prepared.select(*groups, nw.lit(1.0).alias("_n")).group_by(*groups).agg(nw.col("_n").sum())
    return _sample(entries.collect("pyarrow"), covariates, stratum, cluster)


def population_cells(covariates: Sequence[str], counts: Mapping[tuple[str, ...], float]) -> PopulationCells:
    """A population counted by cell. counts: category codes, in the order of the covariates, to numbers."""
    ordered = tuple(sorted(codes for codes, count in counts.items() if count > 0))
    return PopulationCells(tuple(covariates), ordered, np.array([counts[codes] for codes in ordered], dtype=np.float64))


def check_margins(margins: PopulationMargins) -> float:
    """The size of the population; refuses margins that disagree about it (by more than rounding)."""
    totals = {name: sum(counts.values()) for name, counts in margins.margins.items()}
    size = next(iter(totals.values()))
    reasons = [
        Reason(
            "adjustment-margins-disagree",
            f"The totals of “{name}” add up to {total:.10g}, those of “{next(iter(totals))}” to {size:.10g}.",
            where=name,
            do="Give totals of one population at one time.",
        )
        for name, total in totals.items()
        if not np.isclose(total, size, rtol=MARGIN_TOLERANCE, atol=0)
    ]
    if reasons:
        raise Refusal(*reasons)
    return float(size)


def _sample(entries: nw.DataFrame[Any], covariates: Sequence[str], stratum: str, cluster: str) -> ReferenceSample:
    codes = read_categories(entries, covariates)
    above = entries[stratum].cast(nw.String).to_list() if stratum else [""] * len(codes)
    unit = entries[cluster].cast(nw.String).to_list() if cluster else [""] * len(codes)
    weight = np.asarray(entries["_w"].to_numpy(), dtype=np.float64)
    rows = np.asarray(entries["_n"].to_numpy(), dtype=np.float64).astype(np.int64)
    keys = list(zip(codes, above, unit, weight.tolist(), strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    categories, strata = sorted(set(codes)), sorted(set(above))
    pairs = sorted(set(zip(above, unit, strict=True)))
    place = {code: number for number, code in enumerate(categories)}
    stratum_number = {name: number for number, name in enumerate(strata)}
    pair_number = {pair: number for number, pair in enumerate(pairs)}
    clusters = [pair_number[(above[row], unit[row])] for row in order] if cluster else []
    return ReferenceSample(
        tuple(covariates),
        tuple(categories),
        np.array([place[codes[row]] for row in order], dtype=np.int64),
        np.array([stratum_number[above[row]] for row in order], dtype=np.int64),
        np.array(clusters, dtype=np.int64),
        rows[order],
        weight[order],
        tuple(strata),
    )
