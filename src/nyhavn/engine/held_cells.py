"""Tables as additive numbers by block, and back: cells that are held become rows that any estimator reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from nyhavn.engine.confidentiality.vintages import Division
from nyhavn.engine.confidentiality.vintages.family import by_block
from nyhavn.engine.estimation import columns
from nyhavn.engine.profiles import STATES, Integers, Profiles
from nyhavn.framework.statistics import GroupCounts, Indicator, Statistic

EVERYBODY = "everybody"  # the cell that counts the contributions themselves
_BETWEEN = "|"  # stands in no id and no code


@dataclass(frozen=True, eq=False)
class Cells:
    """The numbers of all tables. names: of each; truth: blocks x names; tables: the numbers of each table.

    A name says the indicator, the breakdowns, the codes and the state, so that it means the same in every vintage.
    """

    names: tuple[str, ...]
    truth: Integers
    tables: tuple[Integers, ...]


def crossings(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """The sets of breakdowns that an indicator is shown by; of none, the total alone."""
    return indicator.by or ((),)


def cells_of(found: Profiles, division: Division, indicators: Sequence[Indicator], known: Sequence[str]) -> Cells:
    """The numbers that the tables of these indicators are made of. known: names that must be among them."""
    blocks = np.array([division.block(codes) for codes in found.codes], dtype=np.int64)
    everybody = by_block(blocks, np.zeros_like(blocks), found.people, (division.blocks, 1))
    parts: list[tuple[tuple[str, ...], Integers]] = [((EVERYBODY,), everybody)]
    for indicator in indicators:
        parts += [_table(found, blocks, division.blocks, indicator, by) for by in crossings(indicator)]
    place = {name: at for at, name in enumerate(dict.fromkeys((*known, *(n for names, _ in parts for n in names))))}
    truth = np.zeros((division.blocks, len(place)), dtype=np.int64)
    for names, counts in parts:
        truth[:, [place[name] for name in names]] = counts
    of_table: dict[str, list[int]] = {}
    for name, at in place.items():
        of_table.setdefault(_BETWEEN.join(name.split(_BETWEEN)[:2]), []).append(at)
    return Cells(tuple(place), truth, tuple(np.array(cells) for cells in of_table.values()))


def _table(
    found: Profiles, blocks: Integers, size: int, indicator: Indicator, by: tuple[str, ...]
) -> tuple[tuple[str, ...], Integers]:
    """Names and counts by block of one indicator by one set of breakdowns."""
    at = [found.breakdowns.index(breakdown) for breakdown in by]
    keys = [tuple(codes[place] for place in at) for codes in found.codes]
    number = {key: place for place, key in enumerate(sorted(set(keys)))}
    groups = np.array([number[key] for key in keys], dtype=np.int64)
    states = found.states[indicator.id]
    counts = [by_block(blocks, groups, states[:, state], (size, len(number))) for state in range(len(STATES))]
    names = [_name(indicator.id, by, key, state) for state in STATES for key in number]
    return tuple(names), np.concatenate(counts, axis=1)


def _name(indicator: str, by: Sequence[str], codes: Sequence[str], state: str) -> str:
    return _BETWEEN.join((indicator, "+".join(by), *codes, state))


def rows_of(names: Sequence[str], values: Integers, indicator: Indicator, by: tuple[str, ...]) -> pa.Table:
    """Rows as `code_rows` makes them, as many in each cell of the table as `values` says."""
    head = _BETWEEN.join((indicator.id, "+".join(by)))
    cells = [(name.split(_BETWEEN)[2:], int(n)) for name, n in zip(names, values, strict=True) if _is_of(name, head)]
    row = np.repeat(np.arange(len(cells)), [n for _, n in cells])
    states = np.array([STATES.index(parts[-1]) for parts, _ in cells], dtype=np.int64)[row]
    codes = {
        columns.category(breakdown): pa.array([parts[at] for parts, _ in cells], pa.string()).take(pa.array(row))
        for at, breakdown in enumerate(by)
    }
    valid, holds = (states < STATES.index("missing")).astype(np.int64), (states == STATES.index("yes")).astype(np.int64)
    shown = holds if indicator.statistic is Statistic.PROPORTION else np.ones_like(holds)
    return pa.table(
        {
            columns.ROW: pa.array(np.arange(1, len(states) + 1), pa.int64()),
            **codes,
            columns.asked(indicator.id): pa.array(np.ones_like(valid), pa.int64()),
            columns.valid(indicator.id): pa.array(valid, pa.int64()),
            columns.holds(indicator.id): pa.array(holds, pa.int64()),
            columns.value(indicator.id): pa.array(shown.astype(np.float64), pa.float64(), mask=valid == 0),
        }
    )


def listed(names: Sequence[str], table: GroupCounts) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """All groups that a table has listed so far, with nobody in them."""
    head = _BETWEEN.join((table.indicator, "+".join(table.breakdowns)))
    return {tuple(name.split(_BETWEEN)[2:-1]): (0, 0, 0) for name in names if _is_of(name, head)}


def _is_of(name: str, head: str) -> bool:
    return name.startswith(f"{head}{_BETWEEN}")
