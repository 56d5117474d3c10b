"""Top and bottom coding: rare large or small numbers become one value that enough people share."""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.microdata.numbering import Floats
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class CutNumbers:
    """values: after coding, nan where there is none. changed: how many. lost: sum of squared changes over the sum of
    squared distances from the mean, 0 for nothing lost.
    """

    values: Floats
    changed: int
    lost: float


def top_limit(values: Floats, least: int) -> float:
    """The largest value that at least so many rows reach or pass. Raises Refusal "limit-impossible"."""
    stated = np.sort(values[np.isfinite(values)])
    _check(len(stated), least)
    return float(stated[-least])


def bottom_limit(values: Floats, least: int) -> float:
    """The smallest value that at least so many rows reach or stay below. Raises Refusal "limit-impossible"."""
    return -top_limit(-values, least)


def cut(values: Floats, *, bottom: float | None = None, top: float | None = None) -> CutNumbers:
    """Values above the top become the top, values below the bottom the bottom. Raises Refusal "limit-impossible"."""
    if bottom is not None and top is not None and bottom > top:
        what = "The lower limit is above the upper one."
        raise refusal("limit-impossible", what, where="limits", do="Swap them, or leave one out.")
    after = np.clip(values, -np.inf if bottom is None else bottom, np.inf if top is None else top)
    return CutNumbers(after, int(np.count_nonzero(_differ(values, after))), squares_lost(values, after))


def squares_lost(before: Floats, after: Floats) -> float:
    """Sum of squared changes over the sum of squared distances from the mean; 0 where nothing varies or changes."""
    stated = np.isfinite(before)
    change = float(((after[stated] - before[stated]) ** 2).sum())
    spread = float(((before[stated] - before[stated].mean()) ** 2).sum()) if stated.any() else 0.0
    return change / spread if spread > 0 else 0.0


def _differ(before: Floats, after: Floats) -> Floats:
    return np.asarray(np.isfinite(before) & (before != after))


def _check(stated: int, least: int) -> None:
    if not 1 <= least <= stated:
        what = f"A limit that {least} rows reach was asked for, and {stated} rows have a number."
        raise refusal("limit-impossible", what, where="limits", do="Ask for fewer rows, but for at least one.")
