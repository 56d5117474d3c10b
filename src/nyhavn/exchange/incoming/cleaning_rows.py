"""One row of a cleaning log: its cells read, each fault by its column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from nyhavn.exchange.incoming.bracketed import unbracketed
from nyhavn.framework.cleaning import Cell, CleaningAction, Fault

RECODE = "recode"
COLUMNS = (
    "action",
    "decision",
    "row",
    "key",
    "column",
    "old",
    "new",
    "when_column",
    "when_is",
    "reason",
    "decided_by",
    "decided_at",
    "finding",
)
OF_DATA = ("key", "old", "new", "when_is")  # a spreadsheet would change what stands here, so brackets are needed
OF_RECODES, OF_ENTRIES = ("decision", "when_column", "when_is"), ("row", "key")
SEVERAL = ("column", "when_is")  # may hold more than one text, in a recode
SAME_IN_A_RECODE = ("columns", "when_column", "when_is", "reason", "decided_by", "decided_at", "finding")
BRACKETS = r"Data stand in square brackets, such as [0012]; inside, write \[ \] \\ \n for these signs."


@dataclass(frozen=True)
class Line:
    """One row, read. action: None for a recode. What a faulty cell holds is left empty here."""

    action: CleaningAction | None
    decision: str
    row: int
    key: Cell
    columns: tuple[str, ...]
    old: Cell
    new: Cell
    when_column: str
    when_is: tuple[Cell, ...]
    reason: str
    decided_by: str
    decided_at: datetime | None
    finding: str

    @property
    def is_recode(self) -> bool:
        """Whether it is about whole columns."""
        return self.action is None

    @property
    def column(self) -> str:
        """The one column, "" if none is named."""
        return self.columns[0] if self.columns else ""

    def unlike(self, other: "Line") -> Iterator[str]:
        """The columns of the log in which two rows of one recode must agree and do not."""
        for field in fields(self):
            if field.name in SAME_IN_A_RECODE and getattr(self, field.name) != getattr(other, field.name):
                yield "column" if field.name == "columns" else field.name


def read_line(cells: Mapping[str, str]) -> tuple[Line, list[Fault]]:
    """A row by its columns, and what is wrong with single cells: (column, a sentence without what stands there)."""
    faults: list[Fault] = []
    texts = {column: _texts(column, cells[column], faults) for column in COLUMNS}
    one = {column: next(iter(found), None) for column, found in texts.items()}
    action = _action(one["action"], faults)
    is_recode = (one["action"] or "").lower() == RECODE
    faults += _out_of_place(texts, is_recode=is_recode)
    line = Line(
        action=None if is_recode else action,
        decision=one["decision"] or "",
        row=1 if is_recode else _row(one["row"], faults),
        key=one["key"],
        columns=tuple(text or "" for text in texts["column"]),
        old=one["old"],
        new=one["new"],
        when_column=one["when_column"] or "",
        when_is=texts["when_is"],
        reason=one["reason"] or "",
        decided_by=one["decided_by"] or "",
        decided_at=_moment(one["decided_at"], faults),
        finding=one["finding"] or "",
    )
    return line, faults


def _texts(column: str, cell: str, faults: list[Fault]) -> tuple[Cell, ...]:
    """The texts of one cell: in brackets, or plain where no data stand."""
    plain = cell.strip()
    if not plain:
        return ()
    if column not in OF_DATA and not plain.startswith("["):
        return (plain,)
    found = unbracketed(cell)
    if found is None:
        faults.append((column, BRACKETS))
        return ()
    if len(found) > 1 and column not in SEVERAL:
        faults.append((column, "One text stands here, not several."))
    return found


def _action(text: Cell, faults: list[Fault]) -> CleaningAction | None:
    known = {action.value: action for action in CleaningAction}
    word = (text or "").lower()
    if word not in known and word != RECODE:
        faults.append(("action", f"One of these stands here: {', '.join((*known, RECODE))}."))
    return known.get(word)


def _row(text: Cell, faults: list[Fault]) -> int:
    if re.fullmatch("[1-9][0-9]{0,14}", text or "") is None:
        faults.append(("row", "The number of the row in the contributions stands here, counted from 1."))
        return 1
    return int(text or "")


def _moment(text: Cell, faults: list[Fault]) -> datetime | None:
    """A moment as ISO 8601 writes it, with its zone."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        faults.append(("decided_at", "A moment with its zone stands here, such as [2026-11-22T10:15:00+00:00]."))
        return None
    return found


def _out_of_place(texts: Mapping[str, tuple[Cell, ...]], *, is_recode: bool) -> Iterator[Fault]:
    """What a row of its kind may not hold, or must."""
    for column in OF_ENTRIES if is_recode else OF_RECODES:
        if texts[column]:
            kind = "a recode" if is_recode else "a decision about one row"
            yield column, f"In {kind}, nothing stands here."
    if is_recode:
        for column in ("old", "new"):
            if not texts[column]:
                yield column, "A recode needs a value here; [] is an empty cell."
    elif len(texts["column"]) > 1:
        yield "column", "Only a recode names several columns."
