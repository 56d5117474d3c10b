"""Findings that people looked into: which are answered, and whether a serious one is still open."""

from collections.abc import Iterable, Sequence

from nyhavn.chain.plan import DecidedFinding
from nyhavn.framework.findings import Finding, Severity


def has_open_serious(findings: Iterable[Finding], decided: Sequence[DecidedFinding]) -> bool:
    """Whether a serious finding is not answered."""
    serious = (finding for finding in findings if finding.severity is Severity.SERIOUS)
    return any(not is_decided(finding, decided) for finding in serious)


def is_decided(finding: Finding, decided: Iterable[DecidedFinding]) -> bool:
    """Whether all rows of a finding were looked at. Several decisions about one finding add up."""
    about = [one for one in decided if _is_about(one, finding)]
    known = {row for one in about for row in one.rows}
    unlisted = finding.rows - len(finding.row_numbers) if finding.row_numbers else 0
    return bool(about) and known.issuperset(finding.row_numbers) and unlisted <= max(one.beyond for one in about)


def _is_about(decided: DecidedFinding, finding: Finding) -> bool:
    """Whether a decision is about this finding."""
    is_same = (decided.check, decided.columns) == (finding.check, finding.columns)
    return is_same and decided.wording in ("", finding.wording)
