"""How the figures of a quality report are written: numbers in their unit, or the words that stand in place of one."""

from dataclasses import dataclass

from nyhavn.exchange.report import quality_words, words
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.values import share
from nyhavn.framework.quality_dimensions import FigureState, Unit

POINT_DECIMALS = RATIO_DECIMALS = 1
MINUS, HYPHEN = "\u2212", "-"


@dataclass(frozen=True)
class Written:
    """A figure as it is read. is_hidden: it exists and is not shown; is_there: it was computed."""

    text: str
    is_there: bool
    is_hidden: bool


def written(unit: Unit, standing: FigureState, value: float | None, text: str) -> Written:
    """The figure in words and numbers of the language that is spoken."""
    if standing is FigureState.NOT_SHOWN:
        return Written(say(words.NOT_SHOWN), is_there=False, is_hidden=True)
    if standing is FigureState.NOT_COMPUTED:
        return Written(say(quality_words.NOT_COMPUTED), is_there=False, is_hidden=False)
    shown = say(text) if value is None else _number(unit, value)
    return Written(shown, is_there=True, is_hidden=False)


def _number(unit: Unit, value: float) -> str:
    if unit is Unit.SHARE:
        return share(value)
    if unit is Unit.POINTS:
        return say(quality_words.POINTS).format(number=points(value))
    if unit is Unit.RATIO:
        return f"{value:.{RATIO_DECIMALS}f}"
    return f"{value:,.0f}".replace(HYPHEN, MINUS)


def points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign; zero has none."""
    number = f"{abs(difference) * 100:.{POINT_DECIMALS}f}"
    if not float(number):
        return number
    return f"{'+' if difference > 0 else MINUS}{number}"
