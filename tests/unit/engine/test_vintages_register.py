"""The register and its policies, on both sides of every boundary."""

import numpy as np
import pytest
from pydantic import ValidationError

from nyhavn.engine.confidentiality.vintages import Register, Vintage, begin, publish
from nyhavn.engine.confidentiality.vintages.publishing import threshold
from nyhavn.framework.over_time import Never, OverTimePolicy

T = 5
HOLD = OverTimePolicy(changes=T, never=Never.HOLD, patience=2)
START = np.array([[10, 20], [30, 40], [50, 60]])
CELLS = ("yes", "no")


def first(policy: OverTimePolicy = HOLD) -> Vintage:
    return begin(START, CELLS, policy, seed=1)


def then(before: Vintage, changes: list[int], policy: OverTimePolicy = HOLD) -> Vintage:
    """The next vintage, in which every count of every block is one larger than in the register."""
    return publish(before.register.matrix + 1, np.array(changes), before.register, policy)


@pytest.mark.parametrize(("changes", "moves"), [(T - 1, False), (T, True), (T + 1, True)])
def test_a_block_moves_on_t_changes_and_not_before(changes: int, moves: bool) -> None:
    made = then(first(), [changes, 0, 0])
    assert made.refreshed == (moves, False, False)
    assert made.values is not None
    assert made.values.tolist() == ([91, 121] if moves else [90, 120])
    assert made.staleness.people == (0 if moves else changes)


def test_changes_gather_until_the_block_moves_and_start_anew() -> None:
    made = first()
    moved = []
    for _ in range(6):
        made = then(made, [2, 0, 0])
        moved.append(made.refreshed[0])
    assert moved == [False, False, True, False, False, True]


def test_idle_blocks_are_held_for_ever_if_that_is_the_policy() -> None:
    made = first()
    for _ in range(5):
        made = then(made, [0, 1, 0])
        if made.register.vintage < T:
            assert made.register.group == (0, 1, 2)
    assert made.refreshed == (False, True, False)


def test_idle_blocks_join_a_neighbour_and_move_with_it() -> None:
    merging = OverTimePolicy(changes=T, never=Never.MERGE, patience=2)
    made = then(first(merging), [3, 3, 0], merging)
    assert made.refreshed == (False, False, False)
    made = then(made, [0, 0, 0], merging)
    assert made.register.group == (0, 0, 2) or made.register.group == (0, 0, 0)
    assert made.refreshed[:2] == (True, True)  # six changes together


def test_merging_looks_at_time_alone() -> None:
    merging = OverTimePolicy(changes=T, never=Never.MERGE, patience=2)
    groups = []
    for changes in ([0, 0, 0], [1, 0, 0], [0, 1, 2]):
        made = then(then(first(merging), changes, merging), [0, 0, 0], merging)
        groups.append(made.register.group)
    assert len(set(groups)) == 1


@pytest.mark.parametrize(("vintages", "stops"), [(1, False), (2, True)])
def test_publishing_stops_once_a_block_was_idle_for_too_long(vintages: int, stops: bool) -> None:
    stopping = OverTimePolicy(changes=T, never=Never.STOP, patience=2)
    made = first(stopping)
    for _ in range(vintages):
        made = then(made, [T, 0, T], stopping)
    assert (made.values is None) is stops


def test_thresholds_are_drawn_between_t_and_the_spread_and_never_below() -> None:
    spread = OverTimePolicy(changes=T, spread=3)
    drawn = {threshold(9, block, epoch, spread) for block in range(20) for epoch in range(20)}
    assert drawn == {T, T + 1, T + 2, T + 3}
    assert threshold(9, 1, 1, spread) == threshold(9, 1, 1, spread)
    assert threshold(9, 1, 1, HOLD) == T


def test_further_numbers_are_nought_until_their_block_moves() -> None:
    wide = first().register.widened(("yes", "don't know", "no"))
    assert wide.values.tolist() == [90, 0, 120]
    with pytest.raises(ValueError, match="keeps every number"):
        wide.widened(("yes",))


@pytest.mark.parametrize(
    ("truth", "changes"),
    [(START[:2], [0, 0]), (START[:, :1], [0, 0, 0]), (-START, [0, 0, 0]), (START, [0, 0, -1]), (START, [0, 0])],
)
def test_what_does_not_fit_the_register_is_a_defect(truth: np.ndarray, changes: list[int]) -> None:
    with pytest.raises(ValueError, match=r"must have one entry|cannot be negative"):
        publish(truth, np.array(changes), first().register, HOLD)


BROKEN = {
    "a block lacks its counter": {"counter": (0, 0)},
    "a row is too short": {"held": ((1,), (1, 2), (3, 4))},
    "a count is negative": {"held": ((-1, 2), (1, 2), (3, 4))},
    "a number is named twice": {"cells": ("yes", "yes")},
    "a vintage that has not been": {"refreshed": (1, 0, 0)},
    "a word nobody knows": {"members": ("Amina",)},
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
def test_a_register_that_contradicts_itself_is_not_read(fault: dict[str, object]) -> None:
    sound = first().register.model_dump()
    assert Register.model_validate(sound)
    with pytest.raises(ValidationError):
        Register.model_validate({**sound, **fault})
