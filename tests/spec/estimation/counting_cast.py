"""The people and the questionnaire of the promises about counting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from nyhavn.engine.estimation import Estimation, SamplingError, check_declared, code_rows, group_counts, tables
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.statistics import Breakdown, Category, GroupCounts, Indicator, Statistic

TODAY = date(2026, 3, 1)
DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
LEVELS = ("no_difficulty", "some", "a_lot", "cannot", "dk", "ref")

Answers = Mapping[str, Sequence[str | None]]


def select_one(name: str, *codes: str) -> Question:
    choices = tuple(Choice(code) for code in codes)
    return Question(name, name, AnswerType.SELECT_ONE, choices=choices, dont_know=("dk",), refused=("ref",))


QUESTIONNAIRE = Instrument(
    id="household",
    version="1",
    title="",
    questions=(
        select_one("clinic", "yes", "no", "dk", "ref"),
        select_one("gender", "woman", "man", "own_word", "ref"),
        select_one("district", "north", "south"),
        Question("visits", "visits", AnswerType.INTEGER, dont_know=("99",)),
        Question("people", "people", AnswerType.INTEGER),
        *(select_one(domain, *LEVELS) for domain in DOMAINS),
    ),
)
GENDER = Breakdown(
    id="gender",
    title="",
    question="gender",
    categories=tuple(Category(code=code, label="") for code in ("woman", "man", "own_word")),
)
DISTRICT = Breakdown(
    id="district",
    title="",
    question="district",
    categories=(Category(code="north", label=""), Category(code="south", label="")),
)
FUNCTIONING = Breakdown(
    id="functioning",
    title="Washington Group Short Set",
    categories=(
        Category(code="PD", label="", when=" or ".join(f"${{{d}}} = 'a_lot' or ${{{d}}} = 'cannot'" for d in DOMAINS)),
        Category(
            code="PWD",
            label="",
            when=" and ".join(f"(${{{d}}} = 'no_difficulty' or ${{{d}}} = 'some')" for d in DOMAINS),
        ),
    ),
)
BREAKDOWNS = (GENDER, DISTRICT, FUNCTIONING)
CLINIC = Indicator(id="clinic", title="", statistic=Statistic.PROPORTION, numerator="${clinic} = 'yes'")
VISITS = Indicator(id="visits", title="", statistic=Statistic.MEAN, value="visits")
PEOPLE = Indicator(id="people", title="", statistic=Statistic.COUNT)


def coded(answers: Answers, *indicators: Indicator, **design: str) -> nw.LazyFrame[Any]:
    """The coded rows of some people; a question without a column was answered by nobody."""
    check_declared(indicators, BREAKDOWNS, QUESTIONNAIRE)
    size = len(next(iter(answers.values())))
    nobody = {question.name: [None] * size for question in QUESTIONNAIRE.questions}
    columns = {name: pa.array(texts, pa.string()) for name, texts in {**nobody, **answers}.items()}
    table = pa.table({"_row": pa.array(range(2, size + 2), pa.int64()), **columns})
    frame = nw.from_native(duckdb.connect().from_arrow(table)).lazy()
    return code_rows(
        frame, indicators=indicators, breakdowns=BREAKDOWNS, instrument=QUESTIONNAIRE, today=TODAY, **design
    )


def counted(
    answers: Answers,
    *indicators: Indicator,
    error: SamplingError = SamplingError.NONE,
    inference: bool = False,
    population: Mapping[str, int] | None = None,
    **design: str,
) -> Estimation:
    """The tables of some people."""
    frame = coded(answers, *indicators, **design)
    return tables(frame, indicators, BREAKDOWNS, error=error, inference=inference, population=population)


def cells(answers: Answers, *indicators: Indicator) -> tuple[GroupCounts, ...]:
    """The counts of some people before protection."""
    return group_counts(coded(answers, *indicators), indicators, BREAKDOWNS)


def by(indicator: Indicator, *breakdowns: str) -> Indicator:
    """The indicator with one table by these breakdowns."""
    return indicator.model_copy(update={"by": (breakdowns,)})
