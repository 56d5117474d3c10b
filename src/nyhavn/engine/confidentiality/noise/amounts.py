"""Whole numbers out of columns of text, as files hand them in. Columns of other types stay as they are."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from nyhavn.engine.confidentiality.noise.cells import whole
from nyhavn.engine.days import read_numbers
from nyhavn.framework.refusal import Reason, Refusal

LARGEST = 2**53  # beyond it doubles leave whole numbers out, and a larger one could not be cast on every engine
_WRONG = "wrong"


def whole_amounts(frame: nw.LazyFrame[Any], names: Sequence[str]) -> nw.LazyFrame[Any]:
    """The same rows; text becomes the nearest whole number (halves upwards) up to LARGEST, null where it is no number.

    No row is refused, so that nothing about a row is told; `check_amounts` refuses where that may be told.
    """
    numbers = {name: _nearest(name).cast(nw.Int64) for name in _texts(frame, names)}
    return frame.with_columns(**numbers) if numbers else frame


def check_amounts(frame: nw.LazyFrame[Any], names: Sequence[str]) -> None:
    """Raises Refusal "noise-value-not-whole" for columns of text in which numbers have decimals, or are too large."""
    reasons = []
    for name in _texts(frame, names):
        number = read_numbers(nw.col(name))
        wrong = (number != _nearest(name)).fill_null(False).cast(nw.Int64).alias(_WRONG)
        found = frame.select(wrong).select(nw.col(_WRONG).sum()).collect("pyarrow").to_native()
        if rows := int(whole(found.column(_WRONG)).sum()):
            what = f"{rows} rows hold a number with decimals, or beyond {LARGEST:,}."
            do = "Write whole numbers, in cents or grams for example."
            reasons.append(Reason("noise-value-not-whole", what, f"column {name}", do))
    if reasons:
        raise Refusal(*reasons)


def _texts(frame: nw.LazyFrame[Any], names: Sequence[str]) -> list[str]:
    schema = frame.collect_schema()
    return [name for name in dict.fromkeys(names) if schema.get(name) == nw.String]


def _nearest(name: str) -> nw.Expr:
    """Float64. The number is bounded first, so that halves are not lost at the top."""
    number, most = read_numbers(nw.col(name)), float(LARGEST)
    return (number.clip(-most, most) + 0.5).floor()
