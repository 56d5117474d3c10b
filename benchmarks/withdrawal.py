"""How long it takes until somebody who takes everything back is gone from every record-level surface.

Prints two JSON lines per size: name, ours, peer, ratio (peer / ours), unit, runs, peak_mb.

`withdrawal/N`: seconds from the act to the end of the walk, the median of several withdrawals one after the other, each
from an installation on SQLite with N contributions, all of them in a run that is not public, in the ledger of consent,
and in a file that somebody took out. What was sealed, its key and the row go with the act; the walk takes the person
out of everything else, and the freed pages are wiped. `act` are the seconds of the act alone, `absent` how many
surfaces were looked at afterwards.

`withdrawal-old-backups/N`: seconds until all keys are turned, so that no older copy of anything opens for the person.

The peer is what one would do instead with a table of raw answers, as ODK or a spreadsheet import leaves it: `DELETE`
the person, `VACUUM` so that the file holds nothing of them, and write the CSV of all rows anew. It leaves every older
backup as it is; so the second line has no peer.

10 thousand, 100 thousand, and with NYHAVN_BENCH_MILLION=1 a million. `--quick`: a thousand.
"""

import csv
import json
import os
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from measuring import Run, in_own_process, measure, say

HERE = Path(__file__).resolve()
OURS = HERE.with_name("withdrawal_ours.py")
SIZES, MILLION, QUICK, RUNS = (10_000, 100_000), 1_000_000, 1_000, 7
ANSWERS = {"gender": "woman", "age": "34", "water": "yes", "hours": "3", "sources": "tap well", "remark": "x" * 200}


def main() -> None:
    """Measures and prints."""
    sizes = (QUICK,) if "--quick" in sys.argv else SIZES
    if os.environ.get("NYHAVN_BENCH_MILLION"):
        sizes = (*sizes, MILLION)
    for size in sizes:
        ours, theirs = in_own_process(OURS, str(size)), in_own_process(HERE, "peer", str(size))
        parts = dict(ours.parts)
        said = {"name": f"withdrawal/{size}", "ours": round(ours.seconds, 3), "peer": round(theirs.seconds, 3)}
        said |= {"ratio": round(theirs.seconds / ours.seconds, 1), "unit": "s", "runs": RUNS}
        said |= {"peak_mb": round(ours.peak_mb), "peer_peak_mb": round(theirs.peak_mb)}
        said |= {name: round(parts[name], 3) for name in ("act", "slowest", "absent")}
        print(json.dumps(said), flush=True)
        turned = {"name": f"withdrawal-old-backups/{size}", "ours": round(parts["turned"], 2), "peer": None}
        print(json.dumps({**turned, "ratio": None, "unit": "s", "runs": 1}), flush=True)


def peer(size: int, folder: Path) -> Run:
    """A table of raw answers without one person, and its export without them."""
    database = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    columns = ", ".join(f"{name} TEXT" for name in ANSWERS)
    database.execute(f"CREATE TABLE answers (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, {columns})")
    places = ", ".join("?" for _ in range(len(ANSWERS) + 1))
    people = [str(uuid4()) for _ in range(size)]
    database.execute("BEGIN")
    database.executemany(
        f"INSERT INTO answers (uuid, {', '.join(ANSWERS)}) VALUES ({places})",  # noqa: S608 (our own names)
        ((one, *ANSWERS.values()) for one in people),
    )
    database.execute("COMMIT")

    def gone(one: str) -> None:
        database.execute("DELETE FROM answers WHERE uuid = ?", (one,))
        database.execute("VACUUM")
        with (folder / "export.csv").open("w", newline="") as stream:
            csv.writer(stream).writerows(database.execute("SELECT * FROM answers"))
            stream.flush()
            os.fsync(stream.fileno())

    return _several(gone, people[:: size // RUNS][:RUNS])


def _several(gone: Callable[[str], None], people: Sequence[str]) -> Run:
    taken, peak = [], 0.0
    for one in people:
        _, seconds, mb = measure(lambda one=one: gone(one))  # type: ignore[misc]
        taken.append(seconds)
        peak = max(peak, mb)
    return Run(statistics.median(taken), peak, parts=(("slowest", max(taken)),))


if __name__ == "__main__":
    if "peer" in sys.argv:
        with tempfile.TemporaryDirectory() as scratch:
            say(peer(int(sys.argv[2]), Path(scratch)))
    else:
        main()
