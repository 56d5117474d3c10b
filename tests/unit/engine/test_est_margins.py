"""Tables come in declared order, and the rows are read once per largest set of breakdowns."""

from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from nyhavn.engine.estimation import SamplingError, code_rows, tables
from nyhavn.engine.estimation.margins import Wanted, margins, table_cells
from nyhavn.engine.estimation.measures import domain, measure
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic

NAMES = ("sex", "place", "age")
QUESTIONS = tuple(Question(n, n, AnswerType.SELECT_ONE, choices=(Choice("b"), Choice("a"))) for n in NAMES)
INSTRUMENT = Instrument("i", "1", "", QUESTIONS)
BREAKDOWNS = tuple(
    Breakdown(id=name, title="", question=name, categories=(Category(code="b", label=""), Category(code="a", label="")))
    for name in NAMES
)
NONE = Sampling(SamplingError.NONE, inference=False)


def people(*by: tuple[str, ...], name: str = "people") -> Indicator:
    return Indicator(id=name, title="", statistic=Statistic.COUNT, by=by)


def coded(*indicators: Indicator) -> nw.LazyFrame[Any]:
    answers = pa.table({"_row": [1, 2, 3], "sex": ["a", "b", "b"], "place": ["a", "a", "b"], "age": ["a", "b", "a"]})
    return code_rows(
        nw.from_native(duckdb.connect().from_arrow(answers)).lazy(),
        indicators=indicators,
        breakdowns=BREAKDOWNS,
        instrument=INSTRUMENT,
        today=date(2026, 3, 1),
    )


def homes(*indicators: Indicator) -> list[tuple[str, ...]]:
    """The breakdowns of the cells each table is made from."""
    wanted = [Wanted(measure(indicator), indicator.by) for indicator in indicators]
    made = table_cells(coded(*indicators), wanted, [domain(breakdown) for breakdown in BREAKDOWNS], NONE)
    return [tuple(one.id for one in table.cells.domains) for table in made]


def test_figures_come_in_declared_order_with_totals_last() -> None:
    indicator = people(("place", "sex"))
    found = tables(coded(indicator), [indicator], BREAKDOWNS, error=SamplingError.NONE, inference=False)
    assert [table.id for table in found.tables] == ["people", "people.by.place.sex"]
    assert [figure.categories for figure in found.tables[1].figures] == [
        (place, sex) for place in ("b", "a", "_T") for sex in ("b", "a", "_T")
    ]
    assert [figure.n for figure in found.tables[1].figures] == [1, 0, 1, 1, 1, 2, 2, 1, 3]


def test_a_set_within_a_larger_one_is_a_margin_of_it() -> None:
    assert homes(people(("sex",), ("sex", "place"), ("place",))) == [("sex", "place")] * 4


def test_sets_that_only_overlap_are_read_apart() -> None:
    assert homes(people(("sex", "place"), ("place", "age")))[1:] == [("sex", "place"), ("place", "age")]


def test_an_indicator_without_tables_needs_no_breakdown_of_its_own() -> None:
    assert homes(people()) == [()]
    assert homes(people(name="alone"), people(("sex",))) == [("sex",), ("sex",), ("sex",)]


def test_a_smaller_set_of_one_indicator_is_a_margin_of_anothers() -> None:
    assert homes(people(("sex",), name="one"), people(("age", "sex"), name="other")) == [("sex", "age")] * 4


def test_margins_are_all_subsets() -> None:
    assert list(margins(("a", "b"))) == [("a", "b"), ("a",), ("b",), ()]
    assert list(margins(())) == [()]
