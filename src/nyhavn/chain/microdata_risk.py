"""The disclosure risk of a file of records, before any of it is handed to anybody. What comes back is restricted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from nyhavn.chain.microdata_asked import NO_WISHES, SHOWN, Known, Wishes, naming
from nyhavn.chain.microdata_files import row_lines, write_picture, write_private
from nyhavn.chain.microdata_options import outcomes_of, policy_refusal
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
from nyhavn.engine.confidentiality.microdata.frontier import Outcome
from nyhavn.engine.confidentiality.microdata.special_uniques import MOST_KEYS, SpecialUniques
from nyhavn.engine.weighting.collapse import near
from nyhavn.exchange.incoming.hierarchy_file import read_hierarchy
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.microdata_policy import MICRODATA_POLICIES
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.table_file import TableFile

Step = Callable[[str, int, int], None]
ROW = "_row"
USUAL_K = (2, 3, 5)  # what files of records are published with, most often (Hundepool et al. 2012, section 3.2.3)


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
    """assessment, special, outcomes: the figures, restricted. remarks: what they rest on, in plain sentences.

    outcomes: what each option would leave, where hierarchies were given. k: what they were asked to reach. refused:
    why the policy does not let the file pass; None if it does, or none was asked.
    """

    assessment: Assessment
    special: SpecialRows | None
    remarks: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()
    k: int = 0
    refused: Refusal | None = None


def assess_file(
    file: TableFile, known: Known, step: Step, wishes: Wishes = NO_WISHES, *, engine: str = HERE
) -> RiskFound:
    """Every measure of risk, what options would leave of it, and whether a policy lets the file pass.

    Raises Refusal for a file that cannot be read, columns that are not there, weights that are not above zero, and
    hierarchies that do not fit.
    """
    with outside_faults():
        for place in filter(None, (wishes.out, wishes.picture)):
            check_free(place)
        policy = MICRODATA_POLICIES.named(wishes.policy) if wishes.policy else None
        step("Reading the file", 0, 1)
        table = read_records(file)
        _check_released(table, wishes)
        hierarchies = [read_hierarchy(path, name) for name, path in wishes.hierarchies]
        step("Reading the file", 1, 1)
        with open_engine(engine) as session:
            step("Assessing the risk", 0, 1)
            assessed = assess_table(session, table, known, wishes.asked)
        special = _special(assessed, known)
        step("Assessing the risk", 1, 1)
        k = int(policy.k.value) if policy else max(wishes.asked, default=min(USUAL_K[1], assessed.cells.n))
        if hierarchies:
            step("Comparing options", 0, 1)
        outcomes = outcomes_of(assessed, table, hierarchies, k)
        if wishes.out is not None:
            write_private(wishes.out, row_lines(table, assessed, special))
        if wishes.picture is not None:
            write_picture(wishes.picture, outcomes)
    refused = policy_refusal(policy, assessed, known, wishes) if policy else None
    remarks = tuple(_remarks(known, wishes))
    return RiskFound(assessed.assessment, _summary(assessed, special), remarks, outcomes, k, refused)


def _check_released(table: pa.Table, wishes: Wishes) -> None:
    reasons = [
        Reason("microdata-column-unknown", f"There is no column {name}.{near(name, table.column_names)}", "file")
        for name in (*wishes.release, *wishes.texts, *(review.column for review in wishes.reviews))
        if name not in table.column_names
    ]
    if reasons:
        raise Refusal(*reasons)


def read_records(file: TableFile) -> pa.Table:
    """The table of a file of records, all of it text."""
    return read_table(Path(file.file), **file.written).table


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
    return Refusal(*(naming(one, numbers) for one in refused.reasons))


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


def _remarks(known: Known, wishes: Wishes) -> Iterator[str]:
    if not known.weight:
        yield "No weights were named, so the risk is that of somebody known to be in the file: the highest it can be."
    if not known.sensitive:
        yield "No sensitive variable was named, so what rows that agree give away was not looked at."
    if len(known.keys) > MOST_KEYS:
        yield f"With more than {MOST_KEYS} keys, special uniques were not looked for."
    if wishes.hierarchies:
        yield "Blanks hide a row among rows whose true values agree with what is left of it, and nowhere else."
    yield "The risk is by these keys alone. Whoever knows more of a person finds them more easily."
