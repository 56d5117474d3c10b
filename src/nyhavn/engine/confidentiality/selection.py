"""Which further cells to hide: by cheapest escapes, one need after another; then what proves superfluous is shown."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from nyhavn.engine.confidentiality.escapes import Escape, Escapes
from nyhavn.engine.confidentiality.measures import Kind
from nyhavn.engine.confidentiality.needs import Need
from nyhavn.engine.confidentiality.programs import TOLERANCE
from nyhavn.engine.confidentiality.system import System
from nyhavn.framework.refusal import refusal

Task = tuple[Need, bool]  # a need and its side: True for up
Progress = Callable[[int, int], None]

# Own choices. Every hidden cell costs one; these decide between choices that hide equally many cells.
EXTRA_LEVEL = 0.04  # a margin is worth more than the cells it sums
EXTRA_SIZE = 0.04  # a large count is worth more than a small one
ALREADY_HIDDEN = 1e-4  # moving a hidden cell costs nearly nothing: only so that escapes stay short
ROUNDS = 2  # reweighted linear programs per escape


def unit_costs(system: System) -> npt.NDArray[np.float64]:
    """What hiding each unit costs. A grand total costs more than everything else together."""
    if not system.units:
        return np.zeros(0)
    sizes = np.log1p([system.values[unit.columns[0]] for unit in system.units])
    levels = np.array([unit.level for unit in system.units])
    costs = 1 + EXTRA_SIZE * sizes / max(sizes.max(), 1.0) + EXTRA_LEVEL * (levels.max() - levels)
    costs[(levels == 0) & (levels.max() > 0)] = 2.0 * len(system.units)
    return np.asarray(costs)


def primaries(system: System, needs: Iterable[Need]) -> frozenset[int]:
    """The units that are disclosive by themselves, with the numerators that fall with their n."""
    own = {int(system.unit[need.column]) for need in needs} - {-1}
    return frozenset(own | {fallen for unit in own for fallen in system.units[unit].with_it})


class Selection:
    """The state of a search: what is hidden, and for each need and side an escape that uses hidden cells only."""

    def __init__(self, system: System, needs: Sequence[Need]) -> None:
        self.system = system
        self.costs = unit_costs(system)
        self.primary = primaries(system, needs)
        self.hidden = set(self.primary)
        self.tasks: list[Task] = [(need, up) for need in needs for up in (True, False)]
        self._escapes = Escapes(system)
        self._used: dict[Task, frozenset[int]] = {}

    @property
    def cost(self) -> float:
        """Cost of everything hidden."""
        return float(sum(self.costs[unit] for unit in sorted(self.hidden)))

    def hide(self, order: Sequence[Task], progress: Progress | None = None) -> None:
        """Hide what each need lacks, by its cheapest escape."""
        for done, task in enumerate(order):
            if task not in self._used:
                escape = self._escapes.cheapest(*task, self._prices(), ROUNDS)
                if escape is None:
                    raise _no_escape()
                self.hidden |= escape.units | self._fallen(escape.units)
                self._note(task, escape, order)
            if progress:
                progress(done + 1, len(order))

    def _note(self, task: Task, escape: Escape, others: Sequence[Task]) -> None:
        """Keep the escape for its task, and for others that have none and that it serves as well."""
        self._used[task] = escape.units
        for need, up in others:
            if (need, up) not in self._used and self.system.unit[need.column] >= 0:
                moved = escape.moved[need.column] + need.value
                if moved >= need.high - TOLERANCE if up else moved <= need.low + TOLERANCE:
                    self._used[need, up] = escape.units

    def trim(self, progress: Progress | None = None) -> None:
        """Show again what no need lacks, dearest first, n before numerators; escapes are renewed on the way."""
        everything = frozenset(range(len(self.system.units)))
        self._escapes.show(everything - self.hidden)
        order = sorted(self.hidden - self.primary, key=lambda unit: (self._is_numerator(unit), -self.costs[unit], unit))
        for done, unit in enumerate(order):
            with_it = frozenset(self.system.units[unit].with_it) & self.hidden - self.primary
            if not (with_it and self._show(with_it | {unit})):
                self._show(frozenset({unit}))
            if progress:
                progress(done + 1, len(order))
        self._escapes.release(everything)

    def _show(self, units: frozenset[int]) -> bool:
        """Show these units, if every need still has an escape without them."""
        if not units <= self.hidden or self._fallen(self.hidden - units) & units:
            return False
        self._escapes.show(units)
        lost = [task for task, used in self._used.items() if used & units]
        kept = {task: used for task, used in self._used.items() if not used & units}
        before, self._used = self._used, kept
        for task in lost:
            if task in self._used:
                continue
            escape = self._escapes.cheapest(*task, self._prices())
            if escape is None:
                self._used = before
                self._escapes.release(units)
                return False
            self._note(task, escape, lost)
        self.hidden -= units
        return True

    def _prices(self) -> npt.NDArray[np.float64]:
        """What an escape pays for each unit: an n pays for the numerators that fall with it."""
        own = self.costs.copy()
        own[sorted(self.hidden)] = 0.0
        prices = own.copy()
        for number, unit in enumerate(self.system.units):
            if number not in self.hidden:
                prices[number] += sum(own[fallen] for fallen in unit.with_it)
        return prices + ALREADY_HIDDEN

    def _fallen(self, units: Iterable[int]) -> set[int]:
        return {fallen for unit in units for fallen in self.system.units[unit].with_it}

    def _is_numerator(self, unit: int) -> bool:
        return self.system.units[unit].key[0].kind is Kind.YES


def _no_escape() -> Exception:
    return refusal(
        "counts-contradict",
        "A small count cannot be protected even with everything hidden: the tables contradict each other.",
        do="Count all tables of a release from the same contributions.",
    )
