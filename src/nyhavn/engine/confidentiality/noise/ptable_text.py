"""A table of perturbations that an office has already, in the format of tau-ARGUS and of the package ptable.

Lines i;j;p;v;...: a count i becomes j = i + v with probability p. The largest i is for all larger counts too.
"""

import csv
from collections.abc import Iterator

import numpy as np

from nyhavn.engine.confidentiality.noise.ptable import PTable, spread
from nyhavn.framework.refusal import Reason, Refusal

NEAR = 1e-5  # files are written with eight digits, and their sums are off by some of the last

Rows = dict[int, dict[int, float]]  # probability by change, by count


def read_ptable(text: str) -> PTable:
    """The table, its probabilities divided among whole keys without a lean.

    Raises Refusal "noise-ptable-wrong" with every fault by its line or count.
    """
    rows: Rows = {}
    reasons = [*_lines(text, rows)]
    if not reasons:
        reasons = [_wrong(what, where) for what, where in _faults(rows)]
    if reasons:
        raise Refusal(*reasons)
    lines = []
    for count in range(len(rows)):
        change = np.array(sorted(rows[count]), dtype=np.int64)
        p = np.array([rows[count][int(one)] for one in change])
        lines.append(spread(change, p / p.sum()))
    return PTable(np.stack(lines))


def _lines(text: str, rows: Rows) -> Iterator[Reason]:
    """Fills the rows; a reason for every line that says nothing clear."""
    reader = csv.DictReader(text.splitlines(), delimiter=";", quotechar='"')
    if not {"i", "p", "v"} <= set(reader.fieldnames or ()):
        yield _wrong("The first line does not name i, p and v.", "line 1")
        return
    for line in reader:
        where = f"line {reader.line_num}"
        try:
            count, change, p = int(line["i"]), int(line["v"]), float(line["p"])
        except (TypeError, ValueError):
            yield _wrong("Something is no number.", where)
            continue
        if change in rows.setdefault(count, {}):
            yield _wrong("This change of this count stood there before.", where)
        rows[count][change] = p


def _faults(rows: Rows) -> Iterator[tuple[str, str]]:
    if sorted(rows) != list(range(len(rows))) or len(rows) < 2:
        yield "The counts are not 0, 1, 2 and so on without a gap.", "the table"
        return
    if set(rows[0]) != {0}:
        yield "Zero does not stay zero.", "count 0"
    for count, row in rows.items():
        if not (min(row.values()) >= 0 and abs(sum(row.values()) - 1) <= NEAR):
            yield "The probabilities are not between 0 and 1, or do not add up to 1.", f"count {count}"
        elif abs(sum(change * p for change, p in row.items())) > NEAR:
            yield "The changes lean to one side: their mean is not 0.", f"count {count}"
        if count + min(row) < 0:
            yield "The count would fall below zero.", f"count {count}"


def _wrong(what: str, where: str) -> Reason:
    return Reason("noise-ptable-wrong", what, where, "Correct the table, or have one designed.")
