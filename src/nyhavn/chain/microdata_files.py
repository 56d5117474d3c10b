"""Files that come out of an assessment of records. Each is restricted: only its owner can read it."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from nyhavn.chain.restricted import PRIVATE_FILE
from nyhavn.engine.confidentiality.microdata import Assessed
from nyhavn.engine.confidentiality.microdata.frontier import Outcome
from nyhavn.engine.confidentiality.microdata.special_uniques import SpecialUniques
from nyhavn.exchange.report.frontier_picture import FrontierPoint, frontier_svg
from nyhavn.framework.refusal import refusal


def row_lines(table: pa.Table, assessed: Assessed, special: SpecialUniques | None) -> Iterator[Sequence[object]]:
    """The header, and per row: its number, rows that agree (fk), people who agree (Fk), risk, and SUDA scores."""
    yield ("row", "fk", "Fk", "risk", "suda_score", "dis_suda_score")
    place = assessed.cells.locate(table)
    columns = [assessed.frequencies.sample, assessed.frequencies.population, assessed.risk]
    nothing = np.zeros(len(assessed.risk))
    columns += [special.score, special.dis if special.dis is not None else nothing] if special else [nothing, nothing]
    values = [column[place].tolist() for column in columns]
    for number, (fk, population, *rest) in enumerate(zip(*values, strict=True), start=1):
        yield (number, fk, f"{population:.10g}", *(f"{value:.6g}" for value in rest))


def write_private(out: Path, lines: Iterator[Sequence[object]]) -> None:
    """A new file that only its owner can read, from its first byte on."""
    with io.TextIOWrapper(_private(out), encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)


def write_picture(out: Path, outcomes: Sequence[Outcome]) -> None:
    """The picture of risk against loss, for its owner alone. Raises Refusal "options-missing" where there is none."""
    if not outcomes:
        what = "There is nothing to draw: no hierarchy says how a key could be coarser."
        raise refusal("options-missing", what, where="picture", do="Give a hierarchy for at least one key.")
    points = [
        FrontierPoint(number, one.option.words, one.risk, one.loss, one.is_best)
        for number, one in enumerate(outcomes, start=1)
    ]
    with _private(out) as stream:
        stream.write(frontier_svg(points))


def _private(out: Path) -> BinaryIO:
    return os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")
