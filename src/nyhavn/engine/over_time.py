"""Tables that move by blocks: answers and a register in, protected tables and the next register out.

Only what is hidden is decided after the blocks have moved, on the numbers as they will be shown: so a change of few
people can neither move a number nor hide one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.engine.confidentiality import apply, protect
from nyhavn.engine.confidentiality.vintages import (
    Division,
    Family,
    Moved,
    begin_family,
    divide,
    move_family,
    repeat_family,
)
from nyhavn.engine.confidentiality.vintages.history import History
from nyhavn.engine.confidentiality.vintages.looking_back import Attacked, Outlook, attacked, outlook
from nyhavn.engine.confidentiality.vintages.register import Integers
from nyhavn.engine.estimation import Estimation, SamplingError, check_declared, group_counts, tables
from nyhavn.engine.held_cells import EVERYBODY, Cells, cells_of, crossings, listed, rows_of
from nyhavn.engine.production import PROTECTING, ProtectedTables, Step, TableOrder, coded_answers
from nyhavn.engine.profiles import Profiles, profiles
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.rounding import as_published
from nyhavn.framework.statistics import GroupCounts, Indicator, Statistic

Frame = Callable[[pa.Table], nw.LazyFrame[Any]]
ADDITIVE = (Statistic.COUNT, Statistic.PROPORTION)
IN_PART = "Older releases, or blocks by themselves, were not attacked together with this release: too many numbers."
DO = "Leave out the register, or what cannot be added up: then the release says that it was not checked over time."


@dataclass(frozen=True)
class OverTimeOrder:
    """How publications move. known: what was kept after the release before, None: this is the first.

    seed: secret; of the first alone.
    """

    policy: OverTimePolicy
    known: Family | None = None
    seed: int = 0


@dataclass(frozen=True)
class HeldTables:
    """Tables as they may be published, and what is to be kept once they are.

    people: contributions that the tables count. is_held_back: everything was repeated, because a hidden count of this
    release or of an earlier one could be worked out from both.
    """

    produced: ProtectedTables
    moved: Moved
    people: int
    is_held_back: bool = False


def produce_over_time(
    answers: nw.LazyFrame[Any],
    order: TableOrder,
    over_time: OverTimeOrder,
    *,
    frame: Frame,
    coded_frame: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    step: Step,
) -> HeldTables:
    """The protected tables of an order, moved by blocks. Arguments as for `produce_tables`.

    frame: puts a table on the data engine. Raises Refusal for what cannot be counted or added up by blocks, and
    "over-time-stopped" where that is the policy.
    """
    check_declared(order.indicators, order.breakdowns, order.instrument)
    check_additive(order)
    step("Counting", 0, 2)
    found = _profiles(coded_frame(coded_answers(answers, order)), order)
    division = over_time.known.division if over_time.known else _divided(found, over_time.policy)
    cells = cells_of(found, division, order.indicators, over_time.known.tables.cells if over_time.known else ())
    step("Counting", 1, 2)
    moved, shown, is_held_back = _published(cells, division, order, over_time, frame, step)
    if moved.is_stopped:
        what = "Some contributions have waited too long for others to change with them."
        raise refusal("over-time-stopped", what, where="[over_time], never", do="Wait, or choose to merge or to hold.")
    people = int(moved.family.tables.values[moved.family.tables.cells.index(EVERYBODY)])
    return HeldTables(shown, moved, people, is_held_back)


def check_additive(order: TableOrder) -> None:
    """Raises Refusal "over-time-not-additive" for figures and designs that do not add up by blocks."""
    other = [indicator.id for indicator in order.indicators if indicator.statistic not in ADDITIVE]
    if other:
        what = f"{', '.join(other)}: only counts and proportions can be held by blocks and still add up."
        raise refusal("over-time-not-additive", what, where="[[indicator]], statistic", do=DO)
    if order.weight or order.cluster or order.stratum or order.weights is not None:
        what = "Weights, clusters and strata belong to single contributions, and a register holds none."
        raise refusal("over-time-not-additive", what, where="[design]", do=DO)


def _profiles(coded: nw.LazyFrame[Any], order: TableOrder) -> Profiles:
    used = {name for indicator in order.indicators for by in indicator.by for name in by}
    return profiles(coded, order.indicators, [b.id for b in order.breakdowns if b.id in used])


def _divided(found: Profiles, policy: OverTimePolicy) -> Division:
    people = dict(zip(found.codes, found.people.tolist(), strict=True))
    return divide(people, found.breakdowns, least=policy.least_people)


def _published(
    cells: Cells, division: Division, order: TableOrder, over_time: OverTimeOrder, frame: Frame, step: Step
) -> tuple[Moved, ProtectedTables, bool]:
    """What is moved, its protected tables, and whether all of it had to be repeated."""
    policy, known = over_time.policy, over_time.known
    if known is None:
        moved = begin_family(cells.truth, cells.names, division, policy, seed=over_time.seed)
        shown, beside = _shown(moved, order, frame, step)
        return _kept(moved, beside.followed()), shown, False
    known = known.widened(cells.names)
    for is_held_back, move in ((False, move_family), (True, repeat_family)):
        moved = move(cells.truth, known, cells.tables, policy)
        shown, beside = _shown(moved, order, frame, step)
        found = attacked(beside, division) if order.policy.complementary else Attacked()
        if not found.is_narrowed:
            return _kept(moved, beside.followed()), shown if found.is_whole else _in_part(shown), is_held_back
    # The same numbers hide the same, unless the rules of protection have changed since they were published.
    what = "By the rules of protection as they are now, numbers would be shown that give away what is hidden elsewhere."
    do = "Go back to the rules of the last release until the groups that it shows have moved."
    raise refusal("over-time-other-rules", what, where="[protection]", do=do)


def _kept(moved: Moved, history: History) -> Moved:
    return replace(moved, family=moved.family.model_copy(update={"history": history}))


def _in_part(shown: ProtectedTables) -> ProtectedTables:
    """The same, with a word for the steward that not everything could be attacked together."""
    audit = replace(shown.protection.audit, notes=(*shown.protection.audit.notes, IN_PART))
    return replace(shown, protection=replace(shown.protection, audit=audit))


def _shown(moved: Moved, order: TableOrder, frame: Frame, step: Step) -> tuple[ProtectedTables, Outlook]:
    """The tables of what is held, protected; and what stands in them, beside what is out."""
    register = moved.family.tables
    counts, found = _estimated(register.cells, register.values, order, frame)
    protection = protect(
        counts, order.indicators, order.policy, lambda stage, done, of: step(PROTECTING[stage], done, of)
    )
    shown = tuple(as_published(table) for table in apply(found.tables, protection))
    beside = outlook(
        [replace(table, cells=listed(register.cells, table) | dict(table.cells)) for table in counts],
        order.indicators,
        order.policy,
        protection.suppressed,
        refreshed=register.refreshed,
        history=moved.family.history,
    )
    return ProtectedTables(shown, protection, found.remarks, found.about_groups), beside


def _estimated(
    names: Sequence[str], values: Integers, order: TableOrder, frame: Frame
) -> tuple[list[GroupCounts], Estimation]:
    """Counts and tables of held cells, each indicator by each of its sets of breakdowns from rows of its own."""
    counts: list[GroupCounts] = []
    made: list[Estimation] = []
    for indicator in order.indicators:
        of_records = indicator.id in order.of_records
        for number, by in enumerate(crossings(indicator)):
            one = indicator.model_copy(update={"by": (by,) if by else ()})
            rows = frame(rows_of(names, values, indicator, by))
            found = _of(rows, one, order, of_records=of_records)
            is_first = number == 0
            made.append(found if is_first else replace(found, tables=found.tables[1:]))  # the total, once
            counts += group_counts(rows, (one,), order.breakdowns)[0 if is_first else 1 :]
    return counts, Estimation(
        tuple(table for one in made for table in one.tables),
        tuple(dict.fromkeys(remark for one in made for remark in one.remarks)),
        tuple(dict.fromkeys(remark for one in made for remark in one.about_groups)),
    )


def _of(rows: nw.LazyFrame[Any], indicator: Indicator, order: TableOrder, *, of_records: bool) -> Estimation:
    """The tables of one indicator, with errors as the order says; those that count records have none."""
    if of_records:
        return replace(
            tables(rows, (indicator,), order.breakdowns, error=SamplingError.NONE, inference=False), remarks=()
        )
    population = order.population
    return tables(
        rows, (indicator,), order.breakdowns, error=order.error, inference=order.inference, population=population
    )
