"""A family of tables over the same contributors, and what is said about them, as one register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field

from nyhavn.engine.confidentiality.vintages.blocks import Division
from nyhavn.engine.confidentiality.vintages.changes import proven_changes
from nyhavn.engine.confidentiality.vintages.history import History
from nyhavn.engine.confidentiality.vintages.publishing import begin, publish, repeat
from nyhavn.engine.confidentiality.vintages.register import Integers, Register
from nyhavn.engine.confidentiality.vintages.staleness import Staleness, staleness
from nyhavn.framework.declared import Declared
from nyhavn.framework.over_time import Never, OverTimePolicy


class Family(Declared):
    """What is kept between two releases of a family. Restricted, as `Register` is.

    tables: the numbers of all tables, by block. about: the vintage in which what is said about the data (response,
    findings, quality, consent) was worked out last. It is said of everybody at once, so it moves only where every block
    is refreshed in the same vintage: otherwise its counts, beside those of the tables, would tell apart the few who
    changed in the blocks that wait. history: what is out, and bears on what may be published next.
    """

    division: Division
    tables: Register
    about: int = Field(default=0, ge=0)
    history: History

    def widened(self, cells: Sequence[str]) -> Self:
        """The same with further numbers, all of which were nought so far: groups in which nobody stood."""
        return self.model_copy(update={"tables": self.tables.widened(cells)})

    @property
    def about_is_fresh(self) -> bool:
        """Whether what is said about the data is said anew in this vintage; else it is repeated."""
        return self.about == self.tables.vintage


@dataclass(frozen=True)
class Moved:
    """What may be published of a family now.

    family: to be kept once it is published. is_stopped: the policy is to publish nothing, because a block has waited
    too long.
    """

    family: Family
    staleness: Staleness
    is_stopped: bool


def begin_family(
    truth: Integers, cells: Sequence[str], division: Division, policy: OverTimePolicy, *, seed: int
) -> Moved:
    """The first release. truth: blocks x cells. seed: secret."""
    first = begin(truth, cells, policy, seed=seed)
    return Moved(Family(division=division, tables=first.register, history=History()), first.staleness, False)


def move_family(truth: Integers, family: Family, tables: Sequence[Integers], policy: OverTimePolicy) -> Moved:
    """A further release, by the changes that the counts prove (`proven_changes`; tables as there).

    Where idle blocks are merged, so is the family: if what is said about it has waited for as long as the policy's
    patience, all blocks are one group until they have moved together, and apart again from then on.
    """
    register = family.tables
    waited = register.vintage + 1 - family.about
    is_joined = policy.never is Never.MERGE and waited >= policy.patience
    moved = publish(
        truth, proven_changes(truth, register, tables), register.together() if is_joined else register, policy
    )
    if not all(moved.refreshed):
        return Moved(family.model_copy(update={"tables": moved.register}), moved.staleness, moved.values is None)
    after = family.model_copy(update={"tables": moved.register.apart(), "about": moved.register.vintage})
    return Moved(after, staleness(after.tables, policy), moved.values is None)


def repeat_family(truth: Integers, family: Family, tables: Sequence[Integers], policy: OverTimePolicy) -> Moved:
    """A further release in which everything is repeated, whatever has changed."""
    held = repeat(proven_changes(truth, family.tables, tables), family.tables)
    found = staleness(held, policy)
    after = family.model_copy(update={"tables": held})
    return Moved(after, found, policy.never is Never.STOP and found.overdue > 0)


def by_block(blocks: Integers, groups: Integers, counts: Integers, shape: tuple[int, int]) -> Integers:
    """Counts added up by block and group. blocks, groups, counts: one entry per profile. shape: blocks, groups."""
    found = np.zeros(shape, dtype=np.int64)
    np.add.at(found, (blocks, groups), counts)
    return found
