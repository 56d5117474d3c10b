"""Three-way hierarchical tables of about 3,000 cells, 40 % of them sensitive, beside tau-ARGUS's MOD (pytauargus).

Prints one JSON line per way to run the peer: name, ours, peer, ratio (peer / ours), unit, runs; costs as medians, and
the median of our cost over the peer's; `unsafe_tables`: tables in which our audit finds a sensitive cell
under-protected, for both. The first line is the peer without its options for single contributors, which is how it hides
least; the second with all of them, which is what its manual recommends. Ends with 1 if one of our tables is unsafe, or
if our median cost is above that of the first line. Seconds are medians of one run per table of the suppression alone
(the peer's: with reading its own small files); `process` is the median with the start of Python. --quick: one table of
about 700 cells, and the peer only if its environment is there.
"""

import argparse
import json
import statistics
import sys

from peer_environments import peer_version
from suppression_runs import PEER, Drawn, Outcome, ours, peer_or_none, theirs

MINUTES = 30
PLAIN = (f"MOD(1,{MINUTES},0,0,0)", "suppression-hierarchical")
CAREFUL = (f"MOD(1,{MINUTES},1,1,1)", "suppression-hierarchical/singletons")
DRAWS = tuple(Drawn((15, 11, 8), seed, 1.15) for seed in range(10))
QUICK = (Drawn((9, 7, 5), 0, 1.15),)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    python = peer_or_none(quick=quick)
    draws, methods = (QUICK, (PLAIN,)) if quick else (DRAWS, (PLAIN, CAREFUL))
    mine: list[Outcome] = []
    others: dict[str, list[Outcome]] = {name: [] for _, name in methods}
    sizes, shares = [], []
    for drawn in draws:
        table = drawn.table()
        sizes.append(table.problem.size)
        shares.append(len(table.problem.needs) / table.problem.size)
        mine.append(ours(drawn, table))
        for method, name in methods if python else ():
            others[name].append(theirs(python, table, method))
    for method, name in methods:
        line = _line(name, mine, others[name], method)
        print(json.dumps(line | {"cells": statistics.median(sizes), "sensitive": round(statistics.median(shares), 3)}))
    peers = others[PLAIN[1]]
    if any(run.unsafe for run in mine) or (peers and _cost(mine) > _cost(peers)):
        sys.exit(1)


def _cost(runs: list[Outcome]) -> float:
    return statistics.median(run.cost for run in runs)


def _line(name: str, mine: list[Outcome], others: list[Outcome], method: str) -> dict[str, object]:
    seconds = statistics.median(run.seconds for run in mine)
    found: dict[str, object] = {"name": name, "ours": round(seconds, 2), "peer": None, "ratio": None, "unit": "s"}
    found |= {"runs": len(mine), "cost": _cost(mine), "unsafe_tables": sum(run.unsafe > 0 for run in mine)}
    found |= {"gap": round(statistics.median(run.cost / run.bound - 1 for run in mine), 4)}
    found |= {"process": round(statistics.median(run.process for run in mine), 2)}
    if others:
        peer = statistics.median(run.seconds for run in others)
        found |= {"peer": round(peer, 2), "ratio": round(peer / seconds, 2), "peer_cost": _cost(others)}
        ratios = [our.cost / other.cost for our, other in zip(mine, others, strict=True)]
        found |= {"cost_ratio": round(statistics.median(ratios), 4), "dearest": round(max(ratios), 4)}
        found |= {"cheaper": sum(ratio <= 1 for ratio in ratios)}
        found |= {"peer_unsafe_tables": sum(run.unsafe > 0 for run in others)}
        found |= {"peer_unsafe_cells": sum(run.unsafe for run in others)}
        found |= {"peer_process": round(statistics.median(run.process for run in others), 2)}
        found |= {"peer_name": f"{PEER} {peer_version(PEER)} {method}", "limit_minutes": MINUTES}
    return found


if __name__ == "__main__":
    main()
