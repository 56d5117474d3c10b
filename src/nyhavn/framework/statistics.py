"""What is to be counted, and what came out: indicators, breakdowns, tables of a release.

The words are those of official statistics: an indicator is measured in a universe, broken down by classifications,
and every published figure stands beside its unweighted number of answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.grouping import Grouping, GroupingChoice

TOTAL = "_T"  # SDMX: total, not broken down
NOT_STATED = "_U"  # SDMX CL_SEX and others: unknown; here: nothing in the records says which category
DECLINED = "_D"  # our own code: the person chose not to say


class Statistic(StrEnum):
    """The kinds of figure a release can hold."""

    COUNT = "count"  # contributions (or events) in the group
    PROPORTION = "proportion"  # share of valid answers for which the numerator holds, 0 to 1
    MEAN = "mean"  # of a numeric question
    TOTAL = "total"  # sum of a numeric question over the records (registers and inventories only)
    RATIO = "ratio"  # sum of one numeric question divided by the sum of another
    QUANTILE = "quantile"  # of a numeric question: the value at or below which a share of the answers lies


class Category(Declared):
    """One category of a breakdown: a stable code, a label, when it applies, and official codes beside it.

    when: an XLSForm expression; the first category whose expression holds is the row's. Empty if the breakdown
    names a question: then `answers` are the question's codes that fall here (empty means: the code itself).
    official: classification name to code, e.g. {"SDMX:CL_DISABILITY_STATUS": "PD"}; stands beside, never instead.
    of: codes of the finer categories that are counted together here.
    """

    code: str = Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")
    label: str
    when: str = ""
    answers: tuple[str, ...] = ()
    official: Mapping[str, str] = Field(default_factory=dict)
    of: tuple[str, ...] = ()


class Breakdown(Declared):
    """A classification by which indicators are broken down.

    A row that fits no category is counted under NOT_STATED, or DECLINED where the person declined; both stay in the
    table so that margins add up and nobody is silently dropped.

    groupings: wider categories that the community agreed on. chosen: the one that is used, if any; then the categories
    are its groups, and finer holds those that rows are told apart by.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    title: str
    question: str = ""
    categories: tuple[Category, ...]
    note: str = ""
    groupings: tuple[Grouping, ...] = ()
    chosen: GroupingChoice | None = None
    finer: tuple[Category, ...] = ()

    @property
    def told_apart(self) -> tuple[Category, ...]:
        """The categories by which rows are told apart, in the order in which they are tried."""
        return self.finer or self.categories

    def counted_under(self, code: str) -> str:
        """The category that a row is shown under, by the one it was told apart by."""
        return next((category.code for category in self.categories if code in category.of), code)

    def grouped(self, grouping: str) -> "Breakdown":
        """The breakdown by the wider categories of one of its groupings. Raises StopIteration if there is none."""
        wider = next(one for one in self.groupings if one.id == grouping).category
        categories = tuple(Category(code=one.code, label=one.label, of=one.of) for one in wider)
        return self.model_copy(update={"categories": categories, "finer": self.told_apart})


class Indicator(Declared):
    """One indicator of the release.

    numerator: XLSForm expression, true for the rows that count (PROPORTION).
    value: name of the numeric question (MEAN, TOTAL, RATIO, QUANTILE).
    denominator: name of the numeric question that the value is divided by (RATIO).
    quantile: the share of answers at or below the figure, between 0 and 1; 0.5 is the median (QUANTILE).
    universe: XLSForm expression; rows outside it are not part of the indicator. Empty: everybody.
    A row is *valid* if it is in the universe and every question its numerator (or value) names holds an answer other
    than don't know or declined; `valid` overrides that with an expression of its own.
    by: breakdowns to publish, each one or two ids; the total is always published.
    sdg: SDG indicator codes it speaks to, e.g. ["6.1.1"].
    sensitive: whether 0 % or 100 % of a group would tell something about every member of it (attribute disclosure).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")
    title: str
    statistic: Statistic
    numerator: str = ""
    value: str = ""
    denominator: str = ""
    quantile: float | None = Field(default=None, gt=0, lt=1)
    universe: str = ""
    valid: str = ""
    unit: str = ""
    by: tuple[tuple[str, ...], ...] = ()
    sdg: tuple[str, ...] = ()
    sensitive: bool = True
    note: str = ""


class CellStatus(StrEnum):
    """Why a figure is there or not. Primary and complementary suppression look the same on purpose."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    NO_ANSWERS = "no answers"  # nobody in the group gave a valid answer; not a zero


@dataclass(frozen=True)
class Figure:
    """One row of a table: a group and what is published about it.

    categories: one category code per breakdown of the table (TOTAL where summed over it).
    n: unweighted number of valid answers (COUNT: rows). value: the statistic, weighted where the design has weights.
    numerator: unweighted number of rows for which the numerator holds (PROPORTION only).
    standard_error, low, high: same unit as value; 95 % interval; None where the design allows none.
    reliability: a word of a named policy ("reliable", "use with caution", "unreliable"), "" where none applies, and
    why: its reason in a plain sentence (`framework.reliability`).
    Where status is SUPPRESSED all numbers are None, except n where n itself gives nobody away.
    """

    categories: tuple[str, ...]
    status: CellStatus
    n: int | None = None
    numerator: int | None = None
    value: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    reliability: str = ""
    why: str = ""


@dataclass(frozen=True)
class StatisticalTable:
    """One indicator by zero, one or two breakdowns. Figures include all margins, in declared category order."""

    id: str  # e.g. "access_health.by.functioning.place"
    indicator: str
    breakdowns: tuple[str, ...]
    figures: tuple[Figure, ...]

    def figure(self, *categories: str) -> Figure:
        """The figure of one group. Raises KeyError if the table has no such group."""
        for figure in self.figures:
            if figure.categories == categories:
                return figure
        raise KeyError(categories)


@dataclass(frozen=True)
class GroupCounts:
    """What the engine hands on before protection: one indicator over the full cross of its breakdowns, no margins.

    cells: category codes -> (valid n, numerator count, rows in the universe without a valid answer). For COUNT,
    MEAN and TOTAL the numerator count is 0 and unused.
    """

    indicator: str
    breakdowns: tuple[str, ...]
    cells: Mapping[tuple[str, ...], tuple[int, int, int]] = field(default_factory=dict)
