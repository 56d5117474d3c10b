"""What the shape of a file asks its producer: empty and constant columns, stray blanks, damaged signs."""

from nyhavn.engine.quality.profiles import ColumnProfile, Profile
from nyhavn.framework.findings import Finding, Severity

FEWEST_FOR_CONSTANT = 2  # rows; one row cannot vary


def profile_findings(profile: Profile) -> tuple[Finding, ...]:
    """Findings about the columns of a file as received: one check after another, columns in their order.

    Empty and constant columns concern every row. Stray blanks and damaged signs concern the cells that have them.
    """
    checks = (_empty, _constant, _untrimmed, _damaged)
    found = (check(column) for check in checks for column in profile.columns)
    return tuple(finding for finding in found if finding is not None)


def _empty(column: ColumnProfile) -> Finding | None:
    if not column.is_empty or not column.rows:
        return None
    return _finding(
        "empty-column", Severity.NOTE, column, column.rows, "No contribution holds anything in this column."
    )


def _constant(column: ColumnProfile) -> Finding | None:
    if column.distinct != 1 or column.missing or column.rows < FEWEST_FOR_CONSTANT:
        return None
    wording = "Every contribution holds the same in this column."
    return _finding("constant-column", Severity.NOTE, column, column.rows, wording)


def _untrimmed(column: ColumnProfile) -> Finding | None:
    wording = "Some values begin or end with a blank, so that equal answers look different."
    return _finding("stray-blanks", Severity.NOTE, column, column.untrimmed, wording) if column.untrimmed else None


def _damaged(column: ColumnProfile) -> Finding | None:
    wording = "Some letters look damaged, as if the file had once been read in a wrong encoding."
    return _finding("damaged-letters", Severity.WARNING, column, column.damaged, wording) if column.damaged else None


def _finding(check: str, severity: Severity, column: ColumnProfile, rows: int, wording: str) -> Finding:
    return Finding(check, severity, (column.name,), rows, column.rows, wording)
