"""Relevance: what the data answer, and how much of it could be given."""

from collections.abc import Iterator

from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_computed
from nyhavn.framework.quality_records import QualityRecords
from nyhavn.framework.statistics import CellStatus


def relevance(records: QualityRecords) -> Iterator[QualityFigure]:
    """Its figures. R1 as users see it: of all cells that the tables have room for, those that hold a figure."""
    release = records.release
    yield computed("indicators", len(records.indicators))
    goals = dict.fromkeys(code for indicator in release.indicators for code in indicator.sdg)
    yield computed("sdg-indicators", len(goals), about=tuple(goals))
    used = {name for table in release.tables for name in table.breakdowns}
    yield computed("breakdowns", len(used), about=tuple(b.title for b in release.breakdowns if b.id in used))
    cells = [figure for table in release.tables for figure in table.figures]
    given = sum(figure.status is CellStatus.PUBLISHED for figure in cells)
    yield computed("data-completeness", given / len(cells)) if cells else not_computed("data-completeness", "no-tables")
    numbers = release.protection
    yield (
        computed("suppressed", numbers.suppressed / numbers.cells)
        if numbers.cells
        else not_computed("suppressed", "no-tables")
    )
