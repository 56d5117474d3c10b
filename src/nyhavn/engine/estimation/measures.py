"""What is summed, and over what: the declared indicators and breakdowns, reduced to what cells need to know."""

from dataclasses import dataclass

from nyhavn.framework.statistics import DECLINED, NOT_STATED, Breakdown, Indicator, Statistic

RATIOS = (Statistic.PROPORTION, Statistic.MEAN, Statistic.RATIO)
SUMS_OF_ROWS = (Statistic.COUNT, Statistic.TOTAL)


@dataclass(frozen=True)
class Measure:
    """One statistic over the columns of a coded frame that carry its id.

    columns: the id that the columns carry, "" if it is the own one: several measures may be made from one column.
    share: of a quantile, between 0 and 1. everybody: whether every row is in its universe (there is no column for it).
    """

    id: str
    statistic: Statistic
    share: float = 0.5
    everybody: bool = False
    columns: str = ""

    @property
    def source(self) -> str:
        """The id that its columns carry."""
        return self.columns or self.id

    @property
    def is_ratio(self) -> bool:
        """Whether the figure is one sum divided by another."""
        return self.statistic in RATIOS


@dataclass(frozen=True)
class Domain:
    """A classification of rows. codes: in the order of publication, not stated and declined at the end.

    Without codes they are those that occur, sorted; a row without one is not stated.
    """

    id: str
    codes: tuple[str, ...] = ()


def code_of(value: object) -> str:
    """The code of whatever a column holds: its text, or NOT_STATED where there is none."""
    is_nothing = value is None or value == "" or value != value
    if is_nothing:
        return NOT_STATED
    return str(value).lower() if isinstance(value, bool) else str(value)


def measure(indicator: Indicator) -> Measure:
    """What cells need to know of an indicator."""
    return Measure(indicator.id, indicator.statistic, indicator.quantile or Measure.share)


def domain(breakdown: Breakdown) -> Domain:
    """What cells need to know of a breakdown: the codes as declared, then declined, then not stated."""
    return Domain(breakdown.id, (*(category.code for category in breakdown.categories), DECLINED, NOT_STATED))
