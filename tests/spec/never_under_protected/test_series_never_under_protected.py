"""Nobody who puts all vintages of all linked tables together, and knows of themselves, narrows a small count down."""

from functools import partial

import pytest
from all_cores import all_cores
from series_attack import attacked, naively_attacked, over_time_attacked
from series_draws import draw, over_time

from nyhavn.engine import over_time as engine
from nyhavn.engine.confidentiality.vintages.looking_back import Attacked

A_FEW, MANY, SHARD = 10, 40, 40
NAIVE = 8


def _each(attack, seeds):
    if len(seeds) <= NAIVE:
        return {seed: attack(seed) for seed in seeds}
    with all_cores() as each:
        return dict(zip(seeds, each(attack, seeds), strict=True))


def _attack(seeds):
    """Series over time: what was broken, by seed, and those that were published; their figures are printed."""
    results = _each(partial(over_time_attacked, with_respondents=True), seeds)
    out = {seed: one for seed, one in results.items() if one is not None}

    def share(part, whole):
        return sum(getattr(one, part) for one in out.values()) / sum(getattr(one, whole) for one in out.values())

    shares = share("shown", "numbers"), share("held_back", "later"), share("fresh", "cells")
    broken = {seed: one.narrowed for seed, one in out.items() if one.narrowed}
    needs, vintages = (sum(getattr(one, part) for one in out.values()) for part in ("needs", "later"))
    print(
        f"\n{len(out)} of {len(seeds)} series published, {len(broken)} broken; "
        f"{needs} small counts attacked in {vintages + len(out)} vintages. Figures shown: {shares[0]:.1%}. Of later "
        f"vintages, {share('repeated', 'later'):.1%} repeat everything, {shares[1]:.1%} held back. Cells newer "
        f"in the end than at first: {shares[2]:.1%}."
    )
    return broken, out, shares


def _check(seeds):
    broken, out, (shown, held_back, fresh) = _attack(seeds)
    assert broken == {}
    assert len(out) > 0.9 * len(seeds)
    assert sum(one.needs > 0 for one in out.values()) > 0.8 * len(out)
    assert shown > 0.4
    assert held_back < 0.25
    assert fresh > 0.5


def test_nobody_who_reads_all_vintages_narrows_a_small_count_and_numbers_do_come_through_and_move() -> None:
    _check(range(A_FEW))


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(MANY // SHARD))
def test_forty_series_of_releases(shard: int) -> None:
    _check(range(shard * SHARD, (shard + 1) * SHARD))


def _naive(seeds):
    """How many series are broken, and how often a vintage is by itself."""
    results = _each(naively_attacked, seeds)
    broken = sum(bool(together) for together, _ in results.values())
    print(f"\n{broken} of {len(seeds)} series are broken whose vintages are protected one by one.")
    return broken, sum(alone for _, alone in results.values())


def test_vintages_that_are_protected_one_by_one_are_broken_together() -> None:
    """Each is safe by itself, and the attacker wins by putting them side by side: so the promise can fail."""
    broken, alone = _naive(range(NAIVE))
    assert broken >= NAIVE // 2
    assert alone == 0


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(MANY // SHARD))
def test_forty_series_of_naive_releases(shard: int) -> None:
    broken, alone = _naive(range(shard * SHARD, (shard + 1) * SHARD))
    assert broken > 0.5 * SHARD
    assert alone == 0


@pytest.mark.parametrize("seed", [22, 38])
def test_moving_by_blocks_alone_is_broken_where_nobody_looks_at_what_is_out(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = draw(seed)
    assert attacked(series, over_time(series), with_respondents=False).narrowed == []
    monkeypatch.setattr(engine, "attacked", lambda *_: Attacked())
    assert attacked(series, over_time(series), with_respondents=False).narrowed != []
