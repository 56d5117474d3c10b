"""Keeping the catalogue: one narrow row for each release that is published."""

from django.db import transaction

from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.word_forms import searchable
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import published
from nyhavn.web.site.models import CatalogueEntry, CatalogueGoal
from nyhavn.web.site.shown_release import author_of, shown_content

AT_ONCE = 100


def index_some() -> int:
    """Bring the catalogue nearer to what is published; how many entries were made or taken out. 0: nothing is left."""
    gone = CatalogueEntry.objects.exclude(release__state=ReleaseState.PUBLISHED).values_list("id", flat=True)[:AT_ONCE]
    with transaction.atomic():
        taken_out = CatalogueEntry.objects.filter(id__in=list(gone)).delete()[0]
    missing = list(published().filter(catalogue_entry=None).select_related("run")[:AT_ONCE])
    for stored in missing:
        index(stored)
    return taken_out + len(missing)


def index(stored: PublicRelease) -> CatalogueEntry:
    """The entry of a published release, made anew."""
    release = shown_content(stored)
    with transaction.atomic():
        CatalogueEntry.objects.filter(name=stored.name).delete()
        entry = CatalogueEntry.objects.create(release=stored, **_facts(stored, release))
        goals = sorted({int(code.split(".")[0]) for code in _codes(release) if code.split(".")[0].isdigit()})
        CatalogueGoal.objects.bulk_create(
            CatalogueGoal(entry=entry, goal=goal, issued_at=entry.issued_at) for goal in goals
        )
    return entry


def index_again(initiative: Initiative) -> None:
    """Make the entries of an initiative anew, because its community is named in another way."""
    for stored in published(initiative).select_related("run"):
        index(stored)


def _facts(stored: PublicRelease, release: Release) -> dict[str, object]:
    return {
        "name": stored.name,
        "version": stored.version,
        "title": release.title[:300],
        "headline": release.headline,
        "summary": release.summary,
        "author": author_of(stored, release),
        "place": release.place[:300],
        "language": release.language[:35],
        "unit": release.unit[:30],
        "licence": release.licence[:120],
        "issued_at": stored.issued_at,
        "text": searchable(" ".join(_searched(release)), release.language),
        "topics": "\n".join(indicator.title for indicator in release.indicators),
        "sdg": " ".join(_codes(release)),
        "collected_from": release.method.collected_from,
        "collected_to": release.method.collected_to,
    }


def _codes(release: Release) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for indicator in release.indicators for code in indicator.sdg))


def _searched(release: Release) -> tuple[str, ...]:
    titles = tuple(indicator.title for indicator in release.indicators)
    goals = tuple(f"sdg {code}" for code in _codes(release))
    return (release.id, release.title, release.summary, release.place, release.community, *titles, *goals)
