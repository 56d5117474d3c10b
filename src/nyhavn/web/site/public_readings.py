"""What programs may read without an account: the catalogue, a release, an initiative. Pages show the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from nyhavn.exchange.bundle.quality import published_quality
from nyhavn.exchange.described.citations import as_text
from nyhavn.exchange.described.source import Described
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.web.accounts.access import not_found
from nyhavn.web.collection.credit_operations import label_shown
from nyhavn.web.fitness.shapes import VerdictsShown
from nyhavn.web.gaps.showing import GapMapShown, PlacesShown, gap_map_shown, places_shown
from nyhavn.web.initiatives.participation_queries import participation_shown
from nyhavn.web.interests.queries import own_in
from nyhavn.web.openness.reading import Reader, let_read
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import errata, is_readable, release_of, versions_of
from nyhavn.web.site.catalogue_queries import Found, newest
from nyhavn.web.site.initiative_queries import public_initiative, releases_of
from nyhavn.web.site.public_schemas import (
    CatalogueShown,
    CorrectionShown,
    FileShown,
    PublicInitiativeShown,
    QualityShown,
    ReleaseListed,
    ReleaseShown,
    VersionShown,
)
from nyhavn.web.site.shown_release import address_of, described, shown_content
from nyhavn.web.site.unnamed import about_shown, declared_shown, organisation_shown
from nyhavn.web.site.verdict_pages import verdicts_read

MOST = 100


@dataclass(frozen=True)
class PublicReading:
    """Something that everybody may read.

    name: of the subject and of the reading, as "catalogue.read". route: below api/v1/, e.g. "data/<slug:name>".
    gives: the shape of the answer. read: the query, by the names in the route; raises Refusal "not-found".
    for_reader: what it gives depends on who asks, a keyword `reader`.
    """

    name: str
    title: str
    route: str
    gives: type[Any]
    read: Callable[..., Any]
    for_reader: bool = False


def catalogue() -> CatalogueShown:
    """The newest releases."""
    return CatalogueShown(
        releases=tuple(_listed(found) for found in newest(MOST)),
        feed=f"{settings.SITE_ADDRESS}/feeds/catalogue.jsonld",
    )


def release(name: str) -> ReleaseShown:
    """The newest version of a release. Raises Refusal "not-found"."""
    stored = release_of(name)
    about = described(stored)
    return ReleaseShown(
        **{field: getattr(about, field) for field in ABOUT},
        state=stored.state,
        initiative=stored.initiative.slug,
        citation=as_text(about),
        community=about.credit.community,
        named=about.credit.names,
        labels=tuple(label_shown(label) for label in about.labels),
        indicators=about.topics,
        files=tuple(
            FileShown(
                path=file.address.removeprefix(f"{about.address}files/"),
                address=file.address,
                media_type=file.media_type,
                bytes=file.bytes,
                sha256=file.sha256,
            )
            for file in about.files
        ),
        versions=tuple(_version(each) for each in versions_of(name).defer("content")),
        corrections=tuple(
            CorrectionShown(at=event.at, words=event.words, figures=event.figures, since=event.day)
            for event in errata(stored)
            if about.access is AccessLevel.OPEN  # what was wrong is told in figures
        ),
        access=about.access,
        access_reason=about.access_reason,
        independence=about.independence,
        validation=shown_content(stored).validation if _is_open(stored, about) else None,
    )


def _is_open(stored: PublicRelease, about: Described) -> bool:
    """Whether everybody may read what stands beside its figures."""
    return is_readable(stored) and about.access is AccessLevel.OPEN


def quality(name: str, *, reader: Reader) -> QualityShown:
    """The quality of the newest version. Raises Refusal: "not-found", for a withdrawn one, too; "access-not-open"."""
    stored = release_of(name)
    let_read(reader, stored.initiative, (Material.RESULTS,))
    published = published_quality(shown_content(stored)) if is_readable(stored) else None
    if published is None:
        raise not_found("quality report")
    return QualityShown(**vars(published))


ABOUT = (
    "name", "version", "title", "summary", "headline", "language", "place", "licence", "author", "publisher",
    "issued_at", "address", "sdg",
)  # fmt: skip


def initiative(initiative: str) -> PublicInitiativeShown:
    """A public initiative. Raises Refusal "not-found"."""
    found = public_initiative(initiative)
    about = about_shown(found)
    return PublicInitiativeShown(
        slug=found.slug,
        title=about.title,
        organisation=organisation_shown(found),
        community=about.community,
        place=about.place,
        summary=about.summary,
        verdict=participation_shown(found).verdict,
        declared=declared_shown(found),
        own=own_in(found),
        releases=tuple(_listed(each) for each in releases_of(found)),
        address=f"{settings.SITE_ADDRESS}/initiatives/{found.slug}/",
    )


def _listed(found: Found) -> ReleaseListed:
    return ReleaseListed(**vars(found), address=f"{settings.SITE_ADDRESS}{found.href}")


def _version(stored: PublicRelease) -> VersionShown:
    return VersionShown(
        version=stored.version,
        state=stored.state,
        issued_at=stored.issued_at,
        address=address_of(stored),
        because=stored.withdrawn_because,
    )


PUBLIC_READINGS: tuple[PublicReading, ...] = (
    PublicReading("catalogue.read", "The newest releases", "data", CatalogueShown, catalogue),
    PublicReading("release.published", "A published release", "data/<str:name>", ReleaseShown, release),
    PublicReading(
        "release.quality", "The quality of a release", "data/<str:name>/quality", QualityShown, quality, for_reader=True
    ),
    PublicReading(
        "release.verdicts",
        "What offices said of a version",
        "data/<str:name>/<str:version>/verdicts",
        VerdictsShown,
        verdicts_read,
        for_reader=True,
    ),
    PublicReading(
        "initiative.public",
        "A public initiative",
        "public-initiatives/<slug:initiative>",
        PublicInitiativeShown,
        initiative,
    ),
    PublicReading("gap-maps.read", "The places that have a map of gaps", "gaps", PlacesShown, places_shown),
    PublicReading("gap-map.read", "The map of gaps of a place", "gaps/<slug:place>", GapMapShown, gap_map_shown),
)
