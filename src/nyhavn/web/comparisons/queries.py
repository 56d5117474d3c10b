"""Reading comparisons: what stands beside a release, worked out from what it publishes."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nyhavn.framework.comparison import (
    AspectSaid,
    Comparison,
    Margin,
    MarginKind,
    PublishedValue,
    compare,
    published_figures,
    published_profile,
)
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Statistic
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import READABLE, content_of

PROFILE = "Who took part, by {breakdown}"
FIGURES = "{indicator}, by {breakdown}"


def comparisons_of(release: PublicRelease) -> QuerySet[ReleaseComparison]:
    """Those of one version, those taken back among them, in the order in which they were made."""
    return ReleaseComparison.objects.filter(release=release).order_by("id")


def compared_in(initiative: Initiative) -> QuerySet[ReleaseComparison]:
    """All of an initiative, the newest release first."""
    found = ReleaseComparison.objects.filter(release__initiative=initiative).select_related("release")
    return found.order_by("-release_id", "id")


def has_comparisons(release: PublicRelease) -> bool:
    """Whether something stands beside it."""
    return comparisons_of(release).filter(taken_back_on=None).exists()


def readable_releases(initiative: Initiative) -> QuerySet[PublicRelease]:
    """What can be compared: whatever everybody can read."""
    return PublicRelease.objects.filter(initiative=initiative, state__in=READABLE).order_by("-issued_at", "-id")


def comparison_in(row: ReleaseComparison, release: Release) -> Comparison:
    """The comparison as it is. release: the content of the version."""
    return worked_out(
        release,
        breakdown=row.breakdown,
        indicator=row.indicator,
        kind=MarginKind(row.kind),
        theirs=tuple(Margin.model_validate(one) for one in row.margins),
        aspects=tuple(AspectSaid.model_validate(one) for one in row.aspects),
    )


def worked_out(
    release: Release,
    *,
    breakdown: str,
    indicator: str,
    kind: MarginKind,
    theirs: tuple[Margin, ...],
    aspects: tuple[AspectSaid, ...],
) -> Comparison:
    """Both sides, from what is published alone. Raises Refusal."""
    ours = _ours(release, breakdown, indicator)
    about = (FIGURES if indicator else PROFILE).format(
        indicator=_title(release, indicator), breakdown=breakdown_title(release, breakdown)
    )
    is_share = not indicator or _is_proportion(release, indicator)
    return compare(ours, theirs, kind, about=about, aspects=aspects, is_share=is_share)


def _ours(release: Release, breakdown: str, indicator: str) -> tuple[PublishedValue, ...]:
    if indicator:
        return published_figures(release, indicator, breakdown)
    return published_profile(release, breakdown)


def breakdowns_in(release: Release) -> Iterator[tuple[str, str]]:
    """Code and title of what figures are published by."""
    there = {table.breakdowns[0] for table in release.tables if len(table.breakdowns) == 1}
    there |= {row.breakdown for row in release.coverage}
    return ((one.id, one.title) for one in release.breakdowns if one.id in there)


def breakdown_title(release: Release, breakdown: str) -> str:
    """What a breakdown is called."""
    return next((one.title for one in release.breakdowns if one.id == breakdown), breakdown)


def _title(release: Release, indicator: str) -> str:
    return next((one.title for one in release.indicators if one.id == indicator), indicator)


def _is_proportion(release: Release, indicator: str) -> bool:
    return any(one.id == indicator and one.statistic is Statistic.PROPORTION for one in release.indicators)


def content(release: PublicRelease) -> Release:
    """What is published, as a value."""
    return content_of(release)
