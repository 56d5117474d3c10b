"""Communities whose members come, go and change their answers; each told twice, with and without one withdrawal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

Profile = tuple[str, ...]
Integers = npt.NDArray[np.int64]

# Sex, age, work and difficulty. In a community of a hundred most cells of three of them hold nobody or one person.
VARIABLES = (("f", "m"), ("0", "1", "2", "3", "4"), ("a", "b", "c", "d"), ("n", "s", "l"))
NAMES = ("sex", "age", "work", "difficulty")
LEAVES = tuple(product(*VARIABLES))
AT = {leaf: number for number, leaf in enumerate(LEAVES)}
SHAPE = tuple(len(codes) for codes in VARIABLES)
TABLES = tuple(kept for size in range(1, 5) for kept in combinations(range(4), size))  # fifteen
MOST_EVENTS = 30


@dataclass(frozen=True)
class World:
    """Who stands where, vintage by vintage. people: from person to profile. changed: who changed since the last."""

    people: tuple[Mapping[int, Profile], ...]
    changed: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Pair:
    """Two worlds that differ in one person, who withdraws before the vintage `at` in one of them and never else."""

    target: int
    at: int
    stayed: World
    withdrew: World


def a_pair(rng: np.random.Generator, *, vintages: int, events: int = MOST_EVENTS, people: int | None = None) -> Pair:
    """A community of 20 to 200 with 0 to `events` other joins, edits and leavers before each vintage."""
    size = people or int(rng.integers(20, 201))
    start = {person: _profile(rng) for person in range(size)}
    target, at = int(rng.integers(size)), int(rng.integers(1, vintages))
    told: list[Mapping[int, Profile]] = [start]
    changed: list[frozenset[int]] = [frozenset()]
    newest = size
    for _ in range(1, vintages):
        now, touched = dict(told[-1]), set()
        for _ in range(int(rng.integers(0, events + 1))):
            others = [person for person in now if person != target]
            kind = rng.choice(("join", "leave", "edit"), p=(0.4, 0.3, 0.3)) if others else "join"
            person = newest if kind == "join" else others[int(rng.integers(len(others)))]
            newest += kind == "join"
            if kind == "leave":
                del now[person]
            else:
                now[person] = _profile(rng)
            touched.add(person)
        told.append(now)
        changed.append(frozenset(touched))
    stayed = World(tuple(told), tuple(changed))
    return Pair(target, at, stayed, _without(stayed, target, at))


def _without(world: World, target: int, at: int) -> World:
    """The same world, in which the target withdrew before that vintage."""
    people = tuple(
        {person: profile for person, profile in now.items() if person != target or number < at}
        for number, now in enumerate(world.people)
    )
    changed = tuple(who | {target} if number == at else who for number, who in enumerate(world.changed))
    return World(people, changed)


def _profile(rng: np.random.Generator) -> Profile:
    """Somebody; the first categories are more common, as in life."""
    return tuple(codes[min(int(rng.geometric(0.45)) - 1, len(codes) - 1)] for codes in VARIABLES)


def leaf_counts(people: Mapping[int, Profile]) -> Integers:
    """How many stand in each of the finest cells."""
    return np.bincount([AT[profile] for profile in people.values()], minlength=len(LEAVES)).astype(np.int64)


def family(leaves: Integers) -> dict[tuple[int, ...], Integers]:
    """The fifteen tables and the total, by the variables that are kept."""
    whole = leaves.reshape(SHAPE)
    return {kept: whole.sum(axis=tuple(axis for axis in range(4) if axis not in kept)) for kept in ((), *TABLES)}


def cell_of(kept: Sequence[int], profile: Profile) -> tuple[int, ...]:
    """Where a profile stands in the table of these variables."""
    return tuple(VARIABLES[axis].index(profile[axis]) for axis in kept)
