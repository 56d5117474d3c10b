"""Accuracy: what the checks ask, and what was decided about it. Checks are taken as they come; none is special."""

from collections.abc import Iterator

from nyhavn.framework.findings import Severity
from nyhavn.framework.gate_numbers import NONE
from nyhavn.framework.quality_dimensions import CheckLine, QualityFigure, computed, not_computed, said
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.quality_rules.shown_counts import counted, number_of
from nyhavn.framework.release import PublicFinding

EXACT_DUPLICATE, KEY_DUPLICATE = "exact-duplicate", "key-duplicate"
SEVERITIES = tuple(severity.value for severity in Severity)  # from the lightest to the gravest


def checks(records: QualityRecords) -> Iterator[QualityFigure]:
    """The figures of findings. Counts of contributions are those that the findings show."""
    findings = records.release.findings
    yield computed("findings", len(findings))
    yield computed("findings-answered", sum(records.answered))
    yield _rows("exact-duplicates", _most(findings, EXACT_DUPLICATE), records.threshold)
    if records.keys:
        yield _rows("key-duplicates", _most(findings, KEY_DUPLICATE), records.threshold)
    else:
        yield not_computed("key-duplicates", "no-checks-of-keys")


def _rows(code: str, shown: str, threshold: int) -> QualityFigure:
    """A count of contributions; findings about a few are not published, so "none" may be a few."""
    return said(code, "few-at-most") if shown == NONE and threshold > 1 else counted(code, shown)


def _most(findings: tuple[PublicFinding, ...], check: str) -> str:
    """The count of the largest finding of a check, as it is shown; "none" where none is published.

    A count that is hidden without being small may be the largest, so it wins.
    """
    shown = [finding.count for finding in findings if finding.check == check]
    numbers = [(number_of(count), count) for count in shown]
    hidden = [count for number, count in numbers if number is None]
    largest = max(((number, count) for number, count in numbers if number), default=None)
    if largest is not None:
        return largest[1]
    return hidden[0] if hidden else NONE


def check_lines(records: QualityRecords) -> tuple[CheckLine, ...]:
    """One line a check, in the order in which checks first appear."""
    findings = records.release.findings
    together: dict[str, list[tuple[PublicFinding, bool]]] = {}
    for finding, is_answered in zip(findings, records.answered, strict=True):
        together.setdefault(finding.check, []).append((finding, is_answered))
    return tuple(_line(check, found) for check, found in together.items())


def _line(check: str, found: list[tuple[PublicFinding, bool]]) -> CheckLine:
    gravest = max((finding.severity for finding, _ in found), key=_gravity)
    rows = found[0][0].count if len(found) == 1 else ""
    return CheckLine(check, gravest, len(found), sum(is_answered for _, is_answered in found), rows)


def _gravity(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1
