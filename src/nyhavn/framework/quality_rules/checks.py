"""Accuracy: what the checks ask, and what was decided about it. Checks are taken as they come; none is special."""

from collections.abc import Iterator

from nyhavn.framework.findings import Severity
from nyhavn.framework.quality_dimensions import CheckLine, QualityFigure, computed, not_computed
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
    yield counted("exact-duplicates", _most(findings, EXACT_DUPLICATE))
    if records.keys:
        yield counted("key-duplicates", _most(findings, KEY_DUPLICATE))
    else:
        yield not_computed("key-duplicates", "no-checks-of-keys")


def _most(findings: tuple[PublicFinding, ...], check: str) -> str:
    """The count of the largest finding of a check, as it is shown; "none" where it found nothing.

    A count that is hidden without being small may be the largest, so it wins.
    """
    shown = [finding.count for finding in findings if finding.check == check]
    numbers = [(number_of(count), count) for count in shown]
    hidden = [count for number, count in numbers if number is None]
    largest = max(((number, count) for number, count in numbers if number), default=None)
    if largest is not None:
        return largest[1]
    return hidden[0] if hidden else "none"


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
