"""Attackers who want to know one bit: whether one person withdrew.

The first knows everything about everybody else, in every vintage, and lacks that bit and the secret seed. The second
knows who took part at the start and where they stand, and nothing of what others did since.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from nyhavn.engine.confidentiality.vintages.publishing import threshold
from nyhavn.framework.over_time import OverTimePolicy
from spec.withdrawals.communities import AT, LEAVES, TABLES, Integers, Pair, World, cell_of, family, leaf_counts
from spec.withdrawals.publishers import NOISE, How, Told, by_blocks, by_cell_keys, continued, touched_blocks

SEEDS = range(1, 201)  # that the attacker tries; the true one is none of them


@dataclass(frozen=True)
class Guess:
    """One guess. vintage: after which it was made. is_certain: whether the two worlds looked different at all."""

    vintage: int
    is_right: bool
    is_certain: bool


@dataclass(frozen=True)
class Attack:
    """Guesses about one pair of worlds: the last below the threshold, the first at it; None where there is none."""

    below: Guess | None
    reached: Guess | None


def attack_blocks(
    pair: Pair,
    policy: OverTimePolicy,
    rng: np.random.Generator,
    *,
    promised: int | None = None,
    seed: int = 0,
    how: How = How.LEDGER,
) -> Attack:
    """What the attacker who knows all about the others makes of the rule over time.

    promised: the number of changes that is said to be needed; None: the policy's own.
    """
    withdrew = bool(rng.integers(2))
    seen = by_blocks(pair.withdrew if withdrew else pair.stayed, policy, seed=seed, how=how)
    told = [_told(world, seen, pair, policy, how=how) for world in (pair.stayed, pair.withdrew)]
    end = _first_reached(pair, seen, policy.changes if promised is None else promised)
    last = end - 1 if end is not None else len(seen.vintages) - 1
    home = int(seen.block_of[AT[pair.stayed.people[0][pair.target]]])
    looks = _looks_at_all if policy.spread == 0 else partial(_looks_at_home, home)
    guess = partial(_guess, seen, told, looks, withdrew, rng)
    return Attack(guess(last) if last >= pair.at else None, guess(end) if end is not None else None)


def _told(world: World, seen: Told, pair: Pair, policy: OverTimePolicy, *, how: How) -> list[Told]:
    """How the attacker expects a world to be told, once for each threshold they can think of.

    Where thresholds are drawn, they are given the whole register of the vintage before the withdrawal, but for its
    seed, and leave out seeds by which the target's block would have been refreshed by then.
    """
    if policy.spread == 0:
        return [by_blocks(world, policy, how=how)]
    known = seen.vintages[pair.at - 1].register
    home = int(seen.block_of[AT[pair.stayed.people[0][pair.target]]])
    first = known.group.index(known.group[home])
    counter = int(known.group_counters[known.group[home]])
    fitting = [s for s in SEEDS if threshold(s, first, known.epoch[first], policy) > counter]
    return [
        continued(_with_seed(seen, pair.at, one), world, policy, how=how)
        for one in _one_for_each_threshold(fitting, first, known.epoch[first], policy)
    ]


def _one_for_each_threshold(seeds: list[int], block: int, epoch: int, policy: OverTimePolicy) -> list[int]:
    """One seed for each value of the threshold: they are all as likely."""
    return list({threshold(one, block, epoch, policy): one for one in seeds}.values())


def _with_seed(seen: Told, vintages: int, seed: int) -> Told:
    """The first so many vintages, to go on with another seed."""
    *earlier, last = seen.vintages[:vintages]
    other = replace(last, register=last.register.model_copy(update={"seed": seed}))
    return Told((*earlier, other), seen.counted[:vintages], seen.division)


def _looks_at_all(told: Told, number: int) -> Integers:
    return told.shown(number)


def _looks_at_home(home: int, told: Told, number: int) -> Integers:
    """Even what the target's block adds to the numbers, which nobody is shown."""
    return told.vintages[number].register.matrix[home]


def _guess(
    seen: Told,
    told: list[list[Told]],
    looks: Callable[[Told, int], Integers],
    withdrew: bool,
    rng: np.random.Generator,
    number: int,
) -> Guess:
    """The likelier world, over all thresholds that the attacker can think of; a coin where both are as likely."""
    stay, leave = (
        np.mean([all((looks(one, at) == looks(seen, at)).all() for at in range(number + 1)) for one in world])
        for world in told
    )
    answer = bool(leave > stay) if leave != stay else bool(rng.integers(2))
    return Guess(number, answer == withdrew, bool(leave != stay))


def _first_reached(pair: Pair, seen: Told, promised: int) -> int | None:
    """The first vintage by which the people changed where the target stands are as many as the threshold.

    Counted from the events themselves, with the withdrawal among them, and not from what the register counts. Before
    the withdrawal a refresh of the block sets it back.
    """
    world, block_of = pair.withdrew, seen.block_of
    home = int(block_of[AT[pair.stayed.people[0][pair.target]]])
    changed: set[tuple[int, int]] = set()
    for number in range(1, len(world.people)):
        changed |= {
            (block, person)
            for person in world.changed[number]
            for block in touched_blocks(world, number, person, block_of)
        }
        if number < pair.at:
            fresh = np.flatnonzero(seen.vintages[number].refreshed)
            changed = {(block, person) for block, person in changed if block not in fresh}
            continue
        group = seen.vintages[number].register.group
        together = {block for block, other in enumerate(group) if other == group[home]}
        if sum(block in together for block, _ in changed) >= promised:
            return number
    return None


def outsider_is_right(
    pair: Pair, policy: OverTimePolicy, rng: np.random.Generator, *, least: int, how: How = How.LEDGER
) -> bool | None:
    """Whether somebody who knows the members of the start alone guesses right at the first refresh; None without one.

    They look at the smallest cell of the target that is shown before and after (counts from `least`), and say
    "withdrew" if it went down.
    """
    withdrew = bool(rng.integers(2))
    seen = by_blocks(pair.withdrew if withdrew else pair.stayed, policy, how=how)
    profile = pair.stayed.people[0][pair.target]
    home = seen.division.block(profile)
    for number in range(pair.at, len(seen.vintages)):
        if seen.vintages[number].refreshed[home]:
            was, now = family(seen.shown(number - 1)), family(seen.shown(number))
            pairs = [
                (int(was[kept][cell]), int(now[kept][cell])) for kept in TABLES for cell in [cell_of(kept, profile)]
            ]
            shown = [(before, after) for before, after in pairs if before >= least and after >= least]
            if not shown:
                return bool(rng.integers(2)) == withdrew
            before, after = min(shown)
            return (after < before) == withdrew
    return None


def attack_cell_keys(pair: Pair, rng: np.random.Generator) -> bool:
    """Whether the attacker who knows all but the keys guesses right from cell keys, one vintage after the other."""
    withdrew = bool(rng.integers(2))
    keys = rng.integers(0, 256, size=1 + max(max(people, default=0) for people in pair.stayed.people))
    seen = by_cell_keys(pair.withdrew if withdrew else pair.stayed, keys)
    profile, at = pair.stayed.people[0][pair.target], pair.at
    stayed, left = 0.0, 0.0
    with np.errstate(divide="ignore"):
        for kept in ((), *TABLES):
            cell = cell_of(kept, profile)
            was, now = int(seen[at - 1][kept][cell]), int(seen[at][kept][cell])
            count = int(family(leaf_counts(pair.stayed.people[at]))[kept][cell])
            is_same = _members(pair.stayed, at - 1, kept, cell) == _members(pair.stayed, at, kept, cell)
            stayed += np.log(float(now == was) if is_same else _probability(now, count))
            left += np.log(_probability(now, count - 1))
    return (left > stayed if left != stayed else bool(rng.integers(2))) == withdrew


def _members(world: World, number: int, kept: tuple[int, ...], cell: tuple[int, ...]) -> set[int]:
    return {person for person, profile in world.people[number].items() if cell_of(kept, profile) == cell}


def _probability(shown: int, count: int) -> float:
    """How likely a count is shown as that number."""
    if count == 0:
        return float(shown == 0)
    return sum(share for noise, share in NOISE.items() if max(count + noise, 0) == shown)


def vintages_until_refreshed(told: Told, populated: Integers) -> list[int | None]:
    """For each populated cell of the fifteen tables, the vintage by which all of it had been refreshed; None: never.

    populated: finest counts at the start.
    """
    blocks = told.block_of
    first: list[int | None] = [
        next((number for number in range(1, len(told.vintages)) if told.vintages[number].refreshed[block]), None)
        for block in range(told.division.blocks)
    ]
    found = []
    for kept in TABLES:
        needed: dict[tuple[int, ...], set[int]] = {}
        for leaf in np.flatnonzero(populated):
            needed.setdefault(cell_of(kept, LEAVES[leaf]), set()).add(int(blocks[leaf]))
        for of_cell in needed.values():
            when = [first[block] for block in of_cell]
            found.append(None if None in when else max(one for one in when if one is not None))
    return found
