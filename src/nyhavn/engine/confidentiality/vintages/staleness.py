"""How far publications are behind, in people and in vintages."""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.vintages.register import Register
from nyhavn.framework.over_time import OverTimePolicy


@dataclass(frozen=True)
class Staleness:
    """How far the published numbers are behind the contributions. Restricted, but for `oldest`.

    people: contributor changes that are not shown yet, in all. most_people: in the group that has most of them.
    bound: the most that one group can have. groups: how many move by themselves; waiting: those with changes not shown.
    vintages: how many vintages ago the longest-waiting of these was refreshed; 0 where nothing waits.
    oldest: the earliest vintage that any published number still shows.
    overdue: groups that have not moved for as long as the policy's patience.
    """

    people: int
    most_people: int
    bound: int
    groups: int
    waiting: int
    vintages: int
    oldest: int
    overdue: int

    @property
    def is_fresh(self) -> bool:
        """Whether everything is shown."""
        return self.people == 0


def staleness(register: Register, policy: OverTimePolicy) -> Staleness:
    """How far a register is behind, right after publishing."""
    counters = register.group_counters
    refreshed = np.array(register.refreshed, dtype=np.int64)
    of_group = np.array(register.group, dtype=np.int64)
    behind = counters[of_group] > 0
    idle = register.vintage - np.array(register.settled, dtype=np.int64)
    return Staleness(
        people=int(counters.sum()),
        most_people=int(counters.max(initial=0)),
        bound=policy.most_waiting,
        groups=len(set(register.group)),
        waiting=int((counters > 0).sum()),
        vintages=int((register.vintage - refreshed[behind]).max(initial=0)),
        oldest=int(refreshed.min(initial=register.vintage)),
        overdue=len(set(of_group[idle >= policy.patience].tolist())),
    )
