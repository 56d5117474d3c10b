"""Categories of covariates, as both samples state them."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from nyhavn.framework.refusal import Reason, Refusal, refusal


def check_complete(frame: nw.LazyFrame[Any], covariates: Sequence[str], whose: str) -> None:
    """Refuses a frame in which a covariate is missing, or empty in some row. whose: for the sentence."""
    if not covariates:
        raise refusal(
            "adjustment-no-covariates",
            "No covariate is declared, so participants cannot be compared with the population.",
            where="adjustment",
            do="Declare what is known both of participants and of the population.",
        )
    present = set(frame.collect_schema().names())
    absent = [name for name in covariates if name not in present]
    if absent:
        raise Refusal(*(_absent(name, whose) for name in absent))
    empty = frame.select(*(nw.col(name).is_null().cast(nw.Int64).sum().alias(name) for name in covariates))
    found = empty.collect("pyarrow")
    counts = {name: int(found.item(0, name) or 0) for name in covariates}
    reasons = [_empty(name, rows, whose) for name, rows in counts.items() if rows]
    if reasons:
        raise Refusal(*reasons)


def read_categories(cells: nw.DataFrame[Any], covariates: Sequence[str]) -> list[tuple[str, ...]]:
    """The codes of each cell, as text."""
    columns = [cells[name].cast(nw.String).to_list() for name in covariates]
    return list(zip(*columns, strict=True))


def _absent(name: str, whose: str) -> Reason:
    return Reason(
        "adjustment-covariate-unknown",
        f"The {whose} have no column “{name}”.",
        where=name,
        do="Correct the name, or leave this covariate out: it must be known of participants and of the reference.",
    )


def _empty(name: str, rows: int, whose: str) -> Reason:
    return Reason(
        "adjustment-covariate-empty",
        f"“{name}” is empty in {rows} rows of the {whose}.",
        where=name,
        do="Give these rows a category of their own, such as not stated, in both samples, or leave the covariate out.",
    )
