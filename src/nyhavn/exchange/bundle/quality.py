"""The quality report among the files of a bundle: as JSON for programs, and as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from nyhavn.exchange.bundle.sheet import Cell, Column, Sheet
from nyhavn.framework.quality_dimensions import QUALITY, FigureState, QualityReport, Unit
from nyhavn.framework.release import Release

QUALITY_PAGE, QUALITY_DATA, QUALITY_SHEET = "quality.html", "quality.json", "quality.csv"
STATEMENT = (
    "Computed from the records of this release. Nothing is scored. A figure that is not computed says why, and is "
    "never zero."
)


@dataclass(frozen=True)
class PublishedQuality:
    """The quality of one release, complete in itself. issued_at: UTC. source: of the codes' meaning."""

    release: str
    version: str
    title: str
    issued_at: datetime
    synthetic: bool
    statement: str
    source: str
    quality: QualityReport


_PUBLISHED = TypeAdapter(PublishedQuality)
_COLUMNS = (
    Column("code", title="Code", description="Stable from release to release."),
    Column("dimension", title="Dimension", categories=tuple((d.code.value, d.title) for d in QUALITY.dimensions)),
    Column("title", title="Figure"),
    Column("standing", title="Whether it was computed", categories=tuple((s.value, s.value) for s in FigureState)),
    Column("value", "number", title="Value", description="Empty where there is no number; never a zero in its place."),
    Column("unit", title="Unit", categories=tuple((unit.value, unit.value) for unit in Unit)),
    Column("text", title="Words in place of a number"),
    Column("why", title="Why it is not there"),
    Column("about", title="What it is about"),
    Column("formula", title="How it is worked out"),
    Column("computed_from", title="What it is worked out from"),
    Column("ess", title="ESS quality and performance indicator"),
    Column("asked_by", title="Offices' criteria that ask for it"),
)


def published_quality(release: Release) -> PublishedQuality | None:
    """The quality report with what it is about; None if the release has none."""
    if release.quality is None:
        return None
    return PublishedQuality(
        release=release.id,
        version=release.version,
        title=release.title,
        issued_at=release.issued_at,
        synthetic=release.synthetic,
        statement=STATEMENT,
        source=QUALITY.source.strip(),
        quality=release.quality,
    )


def quality_plain(published: PublishedQuality) -> Any:
    """The report in the values that JSON knows."""
    return _PUBLISHED.dump_python(published, mode="json")


def quality_sheet(quality: QualityReport) -> Sheet:
    """The figures, one row each."""
    return Sheet(QUALITY_SHEET, "Quality by dimension", _COLUMNS, tuple(_rows(quality)), key=("code",))


def _rows(quality: QualityReport) -> Iterator[tuple[Cell, ...]]:
    for figure in quality.figures:
        about, sources, offices = map("; ".join, (figure.about, figure.computed_from, figure.asked_by))
        yield (
            figure.code,
            figure.dimension.value,
            figure.title,
            figure.standing.value,
            figure.value,
            figure.unit.value,
            figure.text,
            figure.why,
            about,
            figure.formula,
            sources,
            figure.ess,
            offices,
        )
