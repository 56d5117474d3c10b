"""Rows that repeat: wholly, or in the columns in which no two rows should agree."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.flags import row_numbers
from nyhavn.engine.quality.passes import ROW, ones, totals
from nyhavn.engine.quality.values import grouped
from nyhavn.framework.findings import Finding, Severity

COLUMNS_TO_BEGIN_WITH = 3  # two rows that are alike agree in these; few rows that are not alike do
_FIRST = "_first"
_ALIKE = "_alike"


def repeated_rows(answers: nw.LazyFrame[Any], different: Mapping[str, int], rows: int) -> Finding | None:
    """Rows that equal an earlier row in every question (missing equals missing); the earlier row is not counted.

    different: how many values each question has; one with as many as there are rows tells them all apart. Only rows
    that agree with another one in the questions with most of them are compared in all.
    """
    if not different:
        return None
    columns, begin = list(different), most_varied(different, COLUMNS_TO_BEGIN_WITH)
    if different[begin[0]] == rows or not rows - _groups(answers, begin):
        return None
    alike = answers.with_columns(nw.col(ROW).count().over(*begin).alias(_ALIKE)).filter(nw.col(_ALIKE) > 1)
    found = totals(alike, {"rows": nw.len()})["rows"] - _groups(alike, columns)
    if not found:
        return None
    first = alike.with_columns(nw.col(ROW).min().over(*columns).alias(_FIRST))
    numbers = row_numbers(first.filter(nw.col(_FIRST) < nw.col(ROW)))
    wording = "The contribution equals an earlier one in every answer."
    return Finding("exact-duplicate", Severity.WARNING, (), found, rows, wording, numbers)


def most_varied(different: Mapping[str, int], most: int) -> list[str]:
    """The columns with most different values."""
    return sorted(different, key=lambda column: -different[column])[:most]


def _groups(answers: nw.LazyFrame[Any], columns: Sequence[str]) -> int:
    """How many different rows there are in some columns."""
    return totals(grouped(answers, columns, [nw.len().alias(_ALIKE)]), {"groups": nw.len()})["groups"]


def agreeing_rows(
    answers: nw.LazyFrame[Any], key: Sequence[str], headers: tuple[str, ...], different: Mapping[str, int], rows: int
) -> Finding | None:
    """Rows that agree with at least one other in every column of the key: all rows of groups of two or more.

    A row that lacks a value in a column of the key is not compared: two unknown values need not be the same.
    different: how many values each question has; one with as many as there are rows tells them all apart.
    """
    if any(different.get(name) == rows for name in key):
        return None
    whole = answers.filter(*(~nw.col(name).is_null() for name in key)).select(ROW, *key)
    groups = grouped(whole, key, [nw.len().alias(_ALIKE)])
    counts = totals(groups, {"compared": nw.col(_ALIKE).sum(), "alike": _sum_where_alike()})
    if not counts["alike"]:
        return None
    alike = whole.with_columns(nw.col(ROW).count().over(*key).alias(_ALIKE))
    numbers = row_numbers(alike.filter(nw.col(_ALIKE) > 1))
    wording = "The contribution agrees with another one in columns in which no two should."
    return Finding("key-duplicate", Severity.WARNING, headers, counts["alike"], counts["compared"], wording, numbers)


def _sum_where_alike() -> nw.Expr:
    return nw.when(nw.col(_ALIKE) > 1).then(nw.col(_ALIKE)).otherwise(nw.lit(0)).sum()


def row_count(answers: nw.LazyFrame[Any]) -> int:
    """How many rows a frame has."""
    return totals(answers, {"rows": ones(~nw.col(ROW).is_null())})["rows"]
