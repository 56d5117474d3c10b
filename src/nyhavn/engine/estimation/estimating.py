"""The free-standing estimator: a frame, its design, what is wanted of it, and by which groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod
from typing import Any

import narwhals as nw
import pyarrow as pa
from narwhals.typing import IntoFrame

from nyhavn.engine.estimation.asked import Asked
from nyhavn.engine.estimation.design import SurveyDesign
from nyhavn.engine.estimation.estimates import Estimates, estimate_groups
from nyhavn.engine.estimation.frames import code_frame, measures_of
from nyhavn.engine.estimation.margins import TableCells, Wanted, margins, table_cells
from nyhavn.engine.estimation.measures import Domain
from nyhavn.engine.estimation.sampling import Sampling
from nyhavn.engine.estimation.tables import known
from nyhavn.framework.refusal import refusal
from nyhavn.framework.reliability import POLICIES, Precision, ReliabilityPolicies, reliability, too_few
from nyhavn.framework.statistics import TOTAL

MOST_GROUPS = 1_000_000  # rows of one table; more is no table for people, and nearly one row per person

NOT_COLLECTED = "Nobody answered: not collected, which is not zero."
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


def _lines(
    asked: Asked, table: TableCells, sampling: Sampling, policies: ReliabilityPolicies | None, *, with_margins: bool
) -> Iterator[Line]:
    """Every figure of one statistic, in order of publication."""
    codes = [(*domain.codes, TOTAL) if with_margins else domain.codes for domain in table.cells.domains]
    if prod(len(each) for each in codes) > MOST_GROUPS:
        what = f"The table would have {prod(len(each) for each in codes)} groups; {MOST_GROUPS} is the most."
        raise refusal("counted-crossing-wrong", what, where="estimate", do="Cross fewer columns, or coarser ones.")
    found: dict[tuple[str, ...], tuple[Estimates, dict[tuple[str, ...], int]]] = {}
    declared = {domain.id: domain.codes for domain in table.cells.domains}
    for kept in margins(table.by) if with_margins else (table.by,):
        index, shape = table.cells.groups(kept)
        estimates = estimate_groups(table.measure, table.cells, index, prod(shape), sampling)
        found[kept] = estimates, {group: at for at, group in enumerate(product(*(declared[name] for name in kept)))}
    nobody = not table.cells.sums[table.measure.id].valid.any()
    for named in product(*codes):
        kept = tuple(name for name, code in zip(table.by, named, strict=True) if code != TOTAL)
        estimates, places = found[kept]
        number = places[tuple(code for code in named if code != TOTAL)]
        yield _line(asked, named, estimates, number, None if not sampling.has_errors else policies, nobody=nobody)


def _line(
    asked: Asked,
    group: tuple[str, ...],
    found: Estimates,
    number: int,
    policies: ReliabilityPolicies | None,
    *,
    nobody: bool,
) -> Line:
    n = int(found.n[number])
    if n == 0:
        status, why = (Status.NOT_COLLECTED, NOT_COLLECTED) if nobody else (Status.NO_ANSWERS, NO_ANSWERS)
        return _without(asked, group, status, n, why)
    if policies is not None and too_few(n, policies):
        return _without(asked, group, Status.TOO_FEW, n, too_few(n, policies))
    value, error, low, high = (known(x[number]) for x in (found.value, found.standard_error, found.low, found.high))
    effective, deff = (known(x[number]) for x in (found.effects.effective, found.effects.deff))
    df = int(found.df[number])
    precision = Precision(n, value, error, low, high, effective, df)
    flag = reliability(asked.statistic, precision, policies) if policies is not None else None
    word, why = (flag.word.value, flag.why) if flag is not None else ("", "")
    remarks = " ".join(found.gaps_of(number))
    return Line(
        asked.name, group, Status.ESTIMATED, value, error, low, high, n, effective, deff, df, word, why, remarks
    )


def _without(asked: Asked, group: tuple[str, ...], status: Status, n: int, remarks: str) -> Line:
    """A group without a figure, and why."""
    return Line(asked.name, group, status, None, None, None, None, n, None, None, 0, "", "", remarks)
