"""What rows lack, in sentences: with the cell, and the number of the row where rows have numbers."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from nyhavn.engine.confidentiality.suppression.problem import Floats, Truths
from nyhavn.engine.confidentiality.tables.linked import Cross, listed, named
from nyhavn.framework.refusal import Reason

FAULTS = ("number", "negative", "weight", "nobody")


def floats(found: pa.Table, name: str) -> Floats:
    """A column of sums as doubles."""
    return np.asarray(found.column(name).to_numpy(), dtype=np.float64)


def code_faults(
    found: pa.Table, texts: Sequence[str | None], leaf: set[str], known: set[str], column: str
) -> Iterator[Reason]:
    """Rows whose code is none of the leaves. An unknown one is not named: it may be somebody's answer."""
    unknown = np.array([text is not None and text not in known for text in texts])
    missing = np.array([text is None for text in texts])
    inner = sorted({text for text in texts if text in known and text not in leaf and text is not None})
    where = f"column {column}"
    if unknown.any():
        what = f"{_rows(found, unknown)} hold a code that the hierarchy does not have{_first(found, unknown)}."
        do = "Correct these rows, or add the code to the hierarchy."
        yield Reason("code-unknown", what, where, do)
    if missing.any():
        what = f"{_rows(found, missing)} have no code{_first(found, missing)}."
        do = "Give them a code, also one for not stated, or take these rows out with a reason."
        yield Reason("code-missing", what, where, do)
    if inner:
        stand = np.array([text in inner for text in texts])
        what = f"{_rows(found, stand)} hold a code with others below it: {', '.join(inner[:5])}{_first(found, stand)}."
        do = "Give each row a code of the lowest level; those above are added up."
        yield Reason("code-not-leaf", what, where, do)


def row_faults(
    found: pa.Table,
    texts: Sequence[Sequence[str | None]],
    cross: Cross,
    name: str,
    columns: tuple[str, str, str],
) -> Iterator[Reason]:
    """One reason for all rows with this fault, with their cells. columns: summed, of weights, of contributors."""
    summed, weights, contributors = columns
    bad = floats(found, f"bad_{name}")
    if not bad.any():
        return
    cells = listed(named([own[at] or "" for own in texts], cross) for at in np.flatnonzero(bad).tolist())
    rows = f"{int(bad.sum()):,} rows"
    first = _first(found, bad > 0, f"at_{name}")
    code, what, column, do = {
        "number": ("number-missing", "have no number", summed, "Correct them, or take these rows out with a reason."),
        "negative": (
            "number-negative",
            "hold a negative number, and sums with such numbers cannot be protected",
            summed,
            "Show gains and losses in two columns, or take these rows out with a reason.",
        ),
        "weight": ("weight-unusable", "have no weight above zero", weights, "Correct the weights."),
        "nobody": (
            "contributor-unknown",
            "do not say who contributed, so nobody can tell whom they give away",
            contributors,
            "Fill in who contributed, or take these rows out with a reason.",
        ),
    }[name]
    yield Reason(code, f"{rows} {what}{first}. Cells: {cells}.", f"column {column}", do)


def _rows(found: pa.Table, which: Truths) -> str:
    return f"{int(floats(found, 'rows')[which].sum()):,} rows"


def _first(found: pa.Table, which: Truths, at: str = "at") -> str:
    """The number of the first such row, where rows have numbers."""
    if at not in found.column_names:
        return ""
    numbers = np.nan_to_num(floats(found, at)[which])
    first = int(min((number for number in numbers if number > 0), default=0))
    return f" (first in row {first})" if first else ""
