"""One vintage after another: blocks whose contributors changed often enough are refreshed, the others are repeated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nyhavn.engine.confidentiality.vintages.register import Integers, Register
from nyhavn.engine.confidentiality.vintages.staleness import Staleness, staleness
from nyhavn.framework.over_time import Never, OverTimePolicy

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Vintage:
    """What is to be published, and what is kept for the next time.

    values: one number per cell of the register; None where the policy is to stop and a block has waited too long.
    refreshed: per block, whether it shows what is true now.
    """

    values: Integers | None
    register: Register
    staleness: Staleness
    refreshed: tuple[bool, ...]


def begin(truth: Integers, cells: Sequence[str], policy: OverTimePolicy, *, seed: int) -> Vintage:
    """The first vintage: everything is shown as it is. truth: blocks x cells, counts. seed: secret, for the spread."""
    blocks = len(truth)
    nothing = (0,) * blocks
    register = Register(
        cells=tuple(cells),
        held=_rows(truth),
        counter=nothing,
        refreshed=nothing,
        settled=nothing,
        group=tuple(range(blocks)),
        epoch=nothing,
        seed=seed,
    )
    return Vintage(register.values, register, staleness(register, policy), (True,) * blocks)


def publish(truth: Integers, changes: Integers, register: Register, policy: OverTimePolicy) -> Vintage:
    """The next vintage.

    truth: blocks x cells, what each block's part of each number is now.
    changes: per block, contributor changes since the last vintage: joins, leaves, withdrawals and edits, each counted
    in every block that it touches. Too few counted delays a refresh, too many would break the promise.

    A group of blocks is refreshed as a whole once its changes reach the threshold of its epoch, else repeated as a
    whole. Whether groups are merged depends on how long they have not moved, never on how much has changed in them.
    Raises ValueError for shapes that do not fit and negative numbers: a defect of the caller.
    """
    _check(truth, changes, register)
    vintage = register.vintage + 1
    counter = np.array(register.counter, dtype=np.int64) + changes
    group, settled = np.array(register.group, dtype=np.int64), np.array(register.settled, dtype=np.int64)
    if policy.never is Never.MERGE:
        group, settled = _merged(group, settled, vintage, policy.patience)
    epoch = np.array(register.epoch, dtype=np.int64)
    moves = _moves(group, epoch, counter, register.seed, policy)
    after = register.model_copy(
        update={
            "vintage": vintage,
            "held": _rows(np.where(moves[:, None], truth, register.matrix)),
            "counter": _entries(np.where(moves, 0, counter)),
            "refreshed": _entries(np.where(moves, vintage, register.refreshed)),
            "settled": _entries(np.where(moves, vintage, settled)),
            "group": _entries(group),
            "epoch": _entries(epoch + moves),
        }
    )
    found = staleness(after, policy)
    is_stopped = policy.never is Never.STOP and found.overdue > 0
    return Vintage(None if is_stopped else after.values, after, found, tuple(moves.tolist()))


def repeat(changes: Integers, register: Register) -> Register:
    """The next vintage in which every number is repeated. changes: as for `publish`; they wait for a later one."""
    counter = np.array(register.counter, dtype=np.int64) + changes
    return register.model_copy(update={"vintage": register.vintage + 1, "counter": _entries(counter)})


def _moves(group: Integers, epoch: Integers, counter: Integers, seed: int, policy: OverTimePolicy) -> Booleans:
    """Per block, whether its group has reached its threshold."""
    together = np.bincount(group, weights=counter)
    reached = np.zeros(len(together), dtype=bool)
    for number in set(group.tolist()):
        first = int(np.flatnonzero(group == number)[0])
        reached[number] = together[number] >= threshold(seed, first, int(epoch[first]), policy)
    return reached[group]


def threshold(seed: int, block: int, epoch: int, policy: OverTimePolicy) -> int:
    """How many contributor changes move a group whose first block is this one, in this epoch. Never below t."""
    if not policy.spread:
        return policy.changes
    drawn = np.random.default_rng((seed, block, epoch)).integers(0, policy.spread + 1)
    return policy.changes + int(drawn)


def _merged(group: Integers, settled: Integers, vintage: int, patience: int) -> tuple[Integers, Integers]:
    """Groups that did not move for so long join a neighbour in the order of the blocks: the one idle for longer."""
    group, settled = group.copy(), settled.copy()
    for number in sorted(set(group.tolist())):
        members = np.flatnonzero(group == number)
        if not len(members) or vintage - settled[members[0]] < patience:
            continue
        beside = [at for at in (members[0] - 1, members[-1] + 1) if 0 <= at < len(group)]
        if beside:
            other = group[min(beside, key=lambda at: (int(settled[at]), at))]
            together = np.isin(group, (number, other))
            group[together] = min(number, other)
            settled[together] = vintage
    return group, settled


def _check(truth: Integers, changes: Integers, register: Register) -> None:
    if truth.shape != (len(register.held), len(register.cells)) or changes.shape != (len(register.held),):
        raise ValueError("Truth and changes must have one entry for every block and cell of the register.")
    if (truth < 0).any() or (changes < 0).any():
        raise ValueError("Counts and changes cannot be negative.")


def _rows(matrix: Integers) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in matrix.tolist())


def _entries(array: Integers) -> tuple[int, ...]:
    return tuple(int(entry) for entry in array)
