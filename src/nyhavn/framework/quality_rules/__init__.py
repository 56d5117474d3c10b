"""The rules that work out the figures of a quality report: one module per dimension, pure functions of the records."""

from nyhavn.framework.quality_dimensions import QUALITY, QualityReport, as_before, in_order, with_days
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.quality_rules.accessibility import accessibility
from nyhavn.framework.quality_rules.accuracy import accuracy
from nyhavn.framework.quality_rules.answers import answers
from nyhavn.framework.quality_rules.changes import breaks_between
from nyhavn.framework.quality_rules.checks import check_lines, checks
from nyhavn.framework.quality_rules.coherence import coherence
from nyhavn.framework.quality_rules.coverage import coverage
from nyhavn.framework.quality_rules.relevance import relevance
from nyhavn.framework.quality_rules.timeliness import timeliness

RULES = (relevance, accuracy, answers, checks, timeliness, coherence, accessibility, coverage)


def quality_report(records: QualityRecords) -> QualityReport:
    """The whole report. Every figure of the vocabulary is in it, worked out or with the reason why it is not."""
    release, before = records.release, records.before
    report = QualityReport(
        vocabulary=QUALITY.version,
        figures=in_order({figure.code: figure for rule in RULES for figure in rule(records)}),
        checks=check_lines(records),
        breaks=() if before is None else breaks_between(before, release),
        before=None
        if before is None or before.quality is None
        else as_before(before.quality, release=before.id, version=before.version),
    )
    return with_days(
        report,
        collected_to=release.method.collected_to,
        issued=release.issued_at.date(),
        announced=records.announced,
        returned=records.returned,
    )


__all__ = ["breaks_between", "quality_report"]
