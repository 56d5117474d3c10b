"""What modules have to know of the answers before they can count: which words occur, and how many rows are what."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.expressions import condition
from nyhavn.framework.expression import answer_types, parse
from nyhavn.framework.instrument import Instrument


def writings(answers: nw.LazyFrame[Any], questions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By question every text that occurs in its column, in a stable order; blank and missing are left out.

    answers: lazy frame of text columns named by question. The texts are people's own words: they are used to count and
    are kept nowhere.
    """
    return {name: _texts(answers, name) for name in questions}


def rows_where(
    answers: nw.LazyFrame[Any], conditions: Mapping[str, str], instrument: Instrument, today: date
) -> dict[str, int]:
    """The number of rows for which each of these expressions holds, in one pass over the rows.

    Raises Refusal if an expression cannot be evaluated with the questions of the instrument.
    """
    if not conditions:
        return {}
    types = answer_types(instrument)
    names = {f"count_{place}": name for place, name in enumerate(conditions)}
    held = [
        condition(parse(conditions[name]), types, today=today).cast(nw.Int64).alias(column)
        for column, name in names.items()
    ]
    totals = answers.select(*held).select(*(nw.col(column).sum() for column in names)).collect("pyarrow")
    return {name: int(totals.item(0, column) or 0) for column, name in names.items()}


def _texts(answers: nw.LazyFrame[Any], name: str) -> tuple[str, ...]:
    found = answers.select(nw.col(name)).unique().collect("pyarrow")[name].to_list()
    return tuple(sorted(text for text in found if text))
