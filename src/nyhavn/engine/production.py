"""One function: answers in, protected tables out. The order is the protection: nothing unprotected leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.adjusted_rows import Adjusted, Moved, moved
from nyhavn.engine.confidentiality import apply, protect
from nyhavn.engine.estimation import Estimation, SamplingError, check_declared, code_rows, group_counts, tables
from nyhavn.engine.weighted_rows import WeightedRows, WeightOrder, weigh_rows
from nyhavn.engine.weighting import CellWeights
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.protection import Protection, ProtectionPolicy
from nyhavn.framework.rounding import as_published
from nyhavn.framework.statistics import Breakdown, Indicator, StatisticalTable

Step = Callable[[str, int, int], None]

PROTECTING = {  # what the steps of protection are called where people watch
    "hide": "Hiding what gives people away",
    "attack": "Attacking the tables",
}


@dataclass(frozen=True)
class TableOrder:
    """Which tables to make, and how the rows came to be there.

    error, inference: whether chance was at work, and whether the figures speak beyond the rows.
    weight, cluster, stratum: columns of the answers, "" if the design has none. population: units to draw from
    (clusters, where clusters were drawn) by stratum, "" where there are no strata; empty where not known.
    weights: how the rows are weighted to a reference, None if they are not. of_records: ids of indicators that count
    the rows themselves and so are never weighted.
    policy: how the tables are protected; its parameters never leave the restricted part of a run.
    """

    instrument: Instrument
    indicators: tuple[Indicator, ...]
    breakdowns: tuple[Breakdown, ...]
    error: SamplingError
    inference: bool
    policy: ProtectionPolicy
    today: date
    weight: str = ""
    cluster: str = ""
    stratum: str = ""
    population: Mapping[str, int] = field(default_factory=dict)
    weights: WeightOrder | None = None
    of_records: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProtectedTables:
    """Tables as they may be published, and remarks on their errors; the rest is restricted.

    Computed numbers are rounded to `PUBLISHED_DIGITS`, so that they are the same on every engine. weights: of
    the rows; adjusted: participants beside the population; moved: how far adjusted totals could move. None and empty
    where rows were not weighted or adjusted.
    """

    tables: tuple[StatisticalTable, ...]
    protection: Protection
    remarks: tuple[str, ...]
    about_groups: tuple[str, ...]
    weights: CellWeights | None = None
    adjusted: Adjusted | None = None
    moved: tuple[Moved, ...] = ()


def produce_tables(
    answers: nw.LazyFrame[Any],
    order: TableOrder,
    *,
    coded_frame: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    step: Step,
) -> ProtectedTables:
    """The protected tables of an order.

    answers: lazy frame of text columns named by question, and Int64 `_row`. coded_frame: keeps the coded rows on the
    data engine, so that they are worked out once and not once per table.
    Raises Refusal for declarations and designs that contradict themselves.
    """
    check_declared(order.indicators, order.breakdowns, order.instrument)
    step("Counting", 0, 3)
    coded = coded_frame(coded_answers(answers, order))
    counts = group_counts(coded, order.indicators, order.breakdowns)
    step("Counting", 1, 3)
    weighted = weigh_rows(coded, order.weights) if order.weights else None
    step("Counting", 2, 3)
    found = _estimated(coded, coded_frame(weighted.coded) if weighted else coded, order, weighted)
    step("Counting", 3, 3)
    protection = protect(
        counts, order.indicators, order.policy, lambda stage, done, of: step(PROTECTING[stage], done, of)
    )
    shown = tuple(as_published(table) for table in apply(found.tables, protection))
    if weighted is None:
        return ProtectedTables(shown, protection, found.remarks, found.about_groups)
    ranges = moved(coded, order.indicators, weighted.adjusted) if weighted.adjusted else ()
    return ProtectedTables(
        shown, protection, found.remarks, found.about_groups, weighted.weights, weighted.adjusted, ranges
    )


def _estimated(
    coded: nw.LazyFrame[Any], final: nw.LazyFrame[Any], order: TableOrder, weighted: WeightedRows | None
) -> Estimation:
    """The tables in the order of the indicators. final: the coded rows with their final weights."""
    found = tables(
        final,
        [indicator for indicator in order.indicators if indicator.id not in order.of_records],
        order.breakdowns,
        error=order.error,
        inference=order.inference,
        population=order.population,
        calibration=weighted.calibration if weighted else None,
    )
    of_records = [indicator for indicator in order.indicators if indicator.id in order.of_records]
    if not of_records:
        return found
    counted = tables(coded, of_records, order.breakdowns, error=SamplingError.NONE, inference=False)
    place = {indicator.id: number for number, indicator in enumerate(order.indicators)}
    every = sorted((*found.tables, *counted.tables), key=lambda table: place[table.indicator])
    return replace(found, tables=tuple(every))


def weigh_answers(answers: nw.LazyFrame[Any], order: TableOrder) -> CellWeights | None:
    """The weights of an order alone, before any table; None where it asks for none. Raises Refusal as the tables do."""
    check_declared(order.indicators, order.breakdowns, order.instrument)
    return weigh_rows(coded_answers(answers, order), order.weights).weights if order.weights else None


def coded_answers(answers: nw.LazyFrame[Any], order: TableOrder) -> nw.LazyFrame[Any]:
    """What every answer counts as. Expects declarations that passed `check_declared`."""
    used: set[str] = {b for indicator in order.indicators for by in indicator.by for b in by}
    used |= set(order.weights.variables) if order.weights else set()
    return code_rows(
        answers,
        indicators=order.indicators,
        breakdowns=[breakdown for breakdown in order.breakdowns if breakdown.id in used],
        instrument=order.instrument,
        today=order.today,
        weight=order.weight,
        cluster=order.cluster,
        stratum=order.stratum,
    )
