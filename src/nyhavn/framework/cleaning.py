"""The cleaning log: what a reviewer decided about received data, so that raw becomes clean and nothing else does.

Every decision speaks of the data as received. A log is therefore a set and not a sequence: in whatever order its
decisions stand, the same comes out. What would depend on an order is refused (`check_conflicts`), and so is a decision
that finds something else than it expects (`engine.cleaning`). See docs/decisions/0028-the-cleaning-log.md.

Cells are text; None is an empty cell. Keys, old and new values are answers: they stand in no message and in no repr.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from nyhavn.framework.refusal import Reason, Refusal

Cell = str | None


class CleaningAction(StrEnum):
    """What can be decided about a single cell or row."""

    KEEP = "keep"  # somebody looked, and it stays: no recode touches a cell that is kept
    CORRECT = "correct"
    BLANK = "blank"
    REMOVE = "remove"


@dataclass(frozen=True)
class Decided:
    """Why it was decided, by whom, and when. finding: the code of the check that asked, "" if none did."""

    reason: str
    by: str
    at: datetime
    finding: str = ""

    def __post_init__(self) -> None:
        for part, why in decided_faults(self.reason, self.by, self.at):
            raise ValueError(f"{part}: {why}")


@dataclass(frozen=True)
class CleaningEntry:
    """One decision about one cell, or about a whole row where `column` is empty (keep, remove).

    row: 1-based number of the row in the data as received. key: what stands in the key column of that row; with it a
    file that was sorted anew is noticed. old: what is expected in the cell; looked at wherever a column is named.
    Raises ValueError for a decision that `entry_faults` finds fault with.
    """

    action: CleaningAction
    row: int
    key: Cell = field(repr=False)
    decided: Decided
    column: str = ""
    old: Cell = field(default=None, repr=False)
    new: Cell = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for part, why in entry_faults(self.action, self.row, self.column, self.old, self.new):
            raise ValueError(f"{part}: {why}")

    @property
    def changes_cell(self) -> bool:
        """Whether another value stands there afterwards."""
        return self.action in (CleaningAction.CORRECT, CleaningAction.BLANK)


@dataclass(frozen=True)
class Where:
    """A condition: the cells of one column that hold one of these values."""

    column: str
    values: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True)
class Recode:
    """One named decision about whole columns: wherever an old value stands, the new one takes its place.

    values: pairs of old and new, each old one once. when: only in rows where this holds; None: in all.
    It touches no cell that has an entry of its own. Raises ValueError for what `recode_faults` finds fault with.
    """

    name: str
    columns: tuple[str, ...]
    values: tuple[tuple[Cell, Cell], ...] = field(repr=False)
    decided: Decided
    when: Where | None = None

    def __post_init__(self) -> None:
        for part, why in recode_faults(self.name, self.columns, self.values, self.when):
            raise ValueError(f"{part}: {why}")


@dataclass(frozen=True)
class CleaningLog:
    """All decisions about one table as received. key: the column whose values the entries name their rows by."""

    key: str
    entries: tuple[CleaningEntry, ...] = ()
    recodes: tuple[Recode, ...] = ()

    @property
    def removed_rows(self) -> tuple[int, ...]:
        """Numbers of the rows that are removed."""
        return tuple(sorted(entry.row for entry in self.entries if entry.action is CleaningAction.REMOVE))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is named, each once: the key first, if an entry needs it."""
        named = [self.key] if self.entries else []
        named += [entry.column for entry in self.entries if entry.column]
        for recode in self.recodes:
            named += [*recode.columns, *([recode.when.column] if recode.when else [])]
        return tuple(dict.fromkeys(named))

    def decided_rows(self, column: str) -> tuple[int, ...]:
        """Numbers of the rows whose cell in that column has an entry of its own."""
        return tuple(sorted({entry.row for entry in self.entries if entry.column == column}))


@dataclass(frozen=True)
class CleaningCounts:
    """What a log changed. Exact, and restricted. cells: by the name of the recode, in the order of the log."""

    corrected: int
    blanked: int
    removed: int
    cells: tuple[tuple[str, int], ...]

    @property
    def recoded(self) -> int:
        """How many cells recodes changed."""
        return sum(cells for _, cells in self.cells)


Fault = tuple[str, str]  # the part of a decision, and what is wrong with it


def decided_faults(reason: str, by: str, at: datetime | None) -> Iterator[Fault]:
    """What a decision lacks to be one: a reason, somebody who made it, a moment with its time zone."""
    if not reason.strip():
        yield "reason", "Every decision needs a reason."
    if not by.strip():
        yield "decided_by", "It is not said who decided."
    if at is None or at.tzinfo is None:
        yield "decided_at", "It is not said when this was decided, as a moment with its time zone."


def entry_faults(action: CleaningAction, row: int, column: str, old: Cell, new: Cell) -> Iterator[Fault]:
    """What is wrong with the shape of one entry, whatever stands in the data."""
    if row < 1:
        yield "row", "Rows are counted from 1."
    if "" in (old, new):
        yield "old", "An empty text is no value; an empty cell is."
    if action in (CleaningAction.CORRECT, CleaningAction.BLANK) and not column:
        yield "column", "It is not said which answer this is about."
    if not column and old is not None:
        yield "old", "A value is expected, but no column is named."
    if fault := _new_fault(action, old, new):
        yield "new", fault
    if action is CleaningAction.BLANK and column and old is None:
        yield "old", "It is not said what stands in the cell that is blanked."


def _new_fault(action: CleaningAction, old: Cell, new: Cell) -> str:
    """What is wrong with the new value of an entry, "" if nothing is."""
    if action is not CleaningAction.CORRECT:
        return "" if new is None else "Only a correction and a recode have a new value."
    if new is None:
        return "A correction needs a new value; to empty a cell, blank it."
    return "The new value is the old one; to leave a cell as it is, keep it." if new == old else ""


def recode_faults(
    name: str, columns: Sequence[str], values: Sequence[tuple[Cell, Cell]], when: Where | None
) -> Iterator[Fault]:
    """What is wrong with the shape of one recode, whatever stands in the data."""
    if not name.strip():
        yield "decision", "A recode needs a name."
    if not columns or not all(columns) or len(set(columns)) < len(columns):
        yield "column", "A recode names its columns, each once."
    yield from _value_faults(values, when)
    if when is not None and not (when.column and when.values):
        yield "when_column", "A condition needs a column and the values that may stand there."


def _value_faults(values: Sequence[tuple[Cell, Cell]], when: Where | None) -> Iterator[Fault]:
    olds = [old for old, _ in values]
    if not values or len(set(olds)) < len(olds):
        yield "old", "A recode says for each old value, once, what takes its place."
    if any("" in pair for pair in values) or (when and "" in when.values):
        yield "old", "An empty text is no value; an empty cell is."
    if any(old == new for old, new in values):
        yield "new", "The new value is the old one."


def check_conflicts(log: CleaningLog) -> None:
    """Raises Refusal for decisions that contradict each other, all of them at once.

    cleaning-cell-twice, cleaning-row-twice, cleaning-row-removed, cleaning-name-twice, cleaning-recode-twice.
    """
    reasons = [*_entries_against_each_other(log), *_recodes_against_each_other(log.recodes)]
    if reasons:
        raise Refusal(*reasons)


def place_of(entry: CleaningEntry) -> str:
    """The row and column of an entry, as messages name them."""
    return f"row {entry.row}, column {entry.column}" if entry.column else f"row {entry.row}"


def _entries_against_each_other(log: CleaningLog) -> Iterator[Reason]:
    by_row: dict[int, list[CleaningEntry]] = defaultdict(list)
    for entry in log.entries:
        by_row[entry.row].append(entry)
    for entries in by_row.values():
        removals = [entry for entry in entries if entry.action is CleaningAction.REMOVE]
        others = [entry for entry in entries if entry.action is not CleaningAction.REMOVE]
        if len(removals) > 1:
            what = "Two decisions remove this row."
            yield Reason("cleaning-row-twice", what, place_of(removals[1]), "Leave one of them.")
        if removals:
            yield from _about_removed(removals[0], others)
        yield from _cells_twice(others)


def _about_removed(removal: CleaningEntry, others: Sequence[CleaningEntry]) -> Iterator[Reason]:
    """A row that is removed has no cell to decide about; that it was kept for another finding is no contradiction."""
    for entry in others:
        if entry.column or entry.decided.finding == removal.decided.finding:
            what = "This is decided about, but another decision removes the row."
            yield Reason("cleaning-row-removed", what, place_of(entry), "Leave one of the two decisions.")


def _cells_twice(entries: Sequence[CleaningEntry]) -> Iterator[Reason]:
    """Two findings may each let a cell stay; whatever else is decided about it, is decided once."""
    by_cell: dict[str, list[CleaningEntry]] = defaultdict(list)
    for entry in entries:
        if entry.column:
            by_cell[entry.column].append(entry)
    for about in by_cell.values():
        if len(about) > 1 and any(entry.changes_cell for entry in about):
            what = "Two decisions are about this cell."
            yield Reason("cleaning-cell-twice", what, place_of(about[1]), "Leave one of them.")


def _recodes_against_each_other(recodes: Sequence[Recode]) -> Iterator[Reason]:
    for one, other in combinations(recodes, 2):
        if one.name == other.name:
            yield Reason("cleaning-name-twice", "Two recodes have this name.", _named(one), "Name them apart.")
        shared = {old for old, _ in one.values} & {old for old, _ in other.values}
        if shared and not _never_both(one.when, other.when):
            for column in sorted(set(one.columns) & set(other.columns)):
                what = "Two recodes may change the same cells of this column."
                do = "Join them, or give both a condition on one column that never holds for both."
                yield Reason("cleaning-recode-twice", what, f"{_named(one)} and {_named(other)}, column {column}", do)


def _never_both(one: Where | None, other: Where | None) -> bool:
    """Whether no row can meet both conditions, which is certain only for different values of one column."""
    if one is None or other is None or one.column != other.column:
        return False
    return not set(one.values) & set(other.values)


def _named(recode: Recode) -> str:
    return f'recode "{recode.name}"'
