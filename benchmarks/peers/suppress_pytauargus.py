"""pytauargus: reads a table of tau-ARGUS's own files, suppresses by OPT or MOD, and says which cells are hidden."""

import json
import os
import sys
import time
from pathlib import Path

from pytauargus.engine import Engine

HIDDEN = "UM"  # statuses: sensitive by itself, hidden with it


def suppress(folder: Path, method: str) -> dict[str, object]:
    """The cost and codes of everything hidden, and seconds of reading, suppressing and auditing."""
    names = json.loads((folder / "names.json").read_text(encoding="ascii"))
    result = folder / f"{method[:3].lower()}.tab"
    of = "".join(f'"{name}"' for name in names)
    batch = folder / "t.arb"
    batch.write_text(
        f'<OPENTABLEDATA> "{folder / "t.tab"}"\n<OPENMETADATA> "{folder / "t.rda"}"\n'
        f'<SPECIFYTABLE> {of}|"VALUE"||"COST"\n<SAFETYRULE>\n<READTABLE> 0\n'
        f'<SUPPRESS> {method}\n<WRITETABLE> (1,5,SO+,"{result}")\n',
        encoding="ascii",
    )
    os.chdir(folder)  # it writes its own logs where it stands
    start = time.perf_counter()
    engine = Engine()
    engine.run_batch(str(batch))
    suppressed = time.perf_counter() - start
    start = time.perf_counter()
    audited = engine.audit(0) if "audit" in sys.argv[3:] else []
    seconds = time.perf_counter() - start
    rows = [line.replace('"', "").split(";") for line in result.read_text(encoding="ascii").splitlines() if line]
    wide = len(names)
    hidden = [[code.strip() for code in row[:wide]] for row in rows if row[wide + 3] in HIDDEN]
    unsafe = sum(bool(row["unsafe"]) for row in audited)
    log = folder / "CSPlogfile.txt"
    proved = log.exists() and "SDC optimal solution" in log.read_text(encoding="ascii", errors="replace")
    return {"hidden": hidden, "suppress": suppressed, "audit": seconds, "unsafe": unsafe, "proved": proved}


if __name__ == "__main__":
    print(json.dumps(suppress(Path(sys.argv[1]).resolve(), sys.argv[2])), flush=True)
