"""What is asked of a data set under differential privacy: tables, bounds of what one person contributes, and the price.

Everything here is declared before anybody looks at the data: which codes there are, the bounds, and the price. Nothing
of it may follow from the data, or it would say something about them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from nyhavn.engine.confidentiality.noise.cells import Cross
from nyhavn.framework.noise_policy import Measure
from nyhavn.framework.refusal import Reason, Refusal

# Prices are counted exactly. Own choice: less buys nothing that can be read, and no budget reaches the other end.
LEAST_PRICE, MOST_PRICE = Decimal("0.000001"), Decimal(1_000)
MOST_CONTRIBUTIONS = 10_000  # of one person; own choice: beyond it noise hides whole villages
MOST_BOUND = 2**31  # of one value; with 2^31 contributions sums stay below 2^62
MOST_SCALE = 2**35  # of the noise of a cell; with 200,000 cells their sums stay far below 2^63


class Mechanism(StrEnum):
    """The kinds of noise with a proof."""

    LAPLACE = "discrete Laplace"
    GAUSSIAN = "discrete Gaussian"

    @property
    def measure(self) -> Measure:
        """What its price is counted in."""
        return Measure.EPSILON if self is Mechanism.LAPLACE else Measure.RHO


@dataclass(frozen=True)
class Clipped:
    """A column of whole numbers that is added up; each value is first moved to the nearer of low and high."""

    column: str
    low: int
    high: int

    @property
    def largest(self) -> int:
        """The most that one contribution moves the sum."""
        return max(abs(self.low), abs(self.high))


@dataclass(frozen=True)
class PrivateTable:
    """One table. cross: its breakdowns; their leaves are all cells there are. sum: None: contributions are counted.

    contributions: at most so many of one person in this table; None: as many as the question takes in all. share: of
    the question's price, beside the shares of the other tables.
    """

    id: str
    cross: Cross
    sum: Clipped | None = None
    contributions: int | None = None
    share: int = 1


@dataclass(frozen=True)
class Sensitivity:
    """How far one person, there or not, moves the leaf cells of a table: sum, Euclidean length, largest change."""

    l1: int
    l2: int
    linf: int


@dataclass(frozen=True)
class Question:
    """Tables that are asked for together. contributions: at most so many of one person in all of them.

    price: epsilon (Laplace) or rho (Gaussian) for all tables together. person: the column that says whose contribution
    a row is. columns: of the breakdowns that stand in a column of another name.
    """

    tables: tuple[PrivateTable, ...]
    contributions: int
    mechanism: Mechanism
    price: Decimal
    person: str = "person"
    columns: Mapping[str, str] = field(default_factory=dict)

    def columns_of(self, table: PrivateTable) -> dict[str, str]:
        """The column of each breakdown of a table."""
        return {tree.name: self.columns.get(tree.name, tree.name) for tree in table.cross}

    def kept(self, table: PrivateTable) -> int:
        """How many contributions of one person a table takes."""
        return min(self.contributions, table.contributions or self.contributions)

    def sensitivity(self, table: PrivateTable) -> Sensitivity:
        """Bounds for one person with all their contributions in one cell, which is the worst for all three."""
        most = self.kept(table) * (table.sum.largest if table.sum else 1)
        return Sensitivity(most, most, most)

    def price_of(self, table: PrivateTable) -> Fraction:
        """The part of the price that a table gets. All parts together are the price, exactly."""
        return Fraction(self.price) * table.share / sum(other.share for other in self.tables)

    @property
    def digest(self) -> str:
        """The same for the same question. It says nothing about the data."""
        return hashlib.sha256(json.dumps(_written(self), sort_keys=True).encode()).hexdigest()


def check_question(question: Question) -> None:
    """Raises Refusal "private-question-wrong" with every reason."""
    reasons = [_wrong(what, "question") for what in _faults(question)]
    for table in question.tables:
        reasons += [_wrong(what, f'table "{table.id}"') for what in _table_faults(table)]
    if not reasons:
        loud = (
            table for table in question.tables if question.sensitivity(table).l1 > MOST_SCALE * question.price_of(table)
        )
        reasons = [_wrong("For these bounds the price buys noise alone.", f'table "{table.id}"') for table in loud]
    if reasons:
        raise Refusal(*reasons)


def _faults(question: Question) -> list[str]:
    faults = []
    if not question.tables:
        faults.append("It asks for no table.")
    if len({table.id for table in question.tables}) < len(question.tables):
        faults.append("Two tables have the same name.")
    if not 1 <= question.contributions <= MOST_CONTRIBUTIONS:
        faults.append(f"Of each person between 1 and {MOST_CONTRIBUTIONS:,} contributions can count.")
    if not (question.price.is_finite() and LEAST_PRICE <= question.price <= MOST_PRICE):
        faults.append(f"The price has to be between {LEAST_PRICE} and {MOST_PRICE}.")
    elif question.price % LEAST_PRICE:
        faults.append(f"The price has to be a multiple of {LEAST_PRICE}.")
    return faults


def _table_faults(table: PrivateTable) -> list[str]:
    faults = []
    if not table.cross:
        faults.append("It has no breakdown.")
    if table.contributions is not None and table.contributions < 1:
        faults.append("At least one contribution of each person has to count.")
    if table.share < 1:
        faults.append("Its share of the price has to be a whole number above zero.")
    if table.sum and not (table.sum.low <= table.sum.high and 0 < table.sum.largest <= MOST_BOUND):
        faults.append(f"The bounds of {table.sum.column} have to be in order, not both zero, and within 2^31.")
    return faults


def _wrong(what: str, where: str) -> Reason:
    return Reason("private-question-wrong", what, where, "Correct the question; nothing was spent.")


def _written(question: Question) -> dict[str, object]:
    tables = [
        {
            "id": table.id,
            "by": [[tree.name, tree.total, list(tree.parents.items())] for tree in table.cross],
            "columns": question.columns_of(table),
            "sum": [table.sum.column, table.sum.low, table.sum.high] if table.sum else None,
            "contributions": question.kept(table),
            "share": table.share,
        }
        for table in question.tables
    ]
    price = str(question.price.normalize())
    asked = {"person": question.person, "contributions": question.contributions}
    return {**asked, "mechanism": question.mechanism.value, "price": price, "tables": tables}
