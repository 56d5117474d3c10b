"""The free-standing estimator: a frame, its design, what is wanted of it, and by which groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame

from nyhavn.engine.estimation.asked import Asked
from nyhavn.engine.estimation.design import SurveyDesign
from nyhavn.engine.estimation.estimates import Estimates, estimate_groups
from nyhavn.engine.estimation.frames import code_frame, measures_of
from nyhavn.engine.estimation.margins import TableCells, Wanted, margins, table_cells
from nyhavn.engine.estimation.measures import Domain
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.sums import FloatArray
from nyhavn.engine.estimation.tables import NOT_COLLECTED, known
from nyhavn.framework.refusal import refusal
from nyhavn.framework.reliability import POLICIES, Precision, ReliabilityPolicies, reliability, too_few
from nyhavn.framework.statistics import TOTAL, Statistic

MOST_GROUPS = 1_000_000  # rows of one table; more is no table for people, and nearly one row per person

NO_ANSWERS = "Nobody in the group answered, which is not zero."


class Status(StrEnum):
    """Whether a group has a figure."""

    ESTIMATED = "estimated"
    NO_ANSWERS = "no answers"  # nobody in the group gave a valid answer; not a zero
    NOT_COLLECTED = "not collected"  # nobody at all did
    TOO_FEW = "too few answers"  # fewer than the policy asks for


@dataclass(frozen=True)
class Line:
    """One figure about one group; None: there is none. Units: those of the statistic.

    n: unweighted valid answers. effective: of how many independent ones they are worth. deff: variance beside a simple
    random sample of as many. reliability, why: word and reason of a policy. remarks: why something is missing.
    """

    statistic: str
    group: tuple[str, ...]
    status: Status
    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    n: int
    effective: float | None
    deff: float | None
    df: int
    reliability: str
    why: str
    remarks: str


@dataclass(frozen=True)
class Estimated:
    """Estimates of one frame, and the cells they were made from, which comparisons need and which are restricted.

    asked, tables: one each per statistic. domains: columns that the groups are made of. lines: all figures.
    """

    asked: tuple[Asked, ...]
    domains: tuple[str, ...]
    sampling: Sampling
    tables: tuple[TableCells, ...]
    lines: tuple[Line, ...]

    def table(self) -> pa.Table:
        """All figures, one row per statistic and group; TOTAL where summed over a domain."""
        groups = {name: [line.group[place] for line in self.lines] for place, name in enumerate(self.domains)}
        texts = ("statistic", "status", "reliability", "why", "remarks")
        numbers = ("value", "standard_error", "low", "high", "effective", "deff")
        kinds = dict.fromkeys(texts, pa.string()) | dict.fromkeys(numbers, pa.float64())
        kinds |= {"n": pa.int64(), "df": pa.int64()}
        fields = [name for name in Line.__dataclass_fields__ if name not in ("group", "statistic")]
        made = {"statistic": pa.array([line.statistic for line in self.lines], pa.string())}
        made |= {name: pa.array(codes, pa.string()) for name, codes in groups.items()}
        for name in fields:
            made[name] = pa.array([getattr(line, name) for line in self.lines], kinds[name])
        return pa.table(made)


def estimate(
    frame: IntoFrame | nw.LazyFrame[Any],
    design: SurveyDesign,
    statistics: Asked | Sequence[Asked],
    domains: Sequence[str] = (),
    *,
    with_margins: bool = True,
    policies: ReliabilityPolicies | None = POLICIES,
) -> pa.Table:
    """Estimates with their errors as a table: see `estimated`, whose `table()` this is."""
    return estimated(frame, design, statistics, domains, with_margins=with_margins, policies=policies).table()


def estimated(
    frame: IntoFrame | nw.LazyFrame[Any],
    design: SurveyDesign,
    statistics: Asked | Sequence[Asked],
    domains: Sequence[str] = (),
    *,
    with_margins: bool = True,
    policies: ReliabilityPolicies | None = POLICIES,
) -> Estimated:
    """Estimate statistics of a frame (pandas, Polars, DuckDB, PySpark or narwhals) by the cross of some columns.

    with_margins: whether totals over each domain are there too. policies: how reliable is enough, and how many answers
    are too few; None: every figure is given, and nothing said about it.
    Raises Refusal for columns that are not there ("not collected"), weights that are missing or unusable, and designs
    that contradict themselves or the rows.
    """
    asked = (statistics,) if isinstance(statistics, Asked) else tuple(statistics)
    measures, by = measures_of(asked), tuple(domains)
    crossed = domains_of(by)
    lazy = nw.from_native(frame).lazy()
    coded = code_frame(lazy, asked, domains, design)
    wanted = [Wanted(measure, (by,) if by else ()) for measure in measures]
    made = table_cells(coded, wanted, crossed, design.sampling)
    tables = tuple(table for table in made if table.by == by)
    lines = []
    for one, table in zip(asked, tables, strict=True):
        lines += list(_lines(one, table, design.sampling, policies, with_margins=with_margins))
    return Estimated(asked, by, design.sampling, tables, tuple(lines))


def domains_of(names: Sequence[str]) -> tuple[Domain, ...]:
    """Domains whose codes are those that occur. Raises Refusal if one is named twice."""
    if len(set(names)) < len(names):
        what = f"A table takes different breakdowns, not ({', '.join(names)})."
        raise refusal("counted-crossing-wrong", what, where="estimate", do="Name each once.")
    return tuple(Domain(name) for name in names)


@dataclass(frozen=True)
class _Margin:
    """The figures of one margin as plain numbers, by group; place: number of each group."""

    place: Mapping[tuple[str, ...], int]
    n: Sequence[int]
    numbers: Sequence[tuple[float | None, ...]]  # value, standard error, low, high, effective number, design effect
    df: Sequence[int]
    estimates: Estimates


def _lines(
    asked: Asked, table: TableCells, sampling: Sampling, policies: ReliabilityPolicies | None, *, with_margins: bool
) -> Iterator[Line]:
    """Every figure of one statistic, in order of publication."""
    codes = [(*domain.codes, TOTAL) if with_margins else domain.codes for domain in table.cells.domains]
    if prod(len(each) for each in codes) > MOST_GROUPS:
        what = f"The table would have {prod(len(each) for each in codes)} groups; {MOST_GROUPS} is the most."
        raise refusal("counted-crossing-wrong", what, where="estimate", do="Cross fewer columns, or coarser ones.")
    found = {kept: _margin(table, kept, sampling) for kept in (margins(table.by) if with_margins else (table.by,))}
    nobody = not table.cells.sums[table.measure.id].valid.any()
    name, applied = asked.name, policies if sampling.has_errors else None
    for group in product(*codes):
        kept = tuple(domain for domain, code in zip(table.by, group, strict=True) if code != TOTAL)
        margin = found[kept]
        number = margin.place[tuple(code for code in group if code != TOTAL)]
        yield _line(name, asked.statistic, group, margin, number, applied, nobody=nobody)


def _margin(table: TableCells, kept: tuple[str, ...], sampling: Sampling) -> _Margin:
    codes = {domain.id: domain.codes for domain in table.cells.domains}
    index, shape = table.cells.groups(kept)
    found = estimate_groups(table.measure, table.cells, index, prod(shape), sampling)
    parts = (found.value, found.standard_error, found.low, found.high, found.effects.effective, found.effects.deff)
    numbers = list(zip(*(_plain(part) for part in parts), strict=True))
    place = {group: number for number, group in enumerate(product(*(codes[name] for name in kept)))}
    return _Margin(place, found.n.tolist(), numbers, found.df.tolist(), found)


def _plain(numbers: FloatArray) -> list[float | None]:
    """Numbers as they are published; nan is None."""
    return [known(number) for number in numbers.tolist()] if np.isfinite(numbers).any() else [None] * len(numbers)


def _line(
    name: str,
    statistic: Statistic,
    group: tuple[str, ...],
    margin: _Margin,
    number: int,
    policies: ReliabilityPolicies | None,
    *,
    nobody: bool,
) -> Line:
    n = margin.n[number]
    if n == 0:
        status, why = (Status.NOT_COLLECTED, NOT_COLLECTED) if nobody else (Status.NO_ANSWERS, NO_ANSWERS)
        return _without(name, group, status, n, why)
    if policies is not None and too_few(n, policies):
        return _without(name, group, Status.TOO_FEW, n, too_few(n, policies))
    value, error, low, high, effective, deff = margin.numbers[number]
    df = margin.df[number]
    flag = None
    if policies is not None:
        flag = reliability(statistic, Precision(n, value, error, low, high, effective, df), policies)
    word, why = (flag.word.value, flag.why) if flag is not None else ("", "")
    gaps = margin.estimates.gaps_of(number) if margin.estimates.gaps else ()
    remarks = " ".join(gaps)
    return Line(name, group, Status.ESTIMATED, value, error, low, high, n, effective, deff, df, word, why, remarks)


def _without(name: str, group: tuple[str, ...], status: Status, n: int, remarks: str) -> Line:
    """A group without a figure, and why."""
    return Line(name, group, status, None, None, None, None, n, None, None, 0, "", "", remarks)
