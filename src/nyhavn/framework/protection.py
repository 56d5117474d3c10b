"""What a release must be protected against, which of its cells are hidden, and what an attacker could still learn.

The policy's kind is public; its numbers, and everything in `Audit`, are restricted: published together with the tables
they undo the protection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.table_policy import TablePolicy


class ProtectionPolicy(Declared):
    """The parameters of disclosure control. Restricted: never printed in a public file.

    threshold: the smallest number of contributions that may stand in a published cell; 1 means nothing to protect. If
    it is left out, that of the published policy `based_on` holds; a reader who knows the policy then knows the number.
    complementary: hide further cells so that hidden ones cannot be worked out. False is only for showing the harm.
    group_disclosure: 0 % and 100 % of a group are hidden for sensitive indicators.
    protect_nonresponse: rows without a valid answer are sensitive counts too.
    version: changes whenever a number does; public. source, decided_by, decided_on: why these numbers, and whose
    decision they are; restricted.
    """

    threshold: int = Field(ge=1)
    complementary: bool = True
    group_disclosure: bool = True
    protect_nonresponse: bool = False
    version: str = ""
    based_on: str = ""
    source: str = ""
    decided_by: tuple[str, ...] = ()
    decided_on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_published_practice(cls, said: Any) -> Any:
        """Raises Refusal "table-policy-unknown"."""
        if not isinstance(said, Mapping) or not said.get("based_on") or "threshold" in said:
            return said
        published = TablePolicy(based_on=str(said["based_on"])).rules
        return {**said, "threshold": published.frequency.fewest} if published.frequency else said


@dataclass(frozen=True)
class CellRef:
    """One number in one published table. categories: one code per breakdown, TOTAL where summed over it."""

    indicator: str
    breakdowns: tuple[str, ...]
    categories: tuple[str, ...]
    part: Literal["n", "numerator"]


@dataclass(frozen=True)
class CellAudit:
    """What an attacker can work out about one count. Restricted.

    cell: where the count stands (the first table that holds it).
    count: "n" and "numerator" stand in tables; "rest" is n - numerator; "nonresponse" is group size - n.
    low, high: smallest and largest whole number that agrees with everything published.
    need_low, need_high: the interval that must be inside [low, high]; None where the count itself needs no protection.
    by_respondent: whether somebody of another group, who knows that they are in it, is left with less than that.
    """

    cell: CellRef
    count: Literal["n", "numerator", "rest", "nonresponse"]
    value: int
    low: int
    high: int
    need_low: int | None = None
    need_high: int | None = None
    by_respondent: bool = False

    @property
    def met(self) -> bool:
        """Whether the attacker is left with at least the interval that is needed."""
        return (
            not self.by_respondent
            and (self.need_low is None or self.low <= self.need_low)
            and (self.need_high is None or self.high >= self.need_high)
        )

    @property
    def recovered(self) -> bool:
        """Whether the attacker knows the count exactly."""
        return self.low == self.high


@dataclass(frozen=True)
class Audit:
    """The attack on the whole release, as one system of equations in whole numbers. Restricted.

    cells: every hidden count, and every count that needs protection.
    joint_bounds: whether the cells nobody publishes that join linked tables (A x B, A x C, B x C) were modelled;
    False where there are too many of them: then only shared margins link the tables.
    notes: plain sentences about what was not, or could not be, done.
    """

    cells: tuple[CellAudit, ...] = ()
    joint_bounds: bool = True
    notes: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether every protected count keeps the interval it needs, and no hidden count is known exactly."""
        return self.recovered == 0 and all(cell.met for cell in self.cells)

    @property
    def recovered(self) -> int:
        """Number of hidden counts that the attacker knows exactly."""
        return sum(cell.recovered for cell in self.cells)

    @property
    def protected(self) -> int:
        """Number of counts that need protection of their own."""
        return sum(cell.need_high is not None for cell in self.cells)


@dataclass(frozen=True)
class Protection:
    """Which cells of a release are hidden.

    suppressed: every place where a hidden number would stand; one number may stand in several tables.
    hidden, cells: how many different numbers are hidden, and how many the release has in all.
    primary: how many of the hidden numbers are disclosive by themselves (restricted).
    checked: every place that took part; a table with any other place has not been protected.
    """

    suppressed: frozenset[CellRef]
    audit: Audit
    cells: int
    hidden: int = 0
    primary: int = 0
    checked: frozenset[CellRef] = field(default=frozenset(), repr=False)
