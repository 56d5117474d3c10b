"""The cheapest secondary suppression of hierarchical two-way tables, beside tau-ARGUS's OPT (pytauargus).

Prints one JSON line: name, ours, peer, ratio (peer / ours), unit, runs, and `equal`: in how many of the tables our cost
is the peer's proved optimum. Ends with 1 if that is not all of them. Seconds are medians of one run per table of the
suppression alone, after the table is in memory (the peer's: with reading its own small files); `process` is the median
with the start of Python and all imports. Both may take as long as they need: the peer's limit is `limit_minutes` per
table, ours is `limit_nodes` of each search. The same sensitive cells, levels of protection, and costs, which are whole
numbers up to 20,000, as tau-ARGUS makes them. --quick: few tables, and the peer only if its environment is there.
"""

import argparse
import json
import statistics
import sys

import numpy as np
from peer_environments import peer_version
from suppression_runs import PEER, Drawn, Outcome, ours, peer_or_none, theirs

from nyhavn.engine.confidentiality.suppression.solving import EXACT

TABLES, QUICK = 50, 3
MOST_CELLS, FEWEST_CELLS = 500, 100
MINUTES = 30
CLOSE = 1e-6  # costs are whole numbers


def draws(count: int) -> list[Drawn]:
    """Tables of different shapes, with few and with many sensitive cells."""
    rng, found = np.random.default_rng(2026), []
    while len(found) < count:
        leaves = (int(rng.integers(6, 33)), int(rng.integers(3, 17)))
        drawn = Drawn(leaves, len(found), float(rng.choice([2.0, 3.0, 5.0, 8.0])))
        problem = drawn.table().problem
        if FEWEST_CELLS <= problem.size <= MOST_CELLS and problem.needs:
            found.append(drawn)
    return found


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    python = peer_or_none(quick=quick)
    mine: list[Outcome] = []
    others: list[Outcome] = []
    cells = []
    for drawn in draws(QUICK if quick else TABLES):
        table = drawn.table()
        cells.append(table.problem.size)
        mine.append(ours(drawn, table))
        if python:
            others.append(theirs(python, table, f"OPT(1,{MINUTES})"))
            if abs(mine[-1].cost - others[-1].cost) > CLOSE:
                print(f"{drawn}: {mine[-1].cost:.0f} and {others[-1].cost:.0f}", file=sys.stderr)
    print(json.dumps(_line(cells, mine, others)), flush=True)
    if any(run.unsafe or not run.proved for run in mine) or (others and _equal(mine, others) < len(mine)):
        sys.exit(1)


def _equal(mine: list[Outcome], others: list[Outcome]) -> int:
    both = zip(mine, others, strict=True)
    return sum(other.proved and abs(our.cost - other.cost) <= CLOSE for our, other in both)


def _line(cells: list[int], mine: list[Outcome], others: list[Outcome]) -> dict[str, object]:
    seconds = statistics.median(run.seconds for run in mine)
    found: dict[str, object] = {"name": "suppression-exact", "ours": round(seconds, 3), "peer": None, "ratio": None}
    found |= {"unit": "s", "runs": len(mine), "cells": [min(cells), max(cells)], "limit_nodes": EXACT.nodes}
    found |= {"unsafe": sum(run.unsafe for run in mine), "proved": sum(run.proved for run in mine)}
    found |= {"slowest": round(max(run.seconds for run in mine), 2)}
    found |= {"process": round(statistics.median(run.process for run in mine), 3)}
    if others:
        peer = statistics.median(run.seconds for run in others)
        found |= {"peer": round(peer, 3), "ratio": round(peer / seconds, 2), "equal": _equal(mine, others)}
        found |= {"peer_name": f"{PEER} {peer_version(PEER)} OPT", "limit_minutes": MINUTES}
        found |= {"peer_slowest": round(max(run.seconds for run in others), 2)}
        found |= {"peer_process": round(statistics.median(run.process for run in others), 3)}
        found |= {"peer_proved": sum(run.proved for run in others), "peer_unsafe": sum(run.unsafe for run in others)}
        ratios = [other.seconds / our.seconds for our, other in zip(mine, others, strict=True)]
        found |= {"median_of_ratios": round(statistics.median(ratios), 2)}
        found |= {"total_ratio": round(sum(r.seconds for r in others) / sum(r.seconds for r in mine), 2)}
    return found


if __name__ == "__main__":
    main()
