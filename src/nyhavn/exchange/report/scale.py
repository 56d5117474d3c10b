"""Where a value stands on the axis of a chart, in per cent of the chart's width."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The drawing takes this much of the width, in per cent; the rest is for the numbers beside it. Lengths are relative
# so that bars shrink on a phone and words do not.
PLOT_WIDTH = 58.0
FULL_WIDTH = 100.0
SHARE_ENDS = (0.05, 0.1, 0.25, 0.5, 1.0)
NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Span:
    """A stretch of the width: where it starts and how long it is, in per cent."""

    x: float
    width: float


@dataclass(frozen=True)
class Scale:
    """A straight axis from low to high; mirrored for pages that run from right to left."""

    low: float
    high: float
    is_mirrored: bool = False

    def at(self, value: float) -> float:
        """The place of a value. Values beyond an end are drawn at that end."""
        inside = min(max(value, self.low), self.high)
        return self.place(PLOT_WIDTH * (inside - self.low) / (self.high - self.low))

    def place(self, x: float) -> float:
        """A place counted from the start of the line, as counted from the left."""
        return FULL_WIDTH - x if self.is_mirrored else x

    def span(self, start: float, end: float) -> Span:
        """The stretch between two values."""
        left, right = sorted((self.at(start), self.at(end)))
        return Span(left, right - left)

    @property
    def plot(self) -> Span:
        """The whole drawing."""
        return self.span(self.low, self.high)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Three marked values: both ends, and zero or the middle between them."""
        return (self.low, 0.0 if self.low < 0 else (self.low + self.high) / 2, self.high)


def share_scale(values: Iterable[float], *, is_mirrored: bool) -> Scale:
    """From zero to the first of 5, 10, 25, 50, 100 % that holds every value."""
    most = max(values, default=1.0)
    return Scale(0.0, next((end for end in SHARE_ENDS if most <= end), 1.0), is_mirrored)


def plain_scale(values: Sequence[float], *, is_mirrored: bool) -> Scale:
    """From zero, or from below it where values are negative, to the next round number."""
    low, high = min((*values, 0.0)), max((*values, 0.0))
    return Scale(-_round_up(-low) if low < 0 else 0.0, _round_up(high) if high > 0 or low == 0 else 0.0, is_mirrored)


def _round_up(value: float) -> float:
    """The next number of the form 1, 2, 2.5, 5 times a power of ten; 1 for zero."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in NICE_STEPS if value <= step * power), 10.0 * power)
