"""How numbers are written: shares as per cent, everything else with decimals that fit its size."""

from collections.abc import Iterable
from dataclasses import dataclass

from nyhavn.exchange.report import words
from nyhavn.exchange.report.speech import say
from nyhavn.framework.statistics import Figure, Indicator, Statistic

SHARE_DECIMALS = 1
SMALLEST_SHARE = 0.001  # what one decimal of a per cent can tell from none and from all
# Three figures that carry meaning are what survey results of this size support; more would only look exact.
DECIMALS_BELOW = ((1.0, 3), (10.0, 2), (100.0, 1))


@dataclass(frozen=True)
class NumberStyle:
    """How the values of one table are written: as per cent, or plainly with so many decimals."""

    is_share: bool
    decimals: int

    def number(self, value: float) -> str:
        """The bare number, thousands parted by commas."""
        return f"{value * 100:.{SHARE_DECIMALS}f}" if self.is_share else f"{value:,.{self.decimals}f}"

    def value(self, value: float | None) -> str:
        """The number with its sign, or words where there is none."""
        if value is None:
            return say(words.NOT_GIVEN)
        return _share(value, self.number(value)) if self.is_share else self.number(value)

    def tick(self, value: float) -> str:
        """A marked value of an axis: a round number, so without padding."""
        return say(words.PERCENT).format(number=f"{value * 100:g}") if self.is_share else f"{value:,.10g}"

    def interval(self, low: float | None, high: float | None) -> str:
        """Both ends, or words where there is no interval."""
        if low is None or high is None:
            return say(words.NOT_GIVEN)
        form = say(words.INTERVAL_SHARES if self.is_share else words.INTERVAL_FROM_TO)
        return form.format(low=self.number(low), high=self.number(high))


SHARE = NumberStyle(is_share=True, decimals=SHARE_DECIMALS)


def number_style(indicator: Indicator, figures: Iterable[Figure]) -> NumberStyle:
    """One style for a whole table, so that its numbers can be read down a column."""
    if indicator.statistic is Statistic.PROPORTION:
        return SHARE
    values = [abs(figure.value) for figure in figures if figure.value is not None]
    return NumberStyle(is_share=False, decimals=_decimals(values))


def _share(value: float, number: str) -> str:
    """A share as per cent. Rounding never turns some into none, or nearly all into all."""
    if 0.0 < value < SMALLEST_SHARE:
        return say(words.UNDER).format(number=f"{SMALLEST_SHARE * 100:g}")
    if 1.0 - SMALLEST_SHARE < value < 1.0:
        return say(words.OVER).format(number=f"{100 - SMALLEST_SHARE * 100:g}")
    return say(words.PERCENT).format(number=number)


def _decimals(values: list[float]) -> int:
    """No decimals for whole numbers; else as many as the largest value needs."""
    if all(value.is_integer() for value in map(float, values)):
        return 0
    return next((decimals for limit, decimals in DECIMALS_BELOW if max(values) < limit), 0)


def count(number: int | None) -> str:
    """A number of answers, or words where there is none."""
    return say(words.NOT_GIVEN) if number is None else f"{number:,}"


def share(value: float | None) -> str:
    """A share of 0 to 1 as per cent; words where there is none."""
    return SHARE.value(value)
