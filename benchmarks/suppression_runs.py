"""The same table suppressed by ours and by pytauargus, each in a process of its own; costs are counted here."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from peer_environments import HOME, PEERS, ROOT, peer_python
from suppression_data import Table, codes_of, random_table, write_for_peer

from nyhavn.engine.confidentiality.suppression.auditing import audit

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "out" / "benchmarks" / "suppression"
PEER = "pytauargus"


@dataclass(frozen=True)
class Outcome:
    """cost, cells: of and which cells are hidden. unsafe: sensitive cells that our audit finds under-protected.

    seconds: of the suppression, without reading or writing. process: of everything, with the start of Python.
    audit, said_unsafe: seconds of its own audit, 0 where none was asked for, and what that found. proved: it says that
    nothing costs less. bound: what nothing costs less than, by its own word; 0 where it says none.
    """

    cost: float
    cells: NDArray[np.bool_]
    unsafe: int
    seconds: float
    process: float
    audit: float
    said_unsafe: int
    proved: bool
    bound: float


@dataclass(frozen=True)
class Drawn:
    """What a table is drawn from."""

    leaves: tuple[int, ...]
    seed: int
    typical: float

    def table(self) -> Table:
        """The table."""
        return random_table(self.leaves, self.seed, self.typical)


def peer_or_none(*, quick: bool) -> str | None:
    """The peer's Python; None where it cannot be had, or is not there and all should be quick."""
    if quick and not (HOME / PEER / "made-from").exists():
        print(f"{PEER}: left out, its environment is not there", file=sys.stderr)
        return None
    try:
        return peer_python(PEER)
    except subprocess.CalledProcessError:
        print(f"{PEER}: left out, its version cannot be installed here", file=sys.stderr)
        return None


def ours(drawn: Drawn, table: Table) -> Outcome:
    """Our run."""
    script = [sys.executable, str(HERE / "suppression_ours.py")]
    return _outcome([*script, json.dumps(drawn.leaves), str(drawn.seed), str(drawn.typical)], table)


def theirs(python: str, table: Table, method: str, *, also_audit: bool = False) -> Outcome:
    """The peer's run, in a folder of its own that is gone afterwards."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    write_for_peer(table, FOLDER)
    script = [python, str(PEERS / "suppress_pytauargus.py"), str(FOLDER), method]
    try:
        return _outcome([*script, *(["audit"] if also_audit else [])], table)
    finally:
        shutil.rmtree(FOLDER)


def _outcome(command: Sequence[str], table: Table) -> Outcome:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    process = time.perf_counter() - start
    said = json.loads(done.stdout.strip().splitlines()[-1])
    index = {tuple(codes_of(table, at)): cell for cell, at in enumerate(table.shape.places)}
    hidden = np.zeros(table.problem.size, dtype=bool)
    hidden[[index[tuple(codes)] for codes in said["hidden"]]] = True
    cost = float(table.problem.costs[hidden].sum())
    unsafe = len(audit(table.problem, hidden).under_protected)
    proved, bound = bool(said["proved"]), float(said.get("bound", 0.0))
    seconds = (float(said["suppress"]), process, float(said["audit"]))
    return Outcome(cost, hidden, unsafe, *seconds, int(said["unsafe"]), proved, bound)
