"""Nobody who knows all margins, all linked tables and one contribution of their own narrows a sensitive cell down."""

from itertools import repeat

import pytest
from all_cores import all_cores
from protecting_draws import attacked, needed
from random_tables import draw

A_FEW, MANY, SHARD = 200, 10_000, 1_000
LARGE, LARGE_SHARD = 200, 50


@pytest.fixture(scope="module")
def everybody():
    with all_cores() as each:
        yield each


def _attack(everybody, seeds, most_cells):
    """What was broken, how many sets of tables were published, and the share of their numbers that is shown."""
    results = dict(zip(seeds, everybody(attacked, seeds, repeat(most_cells)), strict=True))
    out = {seed: found for seed, found in results.items() if found is not None}
    cells = sum(of for _, _, of in out.values())
    return {seed: who for seed, (who, _, _) in out.items() if who}, len(out), sum(n for _, n, _ in out.values()) / cells


def test_in_tables_of_up_to_40_cells_nobody_narrows_a_sensitive_cell(everybody) -> None:
    found, out, shown = _attack(everybody, range(A_FEW), 40)
    assert found == {}
    assert out > 0.8 * A_FEW
    assert shown > 0.4


def test_sensitive_cells_are_there_to_be_attacked() -> None:
    drawn = [draw(seed, 40) for seed in range(A_FEW)]
    sensitive = [
        sum(needed(one, names, codes) is not None for names in one.tables for codes in one.cells(names))
        for one in drawn
    ]
    assert sum(number > 0 for number in sensitive) > 0.7 * A_FEW


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(MANY // SHARD))
def test_ten_thousand_tables_of_up_to_40_cells(everybody, shard: int) -> None:
    found, out, _ = _attack(everybody, range(shard * SHARD, (shard + 1) * SHARD), 40)
    assert found == {}
    assert out > 0.7 * SHARD


@pytest.mark.slow
@pytest.mark.longest
@pytest.mark.parametrize("shard", range(LARGE // LARGE_SHARD))
def test_two_hundred_tables_of_up_to_500_cells(everybody, shard: int) -> None:
    found, out, _ = _attack(everybody, range(shard * LARGE_SHARD, (shard + 1) * LARGE_SHARD), 500)
    assert found == {}
    assert out > 0.5 * LARGE_SHARD
