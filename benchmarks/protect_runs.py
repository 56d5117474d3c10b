"""One run of protecting a table: `protect_runs.py WHO FILE FOLDER`. WHO: ours or pandas.

From a Parquet file of people to a protected table by four breakdowns on the disk. ours: `nyhavn protect`. pandas: what
one writes without it: pandas reads and groups the file. What is hidden is then chosen, proved and written in the same
way, because no package that pandas users have does that. Before the clock starts the same is done with few people.
"""

import sys
import tempfile
import time
from pathlib import Path

import pandas
import pyarrow as pa
from measuring import Run, measure, say
from protect_data import KEYS, order_file, people_file

from nyhavn.chain.kept_secrets import Kept
from nyhavn.chain.protected_files import write_evidence, write_tables
from nyhavn.chain.protecting import protect_order
from nyhavn.chain.table_order_file import read_order
from nyhavn.engine.confidentiality.tables.finished import GivenCells, finished
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.protecting import choices_of, protect_tables
from nyhavn.framework.loss import loss_by_group
from nyhavn.framework.table_order import CellsFile

NAMES, FEW, SEED = list(KEYS), 300_000, 1


def ours(people: Path, out: Path) -> tuple[tuple[str, float], ...]:
    """Everything by one call; how long counting took, and the rest."""
    marks = [time.perf_counter()]

    def step(stage: str, done: int, of: int) -> None:
        if stage == "Counting" and done == of:
            marks.append(time.perf_counter())

    protect_order(order_file(people.with_suffix(".toml"), people), out=out, kept=Kept(seed=SEED), step=step)
    marks.append(time.perf_counter())
    return (("count", marks[1] - marks[0]), ("protect and write", marks[2] - marks[1]))


def with_pandas(people: Path, out: Path) -> tuple[tuple[str, float], ...]:
    """Read and group with pandas; the rest as ours."""
    start = time.perf_counter()
    frame = pandas.read_parquet(people, columns=NAMES)
    counts = frame.groupby(NAMES).size().reset_index(name="value")
    counted = time.perf_counter()
    ordered = read_order(order_file(people.with_suffix(".toml"), people))
    (linked,) = linked_tables(ordered.order.table, ordered.trees)
    table = linked.tables[0].model_copy(update={"cells": CellsFile(file="none")})
    cells = GivenCells(table, {name: name for name in NAMES}, pa.Table.from_pandas(counts, preserve_index=False))
    facts = finished(linked, {table.id: cells})
    (found,) = protect_tables([(linked, facts)], choices_of(ordered.order, SEED))
    out.mkdir()
    write_evidence(ordered, (found.evidence,), loss_by_group(found.tables, ()), out / "restricted")
    write_tables(ordered, found.tables, out / "tables")
    return (("count", counted - start), ("protect and write", time.perf_counter() - counted))


WORK = {"ours": ours, "pandas": with_pandas}


def main(who: str, people: Path, folder: Path) -> None:
    """Measures one run and hands it over."""
    with tempfile.TemporaryDirectory(dir=folder) as few:
        WORK[who](people_file(Path(few) / "few.parquet", FEW), Path(few) / "out")
    parts, seconds, peak = measure(lambda: WORK[who](people, folder / who))
    say(Run(seconds, peak, parts=parts))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
