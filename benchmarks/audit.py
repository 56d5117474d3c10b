"""The attacker's interval of every hidden cell of a three-way table with 1,200 sensitive cells, beside pytauargus.

Prints one JSON line: name, ours, peer, ratio (peer / ours), unit, runs. Both audit the same hidden cells, those of the
peer's MOD, each in one process with the table in memory; ours is the median of the runs, the peer runs once. Ours uses
one core. --quick: a table of about 700 cells, and the peer only if its environment is there; otherwise ours audits its
own suppression.
"""

import argparse
import json
import statistics
import time

import numpy as np
from peer_environments import peer_version
from suppression_data import Table
from suppression_runs import PEER, Drawn, peer_or_none, theirs

from nyhavn.engine.confidentiality.suppression.auditing import Audited, audit
from nyhavn.engine.confidentiality.suppression.problem import Truths
from nyhavn.engine.confidentiality.suppression.solving import suppress

DRAWN, QUICK = Drawn((15, 11, 8), 1, 1.15), Drawn((9, 7, 5), 0, 1.15)
RUNS = 3
METHOD = "MOD(1,30,0,0,0)"


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    python = peer_or_none(quick=quick)
    table = (QUICK if quick else DRAWN).table()
    peer = theirs(python, table, METHOD, also_audit=True) if python else None
    hidden = peer.cells if peer else suppress(table.problem).hidden
    runs = [_timed(table, hidden) for _ in range(1 if quick else RUNS)]
    seconds, audited = statistics.median(run[0] for run in runs), runs[0][1]
    found: dict[str, object] = {"name": "audit", "ours": round(seconds, 3), "peer": None, "ratio": None, "unit": "s"}
    found |= {"runs": len(runs), "cells": table.problem.size, "sensitive": len(table.problem.needs)}
    found |= {"hidden": len(audited.cells), "unsafe": len(audited.under_protected)}
    found |= {"known_exactly": len(audited.recovered)}
    if peer:
        found |= {"peer": round(peer.audit, 2), "ratio": round(peer.audit / seconds, 1), "peer_runs": 1}
        found |= {"peer_unsafe": peer.said_unsafe, "peer_name": f"{PEER} {peer_version(PEER)}"}
    print(json.dumps(found), flush=True)


def _timed(table: Table, hidden: Truths) -> tuple[float, Audited]:
    start = time.perf_counter()
    audited = audit(table.problem, np.asarray(hidden))
    return time.perf_counter() - start, audited


if __name__ == "__main__":
    main()
