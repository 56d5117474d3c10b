"""The release before this one: verified, and compared, so that two releases together give nobody away.

This compares published numbers of two vintages, and refuses; without a previous release the report says "over time:
not checked". Under a register (`over_time`) nothing has to be refused, because numbers wait until they may move.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable

TABLES = TypeAdapter(tuple[StatisticalTable, ...])
NOT_CHECKED = "Over time: not checked, because no earlier release was given."
CHECKED = "Over time: compared with release {id}; no published number changed by so few that they could be recognised."


@dataclass(frozen=True)
class Previous:
    """The release before: its id, version, and tables as published.

    release: all of it, for comparison; None where only the tables can be read.
    """

    release_id: str
    version: str
    tables: tuple[StatisticalTable, ...]
    release: Release | None = None

    @property
    def may_hold_records(self) -> bool:
        """Whether it or one before it held records about persons, as far as can be read."""
        return self.release is None or self.release.protection.records


def read_previous(folder: Path, *, trusted: Sequence[str]) -> Previous:
    """The previous release, after verifying it. Raises Refusal "previous-not-verified"."""
    found = verify(folder, trusted=trusted)
    if found.problems or not found.signer_trusted:
        why = found.problems[0].sentence if found.problems else "It was signed with another key."
        raise refusal("previous-not-verified", f"The previous release does not verify. {why}", where=str(folder))
    try:
        report = (folder / "report.json").read_bytes()
        content = json.loads(report)
        tables = TABLES.validate_python(content["tables"], strict=False)
        return Previous(content["id"], content["version"], tables, _whole(report))
    except (KeyError, ValidationError) as error:
        what = "The previous release was written by a version of Nyhavn that this one cannot read."
        raise refusal("previous-not-verified", what, where=str(folder)) from error


def _whole(report: bytes) -> Release | None:
    """The whole release; None if another version of Nyhavn wrote it so that this one would lose some of it."""
    try:
        return release_from_json(report)
    except Unreadable:
        return None


def over_time(before: Previous | None) -> str:
    """What the report says about earlier releases."""
    return CHECKED.format(id=before.release_id) if before else NOT_CHECKED


def check_over_time(before: Previous | None, tables: Sequence[StatisticalTable], threshold: int) -> None:
    """Refuses a release whose difference from the one before would single out fewer than `threshold` people.

    A number counts as changed if n or the numerator differ. Raises Refusal: changed-by-too-few, published-before.
    """
    if before is None or threshold == 1:
        return
    older = {(table.id, figure.categories): figure for table in before.tables for figure in table.figures}
    reasons = [reason for table in tables for reason in _reasons(table, older, threshold)]
    if reasons:
        raise Refusal(*reasons)


def _reasons(
    table: StatisticalTable, older: Mapping[tuple[str, tuple[str, ...]], Figure], threshold: int
) -> Iterator[Reason]:
    """The reasons against one table: at most one of each kind, with the number of figures concerned."""
    pairs = [(older[key], f) for f in table.figures if (key := (table.id, f.categories)) in older]
    small = sum(_changed_by_too_few(was, now, threshold) for was, now in pairs)
    if small:
        what = f"{small} figures differ from the last release by fewer people than the threshold."
        yield Reason("changed-by-too-few", what, f'table "{table.id}"', "Wait for more contributions.")
    reopened = sum(_hidden_in_vain(was, now, threshold) for was, now in pairs)
    if reopened:
        what = f"{reopened} figures are hidden now but stand open in the last release, where little else has changed."
        yield Reason("published-before", what, f'table "{table.id}"', "Keep the tables as they were in the last one.")


def _changed_by_too_few(was: Figure, now: Figure, threshold: int) -> bool:
    """Whether n or the numerator changed, by fewer than the threshold."""
    pairs = ((was.n, now.n), (was.numerator, now.numerator))
    return any(a is not None and b is not None and 0 < abs(a - b) < threshold for a, b in pairs)


def _hidden_in_vain(was: Figure, now: Figure, threshold: int) -> bool:
    """Whether a number is hidden now that was published, and the group is still nearly the same as far as is known."""
    if now.status is not CellStatus.SUPPRESSED or was.status is not CellStatus.PUBLISHED:
        return False
    return now.n is None or was.n is None or abs(now.n - was.n) < threshold
