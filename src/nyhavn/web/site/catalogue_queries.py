"""Searching the catalogue: by words, place, language, goal and unit; the same query for the page and for programs."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from nyhavn.framework.initiative_types import Unit
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.openness.queries import not_open
from nyhavn.web.pages.word_forms import folded, forms
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import published
from nyhavn.web.site.models import CatalogueEntry

ON_A_PAGE = 20
LAST_PAGE = 500  # nobody reads on so far; whoever wants everything takes the feed
MOST_WORDS = 10
GOALS = range(1, 18)


@dataclass(frozen=True)
class Search:
    """What somebody looks for. Empty: everything."""

    words: str = ""
    place: str = ""
    language: str = ""
    goal: int | None = None
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not any((self.words.split(), self.place.strip(), self.language, self.goal, self.unit))


@dataclass(frozen=True)
class Found:
    """One release in a list."""

    name: str
    version: str
    title: str
    headline: str
    place: str
    language: str
    licence: str
    issued_at: datetime | None

    @property
    def href(self) -> str:
        """The address of its page."""
        return f"/data/{self.name}/"


@dataclass(frozen=True)
class FoundPage:
    """One page of what was found. There is no number of all: counting them all costs more than it tells."""

    found: tuple[Found, ...]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before it."""
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        """The number of the page after it."""
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        """The number of the page before it."""
        return self.number - 1


FIELDS = ("name", "version", "title", "headline", "place", "language", "licence", "issued_at")
INITIATIVE = "initiative_id"


def found_in(releases: QuerySet[PublicRelease] | QuerySet[CatalogueEntry], initiative: str = INITIATIVE) -> list[Found]:
    """A few rows as everybody may see them: a headline has figures in it, so only open results have one here."""
    rows = list(releases.values_list(*FIELDS, initiative))
    closed = not_open(row[-1] for row in rows)
    found = (Found(*row[:-1]) for row in rows)
    return [replace(one, headline="") if row[-1] in closed else one for one, row in zip(found, rows, strict=True)]


def newest(count: int) -> tuple[Found, ...]:
    """The newest releases, straight from what is published."""
    return tuple(found_in(published()[:count]))


def look_for(search: Search, page: int = 1) -> FoundPage:
    """One page of what is found, the newest first."""
    number = min(max(page, 1), LAST_PAGE)
    start = (number - 1) * ON_A_PAGE
    some = slice(start, start + ON_A_PAGE + 1)
    found = all_on(some) if search.is_empty else found_in(entries(search)[some], "release__initiative_id")
    return FoundPage(tuple(found[:ON_A_PAGE]), number, len(found) > ON_A_PAGE and number < LAST_PAGE)


def all_on(some: slice) -> list[Found]:
    """A part of everything. The pages before it are passed over in the index, not row by row."""
    ids = list(published().values_list("id", flat=True)[some])
    return found_in(PublicRelease.objects.filter(id__in=ids).order_by("-issued_at", "-id"))


def entries(search: Search) -> QuerySet[CatalogueEntry]:
    """The entries that a search finds, the newest first. A release that is no longer published is never among them."""
    found = CatalogueEntry.objects.filter(release__state=ReleaseState.PUBLISHED)
    words = search.words.split()[:MOST_WORDS]
    languages = (search.language,) if search.language or not words else languages_there()
    for word in words:
        found = found.filter(_says(word, languages))
    if search.place.strip():
        found = found.filter(place__icontains=search.place.strip())
    if search.language:
        found = found.filter(language=search.language)
    if search.unit:
        found = found.filter(unit=search.unit)
    if search.goal:
        found = found.filter(goals__goal=search.goal)
    return found.order_by("-issued_at", "-id")


def _says(word: str, languages: tuple[str, ...]) -> Q:
    """Texts with this word, a longer one around it, or another form of it in a language that some of them have."""
    either = Q(text__contains=folded(word))
    for form in forms(word, languages):
        either |= Q(text__contains=form)
    return either


# From each language to the next one in the index; DISTINCT would read the rows of all hundred thousand releases.
LANGUAGES_THERE = """
WITH RECURSIVE there (language) AS (
    SELECT MIN(language) FROM site_catalogueentry
    UNION ALL
    SELECT (SELECT MIN(language) FROM site_catalogueentry WHERE language > there.language)
    FROM there WHERE there.language IS NOT NULL
)
SELECT language FROM there WHERE language IS NOT NULL
"""


def languages_there() -> tuple[str, ...]:
    """The languages in which there are releases, in the order of their codes."""
    with connection.cursor() as cursor:
        cursor.execute(LANGUAGES_THERE)
        return tuple(language for (language,) in cursor.fetchall())


UNITS = tuple(unit.value for unit in Unit)
