"""What comparisons show: both figures of each group, what was not comparable, and what both sides mean."""

from datetime import date
from uuid import UUID

from nyhavn.framework.comparison import LABEL, Aspect, Comparison
from nyhavn.framework.declared import Declared
from nyhavn.framework.release import Release
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.queries import compared_in, comparison_in, content
from nyhavn.web.initiatives.models import Initiative


class ComparisonShown(Comparison):
    """A comparison with its source. what_it_is: that it is a plausibility check, and no proof.

    definitions_differ: both sides mean other people or other cases. differs: in which respects they are not the same.
    otherwise: which of these say only that it was collected in another way, and so make no difference by definition.
    covered: share of the groups of the reference that stand beside a published figure, 0 to 1.
    """

    uuid: UUID
    release: str
    version: str
    source: str
    address: str
    reference_date: date
    recorded_on: date
    what_it_is: str
    definitions_differ: bool
    differs: tuple[Aspect, ...]
    otherwise: tuple[Aspect, ...]
    covered: float
    taken_back_on: date | None
    taken_back_because: str


class ComparisonsShown(Declared):
    """All comparisons of an initiative."""

    comparisons: tuple[ComparisonShown, ...]


def comparisons_shown(on: Initiative) -> ComparisonsShown:
    """For those who belong to the initiative."""
    return ComparisonsShown(
        comparisons=tuple(comparison_shown(row, content(row.release)) for row in compared_in(on) if row.release.content)
    )


def comparison_shown(row: ReleaseComparison, release: Release) -> ComparisonShown:
    """One of them."""
    found = comparison_in(row, release)
    return ComparisonShown(
        **{name: getattr(found, name) for name in Comparison.model_fields},
        uuid=row.uuid,
        release=row.release.name,
        version=row.release.version,
        source=row.source,
        address=row.address,
        reference_date=row.reference_date,
        recorded_on=row.recorded_on,
        what_it_is=LABEL,
        definitions_differ=found.is_by_definition,
        differs=found.differs_in,
        otherwise=found.collected_otherwise,
        covered=found.coverage,
        taken_back_on=row.taken_back_on,
        taken_back_because=row.taken_back_because,
    )
