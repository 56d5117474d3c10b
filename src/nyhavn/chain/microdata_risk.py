"""The disclosure risk of a file of records, before any of it is handed to anybody. What comes back is restricted."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from nyhavn.chain.restricted import PRIVATE_FILE
from nyhavn.chain.workspace import check_free, outside_faults
from nyhavn.engine.backends.opening import HERE, open_engine
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality.microdata import (
    Assessed,
    Assessment,
    assess,
    collapse,
    collapse_households,
    special_uniques,
)
from nyhavn.engine.confidentiality.microdata.cells import rows_without_weight
from nyhavn.engine.confidentiality.microdata.special_uniques import MOST_KEYS, SpecialUniques
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.refusal import Reason, Refusal

Step = Callable[[str, int, int], None]
ROW = "_row"
SHOWN = 5  # row numbers named in one sentence
USUAL_K = (2, 3, 5)  # what files of records are published with, most often (Hundepool et al. 2012, section 3.2.3)


@dataclass(frozen=True)
class RecordsFile:
    """A file of records, and how it is written."""

    path: Path
    sheet: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    member: str = ""


@dataclass(frozen=True)
class Known:
    """What is what in a file of records.

    keys: what an intruder may know of a person. sensitive: what they would learn. weight: how many people a row stands
    for; "" where nobody knows. household: rows with the same value live together; "" where nobody knows.
    """

    keys: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    weight: str = ""
    household: str = ""


@dataclass(frozen=True)
class SpecialRows:
    """rows: with a score. by_size: how many minimal sample uniques have 1, 2, ... keys. shares: of the score, per key.

    likeliest: the highest chance that a match is true; None where nobody knows who is missing from the file.
    """

    rows: int
    by_size: tuple[int, ...]
    shares: tuple[tuple[str, float], ...]
    likeliest: float | None


@dataclass(frozen=True)
class RiskFound:
    """assessment, special: the figures, restricted. remarks: what they rest on, in plain sentences."""

    assessment: Assessment
    special: SpecialRows | None
    remarks: tuple[str, ...]


def assess_file(
    file: RecordsFile,
    known: Known,
    step: Step,
    *,
    asked: Sequence[int] = (),
    out: Path | None = None,
    engine: str = HERE,
) -> RiskFound:
    """Every measure of risk. asked: values of k; none: the usual ones. out: a new file with the risk of each row.

    Raises Refusal for a file that cannot be read, columns that are not there, and weights that are not above zero.
    """
    with outside_faults():
        if out is not None:
            check_free(out)
        step("Reading the file", 0, 1)
        table = read_records(file)
        step("Reading the file", 1, 1)
        with open_engine(engine) as session:
            step("Assessing the risk", 0, 1)
            assessed = assess_table(session, table, known, asked)
        special = _special(assessed, known)
        step("Assessing the risk", 1, 1)
        if out is not None:
            write_rows(out, row_lines(table, assessed, special))
    return RiskFound(assessed.assessment, _summary(assessed, special), tuple(_remarks(known)))


def read_records(file: RecordsFile) -> pa.Table:
    """The table of a file of records, all of it text."""
    options = {"sheet": file.sheet, "delimiter": file.delimiter, "encoding": file.encoding, "member": file.member}
    return read_table(file.path, **options).table


def assess_table(session: Session, table: pa.Table, known: Known, asked: Sequence[int]) -> Assessed:
    """Every measure of risk of a table of records."""
    frame = session.frame(table.append_column(ROW, pa.array(np.arange(1, table.num_rows + 1))))
    try:
        cells = collapse(frame, known.keys, weight=known.weight, sensitive=known.sensitive)
    except Refusal as refused:
        raise _with_rows(refused, frame, known.weight) from None
    households = collapse_households(frame, cells, known.household) if known.household else None
    usual = tuple(k for k in USUAL_K if k <= cells.n)
    return assess(cells, asked=asked or usual, households=households)


def _with_rows(refused: Refusal, frame: nw.LazyFrame[Any], weight: str) -> Refusal:
    """The same refusal; where it is about weights, with the rows to look at."""
    if "weight-unusable" not in refused.codes:
        return refused
    numbers = rows_without_weight(frame, weight, ROW, most=SHOWN)
    named = f" Rows below the header, the first {SHOWN} at most: {', '.join(map(str, numbers))}."
    return Refusal(*(Reason(one.code, one.what + named, one.where, one.do) for one in refused.reasons))


def _special(assessed: Assessed, known: Known) -> SpecialUniques | None:
    if len(known.keys) > MOST_KEYS:
        return None
    population = float(assessed.cells.weight.sum())
    fraction = assessed.cells.n / population if known.weight and population > assessed.cells.n else None
    return special_uniques(assessed.cells, sampling_fraction=fraction)


def _summary(assessed: Assessed, special: SpecialUniques | None) -> SpecialRows | None:
    if special is None:
        return None
    shares = tuple((key, special.share(place)) for place, key in enumerate(assessed.cells.keys))
    likeliest = float(special.dis.max()) if special.dis is not None else None
    sizes = tuple(special.minimal.sum(axis=0).tolist())
    return SpecialRows(int(np.count_nonzero(special.score)), sizes, shares, likeliest)


def _remarks(known: Known) -> Iterator[str]:
    if not known.weight:
        yield "No weights were named, so the risk is that of somebody known to be in the file: the highest it can be."
    if not known.sensitive:
        yield "No sensitive variable was named, so what rows that agree give away was not looked at."
    if len(known.keys) > MOST_KEYS:
        yield f"With more than {MOST_KEYS} keys, special uniques were not looked for."
    yield "The risk is by these keys alone. Whoever knows more of a person finds them more easily."


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


def write_rows(out: Path, lines: Iterator[Sequence[object]]) -> None:
    """A new file that only its owner can read, from its first byte on."""
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
