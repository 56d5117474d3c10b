"""The tables of a release as they are laid out: rows, groups of rows, and the words for each status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from nyhavn.exchange.report import words
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.values import NumberStyle, count, number_style
from nyhavn.exchange.report.weights_words import RELIABILITY
from nyhavn.framework.statistics import Breakdown, CellStatus, Figure, Indicator, StatisticalTable

TABLE_PATH = "tables/{id}.csv"


@dataclass(frozen=True)
class Label:
    """What a row is called. is_own: the release's own words, to be marked with their language."""

    text: str
    is_own: bool


@dataclass(frozen=True)
class Row:
    """One row. Where nothing is published, `instead` holds the words that stand in place of every number.

    reliability: a word of caution, "" where none is needed.
    """

    label: Label
    n: str
    value: str
    interval: str
    reliability: str
    instead: str
    is_suppressed: bool


@dataclass(frozen=True)
class RowGroup:
    """Rows that share the first of two categories; label is None in a table of one breakdown."""

    label: Label | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class TableView:
    """One table, ready to be written. path: of its file in the bundle."""

    path: str
    title: str
    value_head: str
    has_interval: bool
    groups: tuple[RowGroup, ...]


def category_label(code: str, breakdown: Breakdown | None) -> Label:
    """The breakdown's own label for a code, else the page's word for a total or a missing category, else the code."""
    declared = next((c.label for c in breakdown.categories if c.code == code), "") if breakdown else ""
    if declared:
        return Label(declared, is_own=True)
    return Label(say(words.CATEGORY[code]), is_own=False) if code in words.CATEGORY else Label(code, is_own=True)


def breakdown_title(name: str, breakdowns: Mapping[str, Breakdown]) -> str:
    """The title of a breakdown, or its id where the release does not describe it."""
    return breakdowns[name].title if name in breakdowns else name


def figure_label(figure: Figure, position: int, breakdown: Breakdown | None) -> Label:
    """The label of a figure's category at that position; "All" for a figure without categories."""
    if not figure.categories:
        return Label(say(words.ALL), is_own=False)
    return category_label(figure.categories[position], breakdown)


def value_head(indicator: Indicator) -> str:
    """The heading of the value column, with the unit where there is one."""
    head = say(words.VALUE_HEAD[indicator.statistic])
    return say(words.VALUE_UNIT).format(head=head, unit=indicator.unit) if indicator.unit else head


def table_view(table: StatisticalTable, indicator: Indicator, breakdowns: Mapping[str, Breakdown]) -> TableView:
    """The table in the order of the release; two breakdowns make groups of rows by the first."""
    style = number_style(indicator, table.figures)
    by = say(words.BY_JOIN).join(breakdown_title(name, breakdowns) for name in table.breakdowns)
    return TableView(
        path=TABLE_PATH.format(id=table.id),
        title=say(words.TABLE_OF).format(by=by) if by else say(words.TABLE_OF_ALL),
        value_head=value_head(indicator),
        has_interval=any(_has_interval(figure) for figure in table.figures),
        groups=_groups(table, [breakdowns.get(name) for name in table.breakdowns], style),
    )


def _has_interval(figure: Figure) -> bool:
    return figure.status is CellStatus.PUBLISHED and figure.low is not None


def _groups(
    table: StatisticalTable, breakdowns: Sequence[Breakdown | None], style: NumberStyle
) -> tuple[RowGroup, ...]:
    if len(breakdowns) < 2:
        own = breakdowns[0] if breakdowns else None
        return (RowGroup(None, tuple(_row(figure, own, style) for figure in table.figures)),)
    by_first = groupby(table.figures, key=lambda figure: figure.categories[0])
    return tuple(
        RowGroup(category_label(first, breakdowns[0]), tuple(_row(figure, breakdowns[-1], style) for figure in figures))
        for first, figures in by_first
    )


def _row(figure: Figure, breakdown: Breakdown | None, style: NumberStyle) -> Row:
    label = figure_label(figure, -1, breakdown)
    if figure.status is CellStatus.PUBLISHED:
        interval = style.interval(figure.low, figure.high)
        flag = say(RELIABILITY[figure.reliability]) if figure.reliability in RELIABILITY else ""
        return Row(label, count(figure.n), style.value(figure.value), interval, flag, instead="", is_suppressed=False)
    is_suppressed = figure.status is CellStatus.SUPPRESSED
    instead = say(words.NOT_SHOWN if is_suppressed else words.NO_ANSWERS)
    return Row(label, n="", value="", interval="", reliability="", instead=instead, is_suppressed=is_suppressed)
