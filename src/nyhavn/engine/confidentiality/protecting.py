"""Protect a release: all its tables as one system."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from nyhavn.engine.confidentiality.measures import Kind
from nyhavn.engine.confidentiality.needs import needs
from nyhavn.engine.confidentiality.publications import publications
from nyhavn.engine.confidentiality.release_problem import release_problem
from nyhavn.engine.confidentiality.suppression.auditing import Audited, audit
from nyhavn.engine.confidentiality.suppression.problem import Need, Problem, Truths
from nyhavn.engine.confidentiality.suppression.solving import suppress
from nyhavn.engine.confidentiality.system import System, systems
from nyhavn.framework.protection import Audit, CellAudit, CellRef, Protection, ProtectionPolicy
from nyhavn.framework.statistics import GroupCounts, Indicator

Progress = Callable[[str, int, int], None]


def protect(
    counts: Sequence[GroupCounts],
    indicators: Sequence[Indicator],
    policy: ProtectionPolicy,
    progress: Progress | None = None,
) -> Protection:
    """Which cells of the release must be hidden, and what an attacker can still work out.

    counts: every table of the release, unweighted counts; margins are added here and are published too.
    progress: called with a step ("hide", "attack"), how much of it is done, and how much there is.
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
    problem = release_problem(system, needs(system, policy))
    primary = _primaries(system, problem.needs)
    hidden = _hidden(system, problem, progress) if policy.complementary and problem.needs else primary
    found = audit(problem, _cells(system, hidden), _step(progress, "attack"))
    withheld = len(hidden)
    if policy.complementary:
        hidden -= _known_anyway(system, found)
    return Protection(
        suppressed=frozenset(_refs(system, hidden)),
        audit=Audit(tuple(_audits(system, found, hidden)), system.joint, _notes(system)),
        cells=len(system.units),
        hidden=withheld,
        primary=len(primary),
    )


def _primaries(system: System, needs: Iterable[Need]) -> frozenset[int]:
    """The units that are disclosive by themselves, with the numerators that fall with their n."""
    own = {int(system.unit[need.cell]) for need in needs} - {-1}
    return frozenset(own | {fallen for unit in own for fallen in system.units[unit].with_it})


def _hidden(system: System, problem: Problem, progress: Progress | None) -> frozenset[int]:
    """The units to hide."""
    hidden = suppress(problem, progress=_step(progress, "hide"), is_near_enough=True).hidden
    return frozenset(int(unit) for unit in system.unit[hidden & ~problem.unseen])


def _cells(system: System, units: Iterable[int]) -> Truths:
    """The cells of these units."""
    return np.isin(system.unit, sorted(units))


def _step(progress: Progress | None, step: str) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(step, done, total)) if progress else None


def _known_anyway(system: System, found: Audited) -> frozenset[int]:
    """Units that hide nothing of their own: to stop hiding them tells nobody anything.

    An n, or a numerator beside a shown n, that the attacker knows exactly and that needs no protection. And a numerator
    beside a hidden n if numerator or rest is known: what is left to hide is n. It still does not stand in the table.
    """
    needed = {cell.cell for cell in found.cells if cell.need}
    recovered = {cell.cell for cell in found.recovered} - needed
    known = {int(system.unit[cell]) for cell in recovered} - {-1}
    free = {unit for unit in known if not needed & set(system.units[unit].columns)}
    hidden = {int(system.unit[cell.cell]) for cell in found.cells} - {-1}
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


def _audits(system: System, found: Audited, hidden: frozenset[int]) -> Iterator[CellAudit]:
    """One line per hidden count and per need, in the order of the columns. hidden: units."""
    at = {key: column for column, key in enumerate(system.keys)}
    for cell in found.cells:
        if not cell.need and int(system.unit[cell.cell]) not in hidden:
            continue
        measure, group = system.keys[cell.cell]
        count, need, value = _COUNTS[measure.kind], cell.need, round(cell.value)
        place = at[measure.sibling(Kind.VALID), group] if count == "nonresponse" else cell.cell
        line = CellAudit(
            system.shown[place].refs[0],
            count,
            value,
            round(cell.low),
            round(cell.high),
            value - round(need.lower) if need else None,
            value + round(need.upper) if need else None,
        )
        yield line if cell.met or not line.met else replace(line, by_respondent=True)


def _notes(system: System) -> tuple[str, ...]:
    if system.joint:
        return ()
    names = sorted({ref.indicator for shown in system.shown.values() for ref in shown.refs})
    return (f"{', '.join(names)}: linked tables have too many joint cells; bounds beyond shared margins not modelled.",)
