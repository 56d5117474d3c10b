"""How publications move over time: together, and only when enough contributors have changed.

The kind of rule is public; its numbers are restricted, as those of all protection are.
Source of the rule: Nyhavn decision record 34; that perturbation by cell keys does not hide a withdrawal was measured.
"""

from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared

CHANGES = 10  # own choice: as many as many offices ask of a cell, so that the last one stands among nine others
PEOPLE_PER_CHANGE = 5  # own choice, by simulation: smaller blocks wait longer and hide nobody better
PATIENCE = 4  # own choice: four vintages, a year of quarterly releases
MOST_BLOCKS = 512  # own choice: keeps a register readable and its file below some megabytes


class Never(StrEnum):
    """What happens to a block that has not moved for so many vintages."""

    HOLD = "hold"  # it goes on being shown as it was
    MERGE = "merge"  # it moves together with a neighbour from now on
    STOP = "stop"  # nothing of the family is published until somebody decides


class OverTimePolicy(Declared):
    """The parameters of the rule over time. Restricted.

    changes: t, the number of contributor changes (joins, leaves, edits, withdrawals) on which a block moves.
    people: the least number of people in a block when the population is divided; None: five for each change.
    never, patience: what happens to a block that has not moved for `patience` vintages.
    spread: the number of changes is drawn anew for each block and refresh, from changes to changes + spread.
    """

    changes: int = Field(default=CHANGES, ge=2)
    people: int | None = Field(default=None, ge=1)
    never: Never = Never.MERGE
    patience: int = Field(default=PATIENCE, ge=1)
    spread: int = Field(default=0, ge=0)

    @property
    def least_people(self) -> int:
        """How many people a block holds at least."""
        return self.people if self.people is not None else PEOPLE_PER_CHANGE * self.changes

    @property
    def most_waiting(self) -> int:
        """The most contributor changes that a block can keep unseen."""
        return self.changes + self.spread - 1
