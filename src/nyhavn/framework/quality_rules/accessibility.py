"""Accessibility and clarity: languages, formats, licence, and what is said about the method."""

from collections.abc import Iterator
from dataclasses import fields

from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed, said
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.release import MethodCard
from nyhavn.framework.safeguards.openness import MACHINE_READABLE
from nyhavn.framework.safeguards.wording import says_something


def accessibility(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures."""
    release = records.release
    languages = release.instrument.languages
    if languages:
        yield computed("languages", len(languages), about=languages)
    else:
        yield not_computed("languages", "no-languages")
    readable = tuple(format_ for format_ in records.formats if format_ in MACHINE_READABLE)
    yield computed("formats", len(readable), about=readable)
    if records.licence_is_open is None:
        yield not_computed("licence", "licence-unknown")
    else:
        yield said("licence", "open" if records.licence_is_open else "not-open", about=(release.licence,))
    yield computed("metadata-completeness", _stated(release.method))
    yield not_computed("consultations", "readers-not-counted")


def _stated(card: MethodCard) -> float:
    """AC3: parts of the method card that say something / all parts."""
    parts = [getattr(card, field.name) for field in fields(card)]
    return sum(part is not None and says_something(str(part)) for part in parts) / len(parts)
