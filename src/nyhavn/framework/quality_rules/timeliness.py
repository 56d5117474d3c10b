"""Timeliness and punctuality. What depends on the day of issue is worked out by `quality_dimensions.with_days`."""

from collections.abc import Iterator
from dataclasses import replace

from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.quality_rules.accuracy import same_days


def timeliness(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures. TP1 is defined for first results, so a later version about the same days is no TP1."""
    lag = not_computed("time-lag", "end-not-stated")
    is_later = records.before is not None and same_days(records.before, records.release)
    yield replace(lag, ess="") if is_later else lag
    yield not_computed("punctuality", "not-announced")
    yield not_computed("results-first", "not-returned")
    method = records.release.method
    if method.collected_from is None or method.collected_to is None:
        yield not_computed("collection-days", "days-not-stated")
    else:
        yield computed("collection-days", (method.collected_to - method.collected_from).days + 1)
