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


@dataclass(frozen=True)
class Finding:
    """One finding of one check.

    check: stable code of the check (e.g. "key-duplicate"). columns: headers of the columns concerned.
    rows: how many rows it concerns; out_of: how many rows were looked at.
    row_numbers: 1-based data row numbers in the contributions file (header not counted); restricted, may be cut.
    wording: plain sentence without any answer in it and without the count (the count is shown under the gate).
    """

    check: str
    severity: Severity
    columns: tuple[str, ...]
    rows: int
    out_of: int
    wording: str
    row_numbers: tuple[int, ...] = ()
