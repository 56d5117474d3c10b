"""Charts as geometry: where each bar, dot, interval and word stands. The template only writes them down.

Bars start at zero, every interval is drawn, and a figure that is not shown has no length at all: it is hatched.
"""

import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nyhavn.exchange.report import words
from nyhavn.exchange.report.scale import PLOT_WIDTH, Scale, Span, plain_scale, share_scale
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.tables import breakdown_title, figure_label
from nyhavn.exchange.report.values import SHARE, NumberStyle, count, number_style
from nyhavn.framework.release import CoverageRow
from nyhavn.framework.statistics import TOTAL, Breakdown, CellStatus, Figure, Indicator, Statistic, StatisticalTable

# Pixels. A label of this many letters fits the narrowest phone (320 px); wide letters (UAX #11) count twice.
LABEL_LETTERS = 40
LINE, BAR, BELOW_LABEL, GAP, AXIS = 19, 14, 5, 19, 24
VALUE_X = PLOT_WIDTH + 2.0


@dataclass(frozen=True)
class Bar:
    """One row of a chart: a label above, a mark, and its number beside.

    top: of the mark, in pixels. length, dot, interval, diamond: places in per cent, None where there is none.
    is_hatched: the figure is not shown. is_empty: there is none, and `value` says so in words.
    is_total: drawn in grey, apart from the groups.
    """

    label: tuple[str, ...]
    label_top: int
    top: int
    value: str = ""
    n: str = ""
    length: Span | None = None
    dot: float | None = None
    interval: Span | None = None
    diamond: float | None = None
    is_hatched: bool = False
    is_empty: bool = False
    is_total: bool = False

    @property
    def middle(self) -> int:
        """The height of the middle of the mark."""
        return self.top + BAR // 2


@dataclass(frozen=True)
class Tick:
    """A marked value of the axis."""

    x: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A whole chart. start: where lines of text begin; value_x: where numbers begin; both in per cent."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    total: float | None
    plot: Span
    start: float
    value_x: float
    height: int
    notes: tuple[str, ...]


def indicator_chart(
    indicator: Indicator,
    tables: Sequence[StatisticalTable],
    breakdowns: Mapping[str, Breakdown],
    *,
    is_mirrored: bool,
) -> Chart | None:
    """The chart of an indicator by its first breakdown; its total alone if there is none; None without any table."""
    table = next((table for table in tables if table.breakdowns), next(iter(tables), None))
    if table is None:
        return None
    figures = [figure for figure in table.figures if all(code == TOTAL for code in figure.categories[1:])]
    breakdown = breakdowns.get(table.breakdowns[0]) if table.breakdowns else None
    style = number_style(indicator, table.figures)
    scale = _scale(figures, style, is_mirrored=is_mirrored)
    has_dots = indicator.statistic is Statistic.MEAN
    has_n = indicator.statistic is not Statistic.COUNT  # a count is its own n
    labels = [figure_label(figure, 0, breakdown).text for figure in figures]
    bars = tuple(
        _figure_bar(figure, top, scale, style, bar_lines(label), has_dots=has_dots, has_n=has_n)
        for figure, label, top in zip(figures, labels, bar_tops(labels), strict=True)
    )
    by = breakdown_title(table.breakdowns[0], breakdowns) if table.breakdowns else ""
    title = say(words.CHART_TITLE if by else words.CHART_TITLE_TOTAL)
    total = _total(figures, scale) if len(figures) > 1 else None
    is_share = indicator.statistic is Statistic.PROPORTION
    unit_words = say(words.CHART_SHARE if is_share else words.CHART_UNIT)
    unit = unit_words.format(unit=indicator.unit) if indicator.unit else ""
    return chart_of(title.format(title=indicator.title, by=by), bars, scale, style, total, unit)


def coverage_chart(rows: Sequence[CoverageRow], title: str, *, is_mirrored: bool) -> Chart:
    """Participants as bars, the reference as a diamond on the same line."""
    known = [share for row in rows for share in (row.participants, row.reference) if share is not None]
    scale = share_scale(known, is_mirrored=is_mirrored)
    labels = [row.label for row in rows]
    bars = tuple(
        Bar(
            label=bar_lines(row.label),
            label_top=top,
            top=mark_top(top, row.label),
            value="" if row.participants is None else SHARE.value(row.participants),
            n="" if row.reference is None else SHARE.value(row.reference),
            length=None if row.participants is None else scale.span(0.0, row.participants),
            diamond=None if row.reference is None else scale.at(row.reference),
            is_hatched=row.participants is None,
        )
        for row, top in zip(rows, bar_tops(labels), strict=True)
    )
    return chart_of(title, bars, scale, SHARE)


def _figure_bar(
    figure: Figure,
    top: int,
    scale: Scale,
    style: NumberStyle,
    lines: tuple[str, ...],
    *,
    has_dots: bool,
    has_n: bool,
) -> Bar:
    """One figure as a mark. Numbers of a figure that is not published are never looked at."""
    mark_top = top + LINE * len(lines) + BELOW_LABEL
    is_total = all(code == TOTAL for code in figure.categories)
    if figure.status is CellStatus.SUPPRESSED:
        return Bar(lines, top, mark_top, is_hatched=True, is_total=is_total)
    if figure.status is CellStatus.NO_ANSWERS or figure.value is None:
        instead = say(words.NO_ANSWERS if figure.status is CellStatus.NO_ANSWERS else words.NOT_GIVEN)
        return Bar(lines, top, mark_top, value=instead, is_empty=True, is_total=is_total)
    has_interval = figure.low is not None and figure.high is not None
    return Bar(
        label=lines,
        label_top=top,
        top=mark_top,
        value=style.value(figure.value),
        n=say(words.N_EQUALS).format(n=count(figure.n)) if has_n else "",
        length=None if has_dots else scale.span(0.0, figure.value),
        dot=scale.at(figure.value) if has_dots else None,
        interval=scale.span(figure.low or 0.0, figure.high or 0.0) if has_interval else None,
        is_total=is_total,
    )


def chart_of(
    title: str,
    bars: tuple[Bar, ...],
    scale: Scale,
    style: NumberStyle,
    total: float | None = None,
    unit: str = "",
    ticks: tuple[Tick, ...] | None = None,
) -> Chart:
    """A chart of bars that are in place. ticks: instead of those of the scale, written in the style."""
    bottom = bars[-1].top + BAR + GAP if bars else 0
    return Chart(
        title=title,
        bars=bars,
        ticks=tuple(Tick(scale.at(value), style.tick(value)) for value in scale.ticks) if ticks is None else ticks,
        total=total,
        plot=scale.plot,
        start=scale.place(0.0),
        value_x=scale.place(VALUE_X),
        height=bottom + AXIS,
        notes=_notes(bars, unit, has_total=total is not None),
    )


def _notes(bars: tuple[Bar, ...], unit: str, *, has_total: bool) -> tuple[str, ...]:
    """What the marks mean, only of marks that are there."""
    present = (
        (bool(unit), unit),
        (any(bar.dot is not None for bar in bars), say(words.CHART_DOTS)),
        (any(bar.length for bar in bars) and not any(bar.diamond for bar in bars), say(words.CHART_BARS)),
        (any(bar.diamond is not None for bar in bars), say(words.COVERAGE_KEY)),
        (any(bar.diamond is not None for bar in bars), say(words.COVERAGE_MARK)),
        (any(bar.interval for bar in bars), say(words.CHART_INTERVAL)),
        (has_total, say(words.CHART_TOTAL)),
        (any(bar.is_hatched for bar in bars), say(words.CHART_HATCH)),
        (any(bar.is_empty for bar in bars), say(words.CHART_NONE)),
    )
    return tuple(note for is_there, note in present if is_there)


def _scale(figures: Sequence[Figure], style: NumberStyle, *, is_mirrored: bool) -> Scale:
    shown = [figure for figure in figures if figure.status is CellStatus.PUBLISHED]
    ends = [end for figure in shown for end in (figure.value, figure.low, figure.high) if end is not None]
    return (share_scale if style.is_share else plain_scale)(ends, is_mirrored=is_mirrored)


def _total(figures: Sequence[Figure], scale: Scale) -> float | None:
    """The place of the total among the groups."""
    totals = [f.value for f in figures if f.status is CellStatus.PUBLISHED and set(f.categories) == {TOTAL}]
    return scale.at(totals[0]) if totals and totals[0] is not None else None


def bar_tops(labels: Sequence[str]) -> tuple[int, ...]:
    """The top of each row, from the heights of the rows before it."""
    tops, top = [], 0
    for label in labels:
        tops.append(top)
        top = mark_top(top, label) + BAR + GAP
    return tuple(tops)


def mark_top(top: int, label: str) -> int:
    """The top of the mark below a label."""
    return top + LINE * len(bar_lines(label)) + BELOW_LABEL


def bar_lines(label: str) -> tuple[str, ...]:
    """A label as lines that fit a phone, since SVG does not break lines."""
    is_wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in label)
    return tuple(textwrap.wrap(label, LABEL_LETTERS // 2 if is_wide else LABEL_LETTERS)) or ("",)
