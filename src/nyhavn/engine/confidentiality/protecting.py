"""Protect a release: all its tables as one system."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import numpy as np

from nyhavn.engine.confidentiality.attack import Attack
from nyhavn.engine.confidentiality.measures import Kind
from nyhavn.engine.confidentiality.needs import Need, needs
from nyhavn.engine.confidentiality.publications import publications
from nyhavn.engine.confidentiality.selection import Selection, Task, primaries
from nyhavn.engine.confidentiality.system import System, systems
from nyhavn.framework.protection import Audit, CellAudit, CellRef, Protection, ProtectionPolicy
from nyhavn.framework.statistics import GroupCounts, Indicator

Progress = Callable[[str, int, int], None]

# Own choice, by measurement: up to so many needs, three searches in different orders cost a second or two, and the best
# of them hides a few per cent less than one alone.
FEW_NEEDS = 150


def protect(
    counts: Sequence[GroupCounts],
    indicators: Sequence[Indicator],
    policy: ProtectionPolicy,
    progress: Progress | None = None,
) -> Protection:
    """Which cells of the release must be hidden, and what an attacker can still work out.

    counts: every table of the release, unweighted counts; margins are added here and are published too.
    progress: called with a step ("hide", "trim", "attack"), how much of it is done, and how much there is.
    The result does not depend on the order of tables, indicators or cells.

    Raises Refusal "counts-contradict" if tables disagree about the same group, "protection-not-solved" if the solver
    gives no proven answer.
    """
    shown = publications(counts, indicators)
    parts = [_protect(system, policy, progress) for system in systems(shown)]
    refs = {ref for part in parts for ref in part.suppressed}
    return Protection(
        suppressed=frozenset(refs),
        audit=Audit(
            tuple(cell for part in parts for cell in part.audit.cells),
            all(part.audit.joint_bounds for part in parts),
            tuple(note for part in parts for note in part.audit.notes),
        ),
        cells=sum(part.cells for part in parts),
        hidden=sum(part.hidden for part in parts),
        primary=sum(part.primary for part in parts),
        checked=frozenset(ref for cell in shown.shown.values() for ref in cell.refs),
    )


def _protect(system: System, policy: ProtectionPolicy, progress: Progress | None) -> Protection:
    """Protect tables that are linked with each other."""
    Attack(system, np.zeros(len(system.units), dtype=bool)).check()
    wanted = needs(system, policy)
    primary = primaries(system, wanted)
    hidden = _select(system, wanted, progress) if policy.complementary and wanted else primary
    intervals = _attack(system, wanted, hidden, progress)
    withheld = len(hidden)
    if policy.complementary:
        hidden -= _known_anyway(system, wanted, hidden, intervals)
    return Protection(
        suppressed=frozenset(_refs(system, hidden)),
        audit=Audit(tuple(_audits(system, wanted, hidden, intervals)), system.joint, _notes(system)),
        cells=len(system.units),
        hidden=withheld,
        primary=len(primary),
    )


def _select(system: System, wanted: Sequence[Need], progress: Progress | None) -> frozenset[int]:
    """The units to hide: a cheap choice in which every need has an escape in whole numbers."""
    best: Selection | None = None
    for order in (_as_numbered, _hardest_first, _easiest_first)[: 3 if len(wanted) <= FEW_NEEDS else 1]:
        search = Selection(system, wanted)
        search.hide(sorted(search.tasks, key=order), _step(progress, "hide"))
        search.trim(_step(progress, "trim"))
        if best is None or search.cost < best.cost:
            best = search
    return frozenset(best.hidden) if best else frozenset()


def _as_numbered(task: Task) -> tuple[int, ...]:
    need, up = task
    return need.column, up


def _hardest_first(task: Task) -> tuple[int, ...]:
    need, up = task
    return (need.value - need.high if up else need.low - need.value), need.column


def _easiest_first(task: Task) -> tuple[int, ...]:
    need, up = task
    return (need.high - need.value if up else need.value - need.low), -need.column


def _step(progress: Progress | None, step: str) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(step, done, total)) if progress else None


def _attack(
    system: System, wanted: Sequence[Need], hidden: frozenset[int], progress: Progress | None
) -> dict[int, tuple[int, int]]:
    """The attacker's interval of every hidden count, and of every count that needs one."""
    mask = np.isin(np.arange(len(system.units)), sorted(hidden))
    unseen = system.hidden_columns(mask)
    columns = {c for unit in hidden for c in system.units[unit].columns} | {need.column for need in wanted}
    return Attack(system, mask).intervals(sorted(c for c in columns if unseen[c]), _step(progress, "attack"))


def _known_anyway(
    system: System, wanted: Sequence[Need], hidden: frozenset[int], intervals: dict[int, tuple[int, int]]
) -> frozenset[int]:
    """Units that hide nothing of their own: to stop hiding them tells nobody anything.

    An n, or a numerator beside a shown n, that the attacker knows exactly and that needs no protection. And a numerator
    beside a hidden n if numerator or rest is known: what is left to hide is n. It still does not stand in the table.
    """
    needed = {need.column for need in wanted}
    known = {
        unit
        for unit in hidden
        if any(intervals[column][0] == intervals[column][1] for column in set(system.units[unit].columns) - needed)
    }
    free = {unit for unit in known if not needed & set(system.units[unit].columns)}
    hanging = {numerator for unit in hidden - free for numerator in system.units[unit].with_it}
    return frozenset(free | known & hanging)


def _refs(system: System, hidden: Iterable[int]) -> Iterable[CellRef]:
    return (ref for unit in hidden for ref in system.shown[system.units[unit].columns[0]].refs)


_COUNTS: dict[Kind, Literal["n", "numerator", "rest", "nonresponse"]] = {
    Kind.ALL: "n",
    Kind.VALID: "n",
    Kind.YES: "numerator",
    Kind.NO: "rest",
    Kind.MISSING: "nonresponse",
}


def _audits(
    system: System, wanted: Sequence[Need], hidden: frozenset[int], intervals: dict[int, tuple[int, int]]
) -> Iterator[CellAudit]:
    """One line per hidden count and per need, in the order of the columns."""
    needed = {need.column: need for need in wanted}
    at = {key: column for column, key in enumerate(system.keys)}
    for column in sorted({*needed, *(c for unit in hidden for c in system.units[unit].columns)}):
        measure, group = system.keys[column]
        count, need = _COUNTS[measure.kind], needed.get(column)
        place = at[measure.sibling(Kind.VALID), group] if count == "nonresponse" else column
        yield CellAudit(
            system.shown[place].refs[0],
            count,
            need.value if need else int(system.values[column]),
            *intervals[column],
            need.low if need else None,
            need.high if need else None,
        )


def _notes(system: System) -> tuple[str, ...]:
    if system.joint:
        return ()
    names = sorted({ref.indicator for shown in system.shown.values() for ref in shown.refs})
    return (f"{', '.join(names)}: linked tables have too many joint cells; bounds beyond shared margins not modelled.",)
