"""Every number that is shown about people, by whatever route: one number shown once is known to everybody.

A page, a file and an interface that show the same table are one source to whoever subtracts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.statistics import TOTAL, CellStatus, Indicator, StatisticalTable

Group = frozenset[tuple[str, str]]  # conditions: breakdown and category; none: everybody


# What is counted of an indicator: valid answers, and those in its numerator and not. They follow its id.
ANSWERS, YES, NO = "/answers", "/yes", "/no"


class Route(StrEnum):
    """The ways by which numbers leave."""

    PAGE = "page"
    API = "API"
    FILE = "file"
    MAP = "map"
    CHART = "chart"
    SDMX = "SDMX"
    QUALITY_REPORT = "quality report"
    PRINCIPLE_EVIDENCE = "principle evidence"
    COUNTS = "counts"


@dataclass(frozen=True)
class ShownNumber:
    """One number of people. measure: what is counted of the group. value: None where it is known to be hidden.

    is_sensitive: nought would say something of everybody in the group.
    """

    measure: str
    group: Group
    value: int | None
    is_sensitive: bool = False


@dataclass(frozen=True)
class Showing:
    """What one release shows in one place. release, table: as people name them. routes: all that show it.

    numbers: with margins; of a breakdown every category is listed, hidden or not. subset: conditions that hold for
    everybody in it, such as "women only".
    """

    release: str
    table: str
    routes: tuple[Route, ...]
    numbers: tuple[ShownNumber, ...]
    subset: Group = frozenset()


class Subtraction(StrEnum):
    """How few people are told apart."""

    CHANGED = "changed"  # the same number in two releases
    NESTED = "nested"  # a group and a part of it
    RESIDUAL = "residual"  # all categories but one


@dataclass(frozen=True)
class Isolated:
    """Fewer people than the threshold whom several published numbers tell apart. Restricted.

    sources: releases and tables that have to be put side by side; routes: all that show them.
    """

    how: Subtraction
    measure: str
    group: Group
    people: int
    sources: tuple[tuple[str, str], ...]
    routes: tuple[Route, ...]

    @property
    def sentence(self) -> str:
        """What is the matter, for the steward. It says where, and not how many."""
        where = " and ".join(f'"{table}" of {release}' for release, table in self.sources)
        who = ", ".join(f"{breakdown}: {code}" for breakdown, code in sorted(self.group)) or "everybody"
        by = ", ".join(self.routes)
        said = {
            Subtraction.CHANGED: f"{where} differ by fewer people than the threshold ({who})",
            Subtraction.NESTED: f"{where}, subtracted, leave fewer people than the threshold outside this part ({who})",
            Subtraction.RESIDUAL: f"{where}, subtracted, count a group that is hidden or too small ({who})",
        }[self.how]
        return f"{said}. Shown by: {by}."


def numbers_of(table: StatisticalTable, indicator: Indicator) -> Iterator[ShownNumber]:
    """The numbers of people in a table: valid answers, and for a proportion those in its numerator and not in it.

    What is counted is named by how it is counted, so that two indicators that count the same are one number; and who is
    counted is a condition, so that a table of some is a part of the table of all.
    """
    measure = indicator.numerator or indicator.valid or "contributions"
    universe = {("universe", indicator.universe)} if indicator.universe else set()
    for figure in table.figures:
        named = zip(table.breakdowns, figure.categories, strict=True)
        group = frozenset(universe | {condition for condition in named if condition[1] != TOTAL})
        yield ShownNumber(f"{measure}{ANSWERS}", group, figure.n)
        if not indicator.numerator:
            continue
        is_hidden = figure.status is CellStatus.SUPPRESSED
        yes = None if is_hidden else figure.numerator or 0
        no = None if yes is None or figure.n is None else figure.n - yes
        yield ShownNumber(f"{measure}{YES}", group, yes, indicator.sensitive)
        yield ShownNumber(f"{measure}{NO}", group, no, indicator.sensitive)
