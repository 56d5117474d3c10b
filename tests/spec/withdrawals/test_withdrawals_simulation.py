"""Amina withdraws. Nobody can tell from the fifteen tables, until as many others have changed as the rule promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest

from nyhavn.framework.over_time import Never, OverTimePolicy
from spec.withdrawals.attackers import (
    Guess,
    attack_blocks,
    attack_cell_keys,
    outsider_is_right,
    vintages_until_refreshed,
)
from spec.withdrawals.communities import a_pair, leaf_counts
from spec.withdrawals.publishers import How, by_blocks

VINTAGES = 13  # the first, and three years of quarterly releases
T = 10
SECRET_SEED = 31_337
FEW, MANY = 120, 1_000
MOST_OF_THEM = 0.8
STANDARD_ERRORS = 3  # of a share of guesses: beyond that it is no chance


@dataclass(frozen=True)
class Run:
    """What came out of many pairs of worlds. refreshed: vintages, per populated cell; None: never."""

    below: list[Guess]
    reached: list[Guess]
    outsider: list[bool]
    cell_keys: list[bool]
    refreshed: list[int | None]

    def within(self, vintages: int) -> float:
        """The share of populated cells all of which was refreshed within so many vintages."""
        return float(np.mean([one is not None and one <= vintages for one in self.refreshed]))

    @property
    def until_most(self) -> int | None:
        """The number of vintages within which most populated cells are refreshed."""
        return next((number for number in range(1, VINTAGES) if self.within(number) >= MOST_OF_THEM), None)


def run(policy: OverTimePolicy, pairs: int, *, seed: int = 7, how: How = How.LEDGER) -> Run:
    """Attacks so many pairs of worlds in every way."""
    rng = np.random.default_rng(seed)
    found = Run([], [], [], [], [])
    for _ in range(pairs):
        pair = a_pair(rng, vintages=VINTAGES)
        attack = attack_blocks(pair, policy, rng, seed=SECRET_SEED, how=how)
        found.below.extend([attack.below] if attack.below else [])
        found.reached.extend([attack.reached] if attack.reached else [])
        outsider = outsider_is_right(pair, policy, rng, least=T, how=how)
        found.outsider.extend([] if outsider is None else [outsider])
        found.cell_keys.append(attack_cell_keys(pair, rng))
        told = by_blocks(pair.stayed, policy, how=how)
        found.refreshed.extend(vintages_until_refreshed(told, leaf_counts(pair.stayed.people[0])))
    return found


def right(guesses: list[Guess]) -> float:
    return float(np.mean([guess.is_right for guess in guesses]))


def report(name: str, found: Run) -> Iterator[str]:
    """What the run prints."""
    yield f"{name}: {len(found.cell_keys)} pairs of worlds, t = {T}, 15 tables"
    yield f"  knows all about the others, below t:     {right(found.below):.1%} right ({len(found.below)} guesses)"
    yield f"  knows all about the others, from t on:   {right(found.reached):.1%} right ({len(found.reached)} guesses)"
    yield f"  knows who took part at the start:        {np.mean(found.outsider):.1%} right at the first refresh"
    yield f"  the same tables with cell keys of +-2:   {np.mean(found.cell_keys):.1%} right"
    yield f"  {MOST_OF_THEM:.0%} of populated cells refresh within {found.until_most} vintages"


def check(found: Run) -> None:
    """What is promised, and what is admitted."""
    assert not [guess for guess in found.below if guess.is_certain]  # the two worlds look the same
    assert abs(right(found.below) - 0.5) <= STANDARD_ERRORS * sqrt(0.25 / len(found.below))
    assert found.until_most is not None
    assert np.mean(found.cell_keys) > 0.95


POLICIES = {
    "merged when idle": OverTimePolicy(changes=T),
    "held when idle": OverTimePolicy(changes=T, never=Never.HOLD),
    # Without merging, so that the attacker has to think of the thresholds of one block alone and misses nothing.
    "drawn thresholds": OverTimePolicy(changes=T, spread=5, never=Never.HOLD),
}


def test_a_withdrawal_shows_in_cell_keys_and_not_in_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(POLICIES["merged when idle"], FEW, how=How.RELEASES)
    with capsys.disabled():
        print("", *report(f"merged when idle, {How.RELEASES}", found), sep="\n")
    check(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "how"),
    [*((name, How.LEDGER) for name in POLICIES), *(("merged when idle", how) for how in (How.PROVEN, How.RELEASES))],
)
def test_a_withdrawal_does_not_show_in_many_communities(
    name: str, how: How, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(POLICIES[name], MANY, how=how)
    with capsys.disabled():
        print("", *report(f"{name}, {how}", found), sep="\n")
    check(found)


def test_at_the_threshold_whoever_knows_all_others_knows_the_withdrawal() -> None:
    """No rule on counts without noise can do better, and nobody is told otherwise."""
    assert right(run(POLICIES["merged when idle"], FEW // 4).reached) == 1.0


def test_a_rule_that_moves_on_fewer_than_it_promises_is_found_out() -> None:
    rng = np.random.default_rng(5)
    hasty = OverTimePolicy(changes=2, people=2 * T)
    attacks = [attack_blocks(a_pair(rng, vintages=VINTAGES), hasty, rng, promised=T) for _ in range(FEW)]
    guesses = [attack.below for attack in attacks if attack.below]
    assert right(guesses) > 0.9


def test_in_a_community_of_twenty_where_little_happens_nothing_moves_and_it_is_reported() -> None:
    rng = np.random.default_rng(8)
    pair = a_pair(rng, vintages=5, events=1, people=20)
    told = by_blocks(pair.withdrew, OverTimePolicy(changes=T))
    assert all((told.shown(number) == told.shown(0)).all() for number in range(5))
    assert 1 <= told.vintages[-1].staleness.people < T
    assert told.vintages[-1].staleness.oldest == 0
