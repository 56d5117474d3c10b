"""Coherence and comparability: with the release before."""

from collections.abc import Iterator, Sequence

from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.quality_dimensions import QualityFigure, Unit, computed, not_computed, said
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.quality_rules.accuracy import same_days
from nyhavn.framework.quality_rules.changes import BREAKDOWN, INDICATOR, QUESTION, breaks_between
from nyhavn.framework.release import Release

FROZEN = "instrument-frozen-first"  # code of the safeguard
COMPARED = ("breaks", "questions-kept", "indicators-kept", "breakdowns-kept")


def coherence(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures."""
    yield _frozen(records.release)
    before, release = records.before, records.release
    if before is None:
        reason = "earlier-unreadable" if records.had_before else "no-earlier"
        yield from (not_computed(code, reason) for code in COMPARED)
        yield not_computed("comparable-releases", reason) if records.had_before else computed("comparable-releases", 1)
        return
    breaks = breaks_between(before, release)
    yield computed("breaks", len(breaks))
    broken = {(one.part, one.name) for one in breaks}
    sizes: Sequence[tuple[str, str, list[str]]] = (
        ("questions-kept", QUESTION, [question.name for question in before.instrument.questions]),
        ("indicators-kept", INDICATOR, [indicator.id for indicator in before.indicators]),
        ("breakdowns-kept", BREAKDOWN, [breakdown.id for breakdown in before.breakdowns]),
    )
    for code, part, names in sizes:
        kept = sum((part, name) not in broken for name in names)
        yield computed(code, kept / len(names)) if names else not_computed(code, "nothing-in-common")
    yield computed("comparable-releases", _in_a_row(before, release, is_broken=bool(breaks)))


def _frozen(release: Release) -> QualityFigure:
    """What the safeguard found; the days themselves stay where they are."""
    found = next((s for p in release.principles for s in p.safeguards if s.code == FROZEN), None)
    if found is None or found.state is EvidenceState.NONE:
        return not_computed("form-frozen", "frozen-unknown")
    is_first = found.state is EvidenceState.FOUND
    return said("form-frozen", "before" if is_first else "after", about=found.references)


def _in_a_row(before: Release, release: Release, *, is_broken: bool) -> float:
    """CC2: times of collection since the last break. A new version about the same days adds none."""
    if is_broken:
        return 1
    known = before.quality.number("comparable-releases", Unit.COUNT) if before.quality else None
    return (known or 1) + (0 if same_days(before, release) else 1)
