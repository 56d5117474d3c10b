"""Statistical tables as sheets: one row a group, codes first, then labels, then what is published about the group."""

from collections.abc import Iterator

from nyhavn.exchange.bundle.layout import is_file_name
from nyhavn.exchange.bundle.sheet import Cell, Column, Sheet
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import (
    DECLINED,
    NOT_STATED,
    TOTAL,
    Breakdown,
    CellStatus,
    Figure,
    Statistic,
    StatisticalTable,
)

COMMON_LABELS = {TOTAL: "Total", NOT_STATED: "Not stated", DECLINED: "Declined to say"}
_STATUS = Column("status", title="Whether the figure is published", categories=tuple((s, s) for s in CellStatus))
_UNITS = {
    Statistic.COUNT: "contributions or events",
    Statistic.PROPORTION: "share, 0 to 1",
    Statistic.MEAN: "mean, in the unit of the question",
    Statistic.TOTAL: "sum, in the unit of the question",
    Statistic.RATIO: "one sum divided by another",
    Statistic.QUANTILE: "value at or below which a share of the answers lies, in the unit of the question",
}


def category_labels(breakdown: Breakdown) -> dict[str, str]:
    """Code to label: the breakdown's own categories, then total, not stated and declined."""
    return {category.code: category.label for category in breakdown.categories} | {
        code: label
        for code, label in COMMON_LABELS.items()
        if code not in {category.code for category in breakdown.categories}
    }


def table_sheet(release: Release, table: StatisticalTable) -> Sheet:
    """One statistical table as a sheet.

    Raises Refusal suppressed-with-numbers if a suppressed figure still carries more than its n, table-id-unsafe if the
    id cannot be a file name; KeyError if the release does not hold the table's indicator or breakdowns.
    """
    path = f"tables/{table.id}.csv"
    if not is_file_name(path):
        raise refusal("table-id-unsafe", "The name of a table cannot be the name of a file.", where=table.id)
    indicator = {indicator.id: indicator for indicator in release.indicators}[table.indicator]
    known = {breakdown.id: breakdown for breakdown in release.breakdowns}
    breakdowns = tuple(known[name] for name in table.breakdowns)
    unit = indicator.unit or _UNITS[indicator.statistic]
    labels = tuple(category_labels(breakdown) for breakdown in breakdowns)
    columns = (
        *(
            Column(breakdown.id, title=breakdown.title, description=breakdown.note, categories=tuple(label.items()))
            for breakdown, label in zip(breakdowns, labels, strict=True)
        ),
        *(Column(f"{breakdown.id}_label", title=f"{breakdown.title} (label)") for breakdown in breakdowns),
        *_number_columns(indicator.title, unit, _interval_words(release)),
    )
    rows = tuple(_rows(table, labels))
    return Sheet(path, f"{indicator.title}", columns, rows, table.breakdowns)


def _interval_words(release: Release) -> str:
    """What the two ends are ends of."""
    if release.weighting is not None and release.weighting.adjusts:
        return f"Of the 95 % range of a model ({release.weighting.interval}), in the unit of the value."
    return "Of the 95 % interval, in the unit of the value."


def _number_columns(title: str, unit: str, interval: str) -> tuple[Column, ...]:
    return (
        _STATUS,
        Column("n", "integer", "Valid answers", "Unweighted number of valid answers in the group."),
        Column("numerator", "integer", "Answers counted", "Unweighted number of answers for which the share counts."),
        Column("value", "number", title, f"Unit: {unit}."),
        Column("standard_error", "number", "Standard error", f"Unit: {unit}. Empty where the design allows none."),
        Column("low_95", "number", "Lower end", interval),
        Column("high_95", "number", "Upper end", interval),
        Column("reliability", title="How reliable", description="The word of a policy; empty where none applies."),
    )


def _rows(table: StatisticalTable, labels: tuple[dict[str, str], ...]) -> Iterator[tuple[Cell, ...]]:
    for figure in table.figures:
        numbers = _numbers(figure)
        if figure.status is CellStatus.SUPPRESSED and any(number is not None for number in numbers[1:]):
            raise refusal(
                "suppressed-with-numbers",
                "A figure that must not be published still carries its numbers.",
                where=f"{table.id}, {', '.join(figure.categories)}",
                do="Nothing was written. Protect the tables again.",
            )
        named = (label.get(code, code) for code, label in zip(figure.categories, labels, strict=True))
        yield (*figure.categories, *named, figure.status.value, *numbers, figure.reliability)


def _numbers(figure: Figure) -> tuple[int | float | None, ...]:
    return (figure.n, figure.numerator, figure.value, figure.standard_error, figure.low, figure.high)
