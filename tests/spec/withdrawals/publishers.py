"""Three ways to publish the same tables again and again: the rule over time, cell keys, and as it is."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from nyhavn.engine.confidentiality.vintages import (
    Division,
    Moved,
    Vintage,
    begin,
    begin_family,
    divide,
    move_family,
    proven_changes,
    publish,
)
from nyhavn.framework.over_time import OverTimePolicy
from spec.withdrawals.communities import AT, LEAVES, NAMES, Integers, World, family, leaf_counts

CELLS = tuple("-".join(leaf) for leaf in LEAVES)
ALL_CELLS = (np.arange(len(LEAVES)),)


class How(StrEnum):
    """How changes are known: each person as it happens, or as the counts prove them; and the whole way of a release."""

    LEDGER = "ledger"
    PROVEN = "no ledger"
    RELEASES = "as releases do"


@dataclass(frozen=True, eq=False)
class Told:
    """What was published of a world: vintage by vintage, and who had been counted as changed in each block by then."""

    vintages: tuple[Vintage, ...]
    counted: tuple[tuple[frozenset[int], ...], ...]
    division: Division

    def shown(self, number: int) -> Integers:
        """The finest counts that were published; the tables are their sums."""
        values = self.vintages[number].values
        assert values is not None
        return values

    @property
    def block_of(self) -> Integers:
        """The block of each of the finest cells."""
        return np.array([self.division.block(leaf) for leaf in LEAVES])


def _by_family(world: World, policy: OverTimePolicy) -> Told:
    """All vintages of a world as a release's tables move: by what the counts prove, at times all blocks together."""
    division = divide(Counter(world.people[0].values()), NAMES, least=policy.least_people)
    nobody = (frozenset[int](),) * division.blocks
    told = Told((), (nobody,) * len(world.people), division)
    truths = [_by_block(leaf_counts(people), told.block_of, division.blocks) for people in world.people]
    moved = begin_family(truths[0], CELLS, division, policy, seed=0)
    made = [_as_vintage(moved, moved)]
    for truth in truths[1:]:
        before, moved = moved, move_family(truth, moved.family, ALL_CELLS, policy)
        made.append(_as_vintage(moved, before))
    return replace(told, vintages=tuple(made))


def _as_vintage(moved: Moved, before: Moved) -> Vintage:
    register = moved.family.tables
    refreshed = tuple(at == register.vintage for at in register.refreshed)
    # As the blocks were grouped when they moved: once all have moved together, they are apart again.
    group = (0,) * len(refreshed) if all(refreshed) and moved is not before else register.group
    return Vintage(register.values, register.model_copy(update={"group": group}), moved.staleness, refreshed)


def by_blocks(world: World, policy: OverTimePolicy, *, seed: int = 0, how: How = How.LEDGER) -> Told:
    """All vintages of a world by the rule over time. A ledger counts each person once since the block was refreshed."""
    if how is How.RELEASES:
        return _by_family(world, policy)
    division = divide(Counter(world.people[0].values()), NAMES, least=policy.least_people)
    nobody = (frozenset[int](),) * division.blocks
    told = Told((), (nobody,), division)
    truth = _by_block(leaf_counts(world.people[0]), told.block_of, division.blocks)
    first = begin(truth, CELLS, policy, seed=seed)
    return continued(Told((first,), (nobody,), division), world, policy, how=how)


def continued(told: Told, world: World, policy: OverTimePolicy, *, how: How = How.LEDGER) -> Told:
    """The vintages that follow those that were told already."""
    made, counted, block_of = list(told.vintages), list(told.counted), told.block_of
    for number in range(len(made), len(world.people)):
        truth = _by_block(leaf_counts(world.people[number]), block_of, told.division.blocks)
        register, known = made[-1].register, [set(people) for people in counted[-1]]
        if how is How.LEDGER:
            changes = _new_changes(world, number, block_of, known)
        else:
            changes = proven_changes(truth, register, ALL_CELLS)
        made.append(publish(truth, changes, register, policy))
        for block in np.flatnonzero(made[-1].refreshed):
            known[block].clear()
        counted.append(tuple(frozenset(people) for people in known))
    return Told(tuple(made), tuple(counted), told.division)


def touched_blocks(world: World, number: int, person: int, block_of: Integers) -> set[int]:
    """The blocks in which a person who changed stood before or stands now."""
    places = (world.people[at].get(person) for at in (number - 1, number))
    return {int(block_of[AT[profile]]) for profile in places if profile is not None}


def _new_changes(world: World, number: int, block_of: Integers, counted: list[set[int]]) -> Integers:
    """Per block, people who changed and had not been counted since it was refreshed."""
    new = np.zeros(len(counted), dtype=np.int64)
    for person in world.changed[number]:
        for block in touched_blocks(world, number, person, block_of):
            new[block] += person not in counted[block]
            counted[block].add(person)
    return new


def _by_block(leaves: Integers, block_of: Integers, blocks: int) -> Integers:
    """The finest counts, each in the row of its block."""
    matrix = np.zeros((blocks, len(LEAVES)), dtype=np.int64)
    matrix[block_of, np.arange(len(LEAVES))] = leaves
    return matrix


# A table of perturbation of up to two, as in the example of the method (Thompson, Broadfoot and Elazar 2013).
KEYS = 256
NOISE = {-2: 0.1, -1: 0.2, 0: 0.4, 1: 0.2, 2: 0.1}
BY_KEY = np.repeat(list(NOISE), [26, 51, 102, 51, 26])


def by_cell_keys(world: World, keys: Integers) -> list[dict[tuple[int, ...], Integers]]:
    """All vintages of a world with cell keys: the keys of the people in a cell, summed, choose its noise."""
    made = []
    for people in world.people:
        sums = np.zeros(len(LEAVES), dtype=np.int64)
        for person, profile in people.items():
            sums[AT[profile]] += keys[person]
        counts, key_sums = family(leaf_counts(people)), family(sums)
        made.append(
            {
                kept: np.where(count > 0, np.maximum(count + BY_KEY[key_sums[kept] % KEYS], 0), 0)
                for kept, count in counts.items()
            }
        )
    return made
