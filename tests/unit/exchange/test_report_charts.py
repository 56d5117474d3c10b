"""The geometry of charts and the layout of tables."""

from dataclasses import replace

import pytest

from nyhavn.exchange.report import words
from nyhavn.exchange.report.charts import LABEL_LETTERS, Chart, coverage_chart, indicator_chart
from nyhavn.exchange.report.scale import PLOT_WIDTH, Span
from nyhavn.exchange.report.tables import table_view
from nyhavn.framework.release import CoverageRow
from nyhavn.framework.statistics import (
    DECLINED,
    NOT_STATED,
    TOTAL,
    Breakdown,
    Category,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)

WATER = Indicator(id="water", title="Water", statistic=Statistic.PROPORTION)
ZONE = Breakdown(
    id="zone", title="Zone", categories=(Category(code="a", label="Alta"), Category(code="b", label="Baja"))
)
SEX = Breakdown(id="sex", title="Sex", categories=(Category(code="f", label="Mujer"),))
BREAKDOWNS = {"zone": ZONE, "sex": SEX}


def shown(*codes: str, value: float = 0.5, low: float | None = 0.4, high: float | None = 0.6) -> Figure:
    return Figure(codes, CellStatus.PUBLISHED, 20, 10, value, 0.05, low, high)


def table(*figures: Figure, by: tuple[str, ...] = ("zone",)) -> StatisticalTable:
    return StatisticalTable("water", "water", by, figures)


def chart(
    *figures: Figure, indicator: Indicator = WATER, by: tuple[str, ...] = ("zone",), mirrored: bool = False
) -> Chart:
    made = indicator_chart(indicator, [table(*figures, by=by)], BREAKDOWNS, is_mirrored=mirrored)
    assert made is not None
    return made


def test_a_bar_starts_at_zero_and_ends_at_its_value() -> None:
    bar = chart(shown(TOTAL, value=0.5, high=1.0)).bars[0]
    assert bar.length == Span(0.0, PLOT_WIDTH / 2)
    assert bar.interval == Span(pytest.approx(0.4 * PLOT_WIDTH), pytest.approx(0.6 * PLOT_WIDTH))


def test_a_bar_of_a_negative_value_ends_at_zero() -> None:
    change = WATER.model_copy(update={"statistic": Statistic.TOTAL})
    bars = chart(shown("a", value=-5.0, low=None, high=None), shown("b", value=5.0), indicator=change).bars
    assert bars[0].length == Span(0.0, PLOT_WIDTH / 2)
    assert bars[1].length == Span(PLOT_WIDTH / 2, PLOT_WIDTH / 2)


def test_a_mean_is_a_dot_without_length() -> None:
    mean = WATER.model_copy(update={"statistic": Statistic.MEAN, "unit": "min"})
    made = chart(shown("a", value=5.0, low=4.0, high=6.0), indicator=mean)
    assert made.bars[0].length is None and made.bars[0].dot == PLOT_WIDTH / 2
    assert made.notes[0] == "Unit: min." and words.CHART_DOTS in made.notes


def test_a_hidden_figure_has_no_mark_no_value_and_no_n() -> None:
    hidden = replace(shown("a"), status=CellStatus.SUPPRESSED)
    bar = chart(hidden).bars[0]
    assert (bar.value, bar.n, bar.length, bar.dot, bar.interval, bar.is_hatched) == ("", "", None, None, None, True)


def test_a_group_without_answers_has_words_and_an_empty_line() -> None:
    bar = chart(Figure(("a",), CellStatus.NO_ANSWERS, n=0)).bars[0]
    assert (bar.value, bar.is_empty, bar.is_hatched, bar.length) == ("no answers", True, False, None)


def test_a_published_figure_without_a_value_is_not_called_unanswered() -> None:
    assert chart(replace(shown("a"), value=None)).bars[0].value == words.NOT_GIVEN


def test_a_count_is_its_own_n() -> None:
    counted = WATER.model_copy(update={"statistic": Statistic.COUNT})
    assert chart(shown("a", value=20.0, low=None, high=None), indicator=counted).bars[0].n == ""
    assert chart(shown("a")).bars[0].n == "n 20"


def test_the_total_is_drawn_apart_and_as_a_line_through_the_groups() -> None:
    made = chart(shown(TOTAL, value=0.5, high=1.0), shown("a"))
    assert [bar.is_total for bar in made.bars] == [True, False]
    assert made.total == PLOT_WIDTH / 2 and words.CHART_TOTAL in made.notes


def test_a_hidden_total_draws_no_line() -> None:
    made = chart(replace(shown(TOTAL), status=CellStatus.SUPPRESSED), shown("a"))
    assert made.total is None and words.CHART_TOTAL not in made.notes


def test_notes_speak_only_of_marks_that_are_there() -> None:
    assert chart(shown("a", low=None, high=None)).notes == (words.CHART_BARS,)


def test_a_table_of_two_breakdowns_is_charted_by_the_first() -> None:
    figures = [shown(first, second) for first in (TOTAL, "a", "b") for second in (TOTAL, "f")]
    assert [bar.label for bar in chart(*figures, by=("zone", "sex")).bars] == [("All",), ("Alta",), ("Baja",)]


def test_an_indicator_that_is_not_broken_down_is_one_bar() -> None:
    made = chart(shown(), by=())
    assert [bar.label for bar in made.bars] == [("All",)]
    assert made.title == "Chart: Water"


def test_an_indicator_without_tables_has_no_chart() -> None:
    assert indicator_chart(WATER, [], BREAKDOWNS, is_mirrored=False) is None


def test_rows_never_overlap_however_long_their_labels() -> None:
    wordy = Category(code="a", label="palabra " * 30)
    wide = Category(code="b", label="水" * 50)
    breakdown = ZONE.model_copy(update={"categories": (wordy, wide)})
    made = indicator_chart(WATER, [table(shown("a"), shown("b"))], {"zone": breakdown}, is_mirrored=False)
    assert made is not None
    first, second = made.bars
    assert max(map(len, first.label)) <= LABEL_LETTERS and max(map(len, second.label)) <= LABEL_LETTERS // 2
    assert first.label_top < first.top < second.label_top < second.top < made.height
    assert "".join(second.label) == "水" * 50


def test_a_mirrored_chart_starts_at_the_right() -> None:
    made = chart(shown("a"), mirrored=True)
    assert (made.start, made.value_x) == (100.0, 100.0 - PLOT_WIDTH - 2.0)
    assert made.bars[0].length is not None
    assert made.bars[0].length.x + made.bars[0].length.width == 100.0


def test_participants_and_reference_stand_on_one_line() -> None:
    rows = (CoverageRow("zone", "a", "Alta", 0.5, 1.0), CoverageRow("zone", "b", "Baja", 0.2, None))
    first, second = coverage_chart(rows, "Chart", is_mirrored=False).bars
    assert (first.length, first.diamond) == (Span(0.0, PLOT_WIDTH / 2), PLOT_WIDTH)
    assert second.diamond is None and second.n == ""


def test_labels_come_from_the_breakdown_then_from_the_page_then_from_the_code() -> None:
    own = ZONE.model_copy(update={"categories": (*ZONE.categories, Category(code=DECLINED, label="No quiso decir"))})
    figures = [shown(code) for code in (TOTAL, "a", NOT_STATED, DECLINED, "unheard-of")]
    rows = table_view(table(*figures), WATER, {"zone": own}).groups[0].rows
    assert [(row.label.text, row.label.is_own) for row in rows] == [
        ("All", False),
        ("Alta", True),
        ("Not stated", False),
        ("No quiso decir", True),
        ("unheard-of", True),
    ]


def test_a_table_keeps_the_order_of_the_release_and_groups_by_its_first_breakdown() -> None:
    figures = [shown(first, second) for first in (TOTAL, "b", "a") for second in (TOTAL, "f")]
    view = table_view(table(*figures, by=("zone", "sex")), WATER, BREAKDOWNS)
    assert [group.label.text for group in view.groups if group.label] == ["All", "Baja", "Alta"]
    assert [row.label.text for row in view.groups[1].rows] == ["All", "Mujer"]
    assert (view.title, view.path) == ("by Zone and Sex", "tables/water.csv")


def test_a_hidden_interval_opens_no_column() -> None:
    """Only a published interval does; a hidden figure must not tell that there is one."""
    hidden = replace(shown("a"), status=CellStatus.SUPPRESSED)
    plain = shown("b", low=None, high=None)
    assert not table_view(table(hidden, plain), WATER, BREAKDOWNS).has_interval
    assert table_view(table(hidden, shown("b")), WATER, BREAKDOWNS).has_interval


def test_the_unit_stands_in_the_heading() -> None:
    mean = WATER.model_copy(update={"statistic": Statistic.MEAN, "unit": "min"})
    assert table_view(table(shown("a")), mean, BREAKDOWNS).value_head == "Mean (min)"
    assert table_view(table(shown("a")), WATER, {}).value_head == "Share"
