"""Findings: what a check of the contributions found, as a question to the people who made them.

A finding changes nothing and drops nothing. The rows it points to stay in the restricted part of a run; what is
published about it passes the same gate as the tables (counts under the threshold are said as "a few").
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters for use of the data."""

    NOTE = "note"
    WARNING = "warning"
    SERIOUS = "serious"


class EvidenceKind(StrEnum):
    """What a figure of evidence is about, which decides whether it may ever be shown."""

    COUNT = "count"
    """Counts rows: may be shown as any count about the data."""
    SCORE = "score"
    """Made from all rows that were looked at (an index, a share, a ratio): may be shown if they are many enough."""
    SINGLE = "single"
    """About one row, one place or one interviewer, or a limit drawn from the data: never shown."""


@dataclass(frozen=True)
class Evidence:
    """One computed figure behind a finding. name: stable code, such as "whipple"; value: in the unit of that code."""

    name: str
    value: float
    kind: EvidenceKind


@dataclass(frozen=True)
class Finding:
    """One finding of one check.

    check: stable code of the check (e.g. "key-duplicate"). columns: headers of the columns concerned.
    rows: how many rows it concerns; out_of: how many rows were looked at.
    row_numbers: 1-based data row numbers in the contributions file (header not counted); restricted, may be cut.
    wording: plain sentence without any answer in it and without the count (the count is shown under the gate).
    evidence: computed figures; restricted, see `gate_numbers.shown_evidence`.
    is_restricted: nothing of it is published, not even that it was found: it is about interviewers, places or rows
    that resemble each other, and a question to the coordinator.
    """

    check: str
    severity: Severity
    columns: tuple[str, ...]
    rows: int
    out_of: int
    wording: str
    row_numbers: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    is_restricted: bool = False
