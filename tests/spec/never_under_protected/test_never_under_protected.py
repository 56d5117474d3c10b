"""Nobody who knows all margins, all linked tables and one contribution of their own narrows a sensitive cell down."""

import pytest
from protecting_draws import broken, needed, published
from random_tables import draw

from nyhavn.framework.refusal import Refusal

A_FEW, MANY, SHARD = 200, 10_000, 200
LARGE, LARGE_SHARD = 200, 10


def _attack(seeds, most_cells):
    """What was broken, how many tables were published, and how many of their numbers are shown."""
    found, out, shown, cells = {}, 0, 0, 0
    for seed in seeds:
        drawn = draw(seed, most_cells)
        try:
            tables = published(drawn, drawn.tables)
        except Refusal:
            continue
        out += 1
        numbers = [value for table in tables.values() for value in table.values()]
        shown, cells = shown + sum(value is not None for value in numbers), cells + len(numbers)
        if narrowed := broken(drawn, tables):
            found[seed] = narrowed
    return found, out, shown / max(cells, 1)


def test_in_tables_of_up_to_40_cells_nobody_narrows_a_sensitive_cell() -> None:
    found, out, shown = _attack(range(A_FEW), 40)
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
def test_ten_thousand_tables_of_up_to_40_cells(shard: int) -> None:
    found, out, _ = _attack(range(shard * SHARD, (shard + 1) * SHARD), 40)
    assert found == {}
    assert out > 0.7 * SHARD


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(LARGE // LARGE_SHARD))
def test_two_hundred_tables_of_up_to_500_cells(shard: int) -> None:
    found, out, _ = _attack(range(shard * LARGE_SHARD, (shard + 1) * LARGE_SHARD), 500)
    assert found == {}
    assert out > 0.5 * LARGE_SHARD
