"""What somebody asks of a frame: a statistic and the columns it is made from."""

from dataclasses import dataclass

from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import Statistic

Answer = str | int | float | bool
MEDIAN = 0.5


@dataclass(frozen=True)
class Asked:
    """One statistic of a frame. Made by `mean`, `total`, `proportion`, `ratio`, `quantile`, `median` and `count`.

    value, denominator: columns. answers: of the value column, those that count in a proportion. share: of a quantile.
    """

    statistic: Statistic
    value: str = ""
    answers: tuple[Answer, ...] = ()
    denominator: str = ""
    share: float = MEDIAN

    @property
    def name(self) -> str:
        """The statistic in words, as the table of estimates names it."""
        if self.statistic is Statistic.COUNT:
            return "count"
        of = f"{self.statistic} {self.share:g} of" if self.statistic is Statistic.QUANTILE else f"{self.statistic} of"
        answers = f" = {' or '.join(str(answer) for answer in self.answers)}" if self.answers else ""
        below = f" / {self.denominator}" if self.denominator else ""
        return f"{of} {self.value}{answers}{below}"


def mean(column: str) -> Asked:
    """The mean of a numeric column, over rows with a number."""
    return Asked(Statistic.MEAN, column)


def total(column: str) -> Asked:
    """The sum of a numeric column, over rows with a number."""
    return Asked(Statistic.TOTAL, column)


def count() -> Asked:
    """How many there are."""
    return Asked(Statistic.COUNT)


def proportion(column: str, *answers: Answer) -> Asked:
    """The share of rows with an answer whose answer is one of these; without answers: true, of a column of truths."""
    return Asked(Statistic.PROPORTION, column, answers)


def ratio(numerator: str, denominator: str) -> Asked:
    """The sum of one numeric column divided by the sum of another, over rows with both numbers."""
    return Asked(Statistic.RATIO, numerator, denominator=denominator)


def quantile(column: str, share: float) -> Asked:
    """The smallest value at or below which that share of the weight lies. Raises Refusal for a share outside 0 to 1."""
    if not 0 < share < 1:
        what = "A quantile is asked for by a share above 0 and below 1."
        raise refusal("counted-part-missing", what, where=f"quantile of {column}", do="Use 0.5 for the median.")
    return Asked(Statistic.QUANTILE, column, share=share)


def median(column: str) -> Asked:
    """The value at or below which half of the weight lies."""
    return quantile(column, MEDIAN)
