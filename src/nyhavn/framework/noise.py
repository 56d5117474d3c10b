"""What noise did to published tables, in words for those who read them.

The kind of noise is public, and so is the error that it adds: whoever reads a table has to know it. The parameters are
restricted, but for those without which the method means nothing, such as epsilon.
"""

from dataclasses import dataclass
from enum import StrEnum


class NoiseKind(StrEnum):
    """The kinds of noise, in the words that may be published."""

    CELL_KEYS = "cell keys"
    RANDOM_ROUNDING = "random rounding"
    CONTROLLED_ROUNDING = "controlled rounding"
    DIFFERENTIAL_PRIVACY = "differential privacy"


@dataclass(frozen=True)
class NoiseStatement:
    """What was done to tables, and what that means for their numbers.

    done, error, margins: plain sentences: the method, how far numbers may be off, whether totals are sums of their
    parts. not_hidden: what the method does not protect against, a sentence each. most: the largest difference between
    a published and a true number, None if there is no largest. standard_error: of a cell without cells below it; with
    several tables of the largest; None where it differs from cell to cell and would tell of it. adds_up: whether totals
    are sums of their parts. public: parameters that must be known. restricted: the others; never in a public file. Both
    are name and value.
    """

    kind: NoiseKind
    done: str
    error: str
    margins: str
    not_hidden: tuple[str, ...]
    most: float | None
    standard_error: float | None
    adds_up: bool
    public: tuple[tuple[str, str], ...] = ()
    restricted: tuple[tuple[str, str], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that stands beside a published table, without a restricted word."""
        return (self.done, self.error, self.margins, *self.not_hidden)
