"""One run of ours: a table, drawn from its seed, suppressed and audited. Says what came out as one line of JSON."""

import json
import sys
import time

from suppression_data import codes_of, random_table

from nyhavn.engine.confidentiality.suppression.auditing import audit
from nyhavn.engine.confidentiality.suppression.solving import suppress


def main() -> None:
    """Draws, suppresses, audits, says."""
    leaves, seed, typical = json.loads(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    table = random_table(leaves, seed, typical)
    start = time.perf_counter()
    found = suppress(table.problem)
    suppressed = time.perf_counter() - start
    start = time.perf_counter()
    audited = audit(table.problem, found.hidden)
    hidden = [codes_of(table, table.shape.places[cell]) for cell in found.hidden.nonzero()[0]]
    said = {
        "hidden": hidden,
        "suppress": suppressed,
        "audit": time.perf_counter() - start,
        "unsafe": len(audited.under_protected),
        "proved": found.is_optimal,
        "bound": found.bound,
    }
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
