"""Tables and counts of a release before anything is protected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isfinite, prod
from typing import Any

import narwhals as nw

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.calibration import Calibration
from nyhavn.engine.estimation.estimates import Estimates, estimate_groups
from nyhavn.engine.estimation.margins import (
    TableCells,
    Wanted,
    group_number,
    groups,
    margins,
    shown_codes,
    table_cells,
)
from nyhavn.engine.estimation.measures import domain, measure
from nyhavn.engine.estimation.sampling import DEFAULT_CONFIDENCE, Sampling, SamplingError
from nyhavn.framework.precision import LonelyStratum, ShareInterval
from nyhavn.framework.reliability import Precision, reliability
from nyhavn.framework.statistics import (
    Breakdown,
    CellStatus,
    Figure,
    GroupCounts,
    Indicator,
    Statistic,
    StatisticalTable,
)

DIGITS = 12  # significant; engines add doubles in different orders, so the last three or four are not facts

NO_CHANCE = "No standard errors: nobody was drawn by chance, so there is no sampling error to measure."
SOME_WITHOUT = "Where no interval stands beside a figure, its answers do not allow one to be worked out."
NOT_COLLECTED = "Nobody answered: not collected, which is not zero."
NO_POPULATION = "No standard errors: the figures speak about those who took part and nobody else."


@dataclass(frozen=True)
class Estimation:
    """Tables of a release, unprotected, and in plain sentences why standard errors are missing.

    remarks: about the whole release; they may be published. about_groups: why single groups have no error, restricted:
    "all answers are alike" would say of a hidden group what hiding it keeps back.
    """

    tables: tuple[StatisticalTable, ...]
    remarks: tuple[str, ...]
    about_groups: tuple[str, ...] = ()


def group_counts(
    coded: nw.LazyFrame[Any], indicators: Sequence[Indicator], breakdowns: Sequence[Breakdown]
) -> tuple[GroupCounts, ...]:
    """Unweighted counts of every indicator over the full cross of each set of breakdowns, zero cells included.

    Per cell: valid answers, of these in the numerator (proportions), and rows in the universe without a valid answer.
    """
    sampling = Sampling(SamplingError.NONE, inference=False)
    return tuple(_counts(table) for table in _cells_of(coded, indicators, breakdowns, sampling))


def tables(
    coded: nw.LazyFrame[Any],
    indicators: Sequence[Indicator],
    breakdowns: Sequence[Breakdown],
    *,
    error: SamplingError,
    inference: bool,
    confidence: float = DEFAULT_CONFIDENCE,
    population: Mapping[str, int] | None = None,
    calibration: Calibration | None = None,
    lonely: LonelyStratum = LonelyStratum.NO_ERROR,
    share_interval: ShareInterval = ShareInterval.KORN_GRAUBARD,
) -> Estimation:
    """Every indicator in total and by its breakdowns, with all margins, unprotected.

    Means and proportions are weighted if the coded frame holds weights; counts and totals only if the figures also
    speak about a population (inference). Standard errors and intervals only with inference and a selection by chance.
    population: units to draw from by stratum; calibration: what the weights were made to meet; lonely, share_interval:
    choices by name (see `Sampling`). An indicator that nobody answered is remarked as not collected.
    Raises Refusal for a design that contradicts itself.
    """
    names = coded.collect_schema().names()
    sampling = Sampling(
        error,
        inference,
        confidence,
        population or {},
        weighted=columns.WEIGHT in names,
        clustered=columns.CLUSTER in names,
        stratified=columns.STRATUM in names,
        calibration=calibration,
        lonely=lonely,
        share_interval=share_interval,
    )
    made = [_table(table, sampling) for table in _cells_of(coded, indicators, breakdowns, sampling)]
    about_groups = tuple(dict.fromkeys(remark for _, why in made for remark in why)) if sampling.has_errors else ()
    finished = tuple(table for table, _ in made)
    return Estimation(finished, (*_remarks(sampling, about_groups), *_not_collected(finished)), about_groups)


def _cells_of(
    coded: nw.LazyFrame[Any], indicators: Sequence[Indicator], breakdowns: Sequence[Breakdown], sampling: Sampling
) -> Iterator[TableCells]:
    wanted = [Wanted(measure(indicator), indicator.by) for indicator in indicators]
    return table_cells(coded, wanted, [domain(breakdown) for breakdown in breakdowns], sampling)


def _remarks(sampling: Sampling, about_groups: tuple[str, ...]) -> tuple[str, ...]:
    """Why standard errors are missing, without a word about any group."""
    if sampling.has_errors:
        return (SOME_WITHOUT,) if about_groups else ()
    return (NO_CHANCE if sampling.error is SamplingError.NONE else NO_POPULATION,)


def _not_collected(made: Sequence[StatisticalTable]) -> Iterator[str]:
    """Indicators without a single answer: of the whole release, so that it says nothing about any group."""
    for table in made:
        if not table.breakdowns and not table.figure().n:
            yield f"{table.indicator}: {NOT_COLLECTED}"


def _table(table: TableCells, sampling: Sampling) -> tuple[StatisticalTable, list[str]]:
    found: dict[tuple[str, ...], Estimates] = {}
    for kept in margins(table.by):
        index, shape = table.cells.groups(kept)
        found[kept] = estimate_groups(table.measure, table.cells, index, prod(shape), sampling)
    codes = shown_codes(table, table.cells.sums[table.measure.id].asked)
    figures = []
    for categories in groups(codes):
        kept, number = group_number(table, categories)
        figure = _figure(table.measure.statistic, categories, found[kept], number)
        figures.append(
            _flagged(table.measure.statistic, figure, found[kept], number) if sampling.has_errors else figure
        )
    name = ".by.".join(filter(None, (table.measure.id, ".".join(table.by))))
    remarks = [f"{table.measure.id}: {remark}" for estimates in found.values() for remark in estimates.remarks]
    return StatisticalTable(name, table.measure.id, table.by, tuple(figures)), remarks


def _figure(statistic: Statistic, categories: tuple[str, ...], estimates: Estimates, number: int) -> Figure:
    n = int(estimates.n[number])
    if n == 0:
        return Figure(categories, CellStatus.NO_ANSWERS, n=0)
    is_share = statistic is Statistic.PROPORTION
    return Figure(
        categories,
        CellStatus.PUBLISHED,
        n=n,
        numerator=int(estimates.holds[number]) if is_share else None,
        value=known(estimates.value[number]),
        standard_error=known(estimates.standard_error[number]),
        low=known(estimates.low[number]),
        high=known(estimates.high[number]),
    )


def _flagged(statistic: Statistic, figure: Figure, estimates: Estimates, number: int) -> Figure:
    """The figure with what the reliability policy says of it."""
    effective, df = known(estimates.effects.effective[number]), int(estimates.df[number])
    precision = Precision(figure.n or 0, figure.value, figure.standard_error, figure.low, figure.high, effective, df)
    found = reliability(statistic, precision)
    return figure if found is None else replace(figure, reliability=found.word.value, why=found.why)


def _counts(table: TableCells) -> GroupCounts:
    index, shape = table.cells.groups(table.by)
    sums = table.cells.sums[table.measure.id]
    group = sums.grouped(index, prod(shape))
    cells = {}
    for categories in product(*shown_codes(table, sums.asked)):
        _, number = group_number(table, categories)
        asked, valid, holds = int(group.asked[number]), int(group.valid[number]), int(group.holds[number])
        cells[categories] = (valid, holds, asked - valid)
    return GroupCounts(table.measure.id, table.by, cells)


def known(number: float) -> float | None:
    """A published number, or None; rounded to the digits that are facts."""
    return float(f"{number:.{DIGITS}g}") if isfinite(number) else None
