"""Weight, cluster and stratum of every row: there and usable, or refused."""

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.days import read_weights
from nyhavn.engine.estimation import columns
from nyhavn.framework.refusal import Reason, Refusal

SHOWN_ROWS = 10  # row numbers named in a message; enough to find the fault, short enough to read

FAULTS = {
    columns.WEIGHT: (
        "weight-unusable",
        "no weight above zero",
        "Correct the weights, or take these rows out of the data with a reason.",
    ),
    columns.CLUSTER: ("cluster-missing", "no cluster", "Fill in the cluster of each row."),
    columns.STRATUM: ("stratum-missing", "no stratum", "Fill in the stratum of each row."),
}


def design_expressions(answers: nw.LazyFrame[Any], *, weight: str, cluster: str, stratum: str) -> list[nw.Expr]:
    """The design columns of a coded frame; only those that are named, unreadable weights null."""
    made: list[nw.Expr] = []
    if weight:
        is_number = answers.collect_schema()[weight].is_numeric()
        value = nw.col(weight).cast(nw.Float64) if is_number else read_weights(nw.col(weight))
        made.append(value.alias(columns.WEIGHT))
    for source, target in ((cluster, columns.CLUSTER), (stratum, columns.STRATUM)):
        if source:
            made.append(nw.col(source).cast(nw.String).alias(target))
    return made


def check_design_columns(design: nw.LazyFrame[Any], present: Sequence[str]) -> None:
    """Refuse rows without a usable weight, cluster or stratum, naming how many and which. design: rows and columns."""
    lacking = {column: ~_is_usable(column) for column in present}
    rows = design.filter(nw.any_horizontal(*lacking.values(), ignore_nulls=True))
    marked = rows.select(columns.ROW, *(lack.alias(column) for column, lack in lacking.items())).collect("pyarrow")
    reasons = list(_faults(marked, present))
    if reasons:
        raise Refusal(*reasons)


def _is_usable(column: str) -> nw.Expr:
    if column == columns.WEIGHT:
        return (nw.col(column).is_finite() & (nw.col(column) > 0)).fill_null(False)
    return nw.col(column).str.contains(r"\S").fill_null(False)


def _faults(marked: nw.DataFrame[Any], present: Sequence[str]) -> Iterator[Reason]:
    for column in present:
        numbers = sorted(marked.filter(nw.col(column))[columns.ROW].to_list())
        if numbers:
            code, lack, remedy = FAULTS[column]
            named = ", ".join(str(number) for number in numbers[:SHOWN_ROWS])
            more = " and others" if len(numbers) > SHOWN_ROWS else ""
            yield Reason(code, f"{len(numbers)} rows have {lack}: rows {named}{more}.", where="design", do=remedy)
