"""What pages and interface show of the map, as shapes."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.gaps import Cell, CellState, Rank
from nyhavn.framework.national_indicators import ProxyCodes
from nyhavn.framework.sdg import INDICATORS, Group
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.gaps.models import NationalCodes, NationalList, Source
from nyhavn.web.gaps.queries import GapMap, OwnList, candidate_of, gaps_for, map_of, places
from nyhavn.web.gaps.showing_rules import reasons_against, stands_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job
from nyhavn.web.production.schemas import JobShown, ReasonShown


class PlaceShown(Declared):
    """A place with a map. area: M49 code."""

    area: str
    name: str


class PlacesShown(Declared):
    """All places with a map."""

    places: tuple[PlaceShown, ...]


class SourceShown(Declared):
    """A source that was looked at. unknown: columns or series in it that count for no group."""

    name: str
    office: str
    licence: str
    snapshot_on: date
    indicators: int
    unknown: tuple[str, ...]


class CountsShown(Declared):
    """What the map comes to; framework.gaps.Counts."""

    looked_at: int
    with_figures: int
    headline: int
    not_statistical: int
    named: int
    other: int
    no_code: int


class FieldShown(Declared):
    """One field of the map. group: null for the indicator without a breakdown. rank: null where it is no gap.

    list: "" for the global indicators, else the title of an office's own list. sources: those with a figure for it.
    in_part: releases that show it for a part of the place. could_fill: initiatives that stand on the map.
    """

    list: str
    indicator: str
    title: str
    goal: str
    target: str
    group: Group | None
    state: CellState
    rank: Rank | None
    sources: tuple[str, ...]
    in_part: tuple[str, ...]
    could_fill: tuple[str, ...]


class InitiativeOnMap(Declared):
    """An initiative that stands on the map, and of what its figures speak."""

    slug: str
    title: str
    coverage: Coverage
    releases: tuple[str, ...]


class ListShown(Declared):
    """An office's own list of indicators."""

    title: str
    office: str
    handed_in_on: date
    indicators: int


class GapMapShown(Declared):
    """The map of a place. gaps: most pressing first; fields: all, also those that are no gap.

    What it cannot say stands in `says`: a field without data says nothing about whether data were ever collected.
    """

    place: PlaceShown
    says: str
    sources: tuple[SourceShown, ...]
    counts: CountsShown
    fields: tuple[FieldShown, ...]
    lists: tuple[ListShown, ...]
    codes: tuple[ProxyCodes, ...]
    initiatives: tuple[InitiativeOnMap, ...]


SAYS = (
    "This map shows what these sources publish. That a source has no figure does not say that nobody has one. "
    "Nothing is said of how good a figure is, and nothing of places or groups inside of a breakdown."
)


def places_shown() -> PlacesShown:
    """The places that have a map."""
    return PlacesShown(places=tuple(PlaceShown(area=one.area, name=one.name) for one in places()))


def standing_map(area: str) -> GapMap:
    """The map of a place. Raises Refusal "not-found"."""
    found = map_of(area)
    if found is None:
        raise not_found("map")
    return found


def gap_map_shown(place: str) -> GapMapShown:
    """The map of a place, by its M49 code. Raises Refusal "not-found"."""
    found = standing_map(place)
    return GapMapShown(
        place=PlaceShown(area=found.place.area, name=found.place.name),
        says=SAYS,
        sources=tuple(
            SourceShown(**{name: getattr(one, name) for name in SourceShown.model_fields}) for one in found.sources
        ),
        counts=CountsShown(**vars(found.counts)),
        fields=tuple(fields_shown(found)),
        lists=tuple(
            ListShown(title=one.title, office=one.office, handed_in_on=one.handed_in_on, indicators=len(one.indicators))
            for one in found.lists
        ),
        codes=found.codes,
        initiatives=tuple(
            InitiativeOnMap(slug=one.slug, title=one.title, coverage=one.coverage, releases=tuple(one.releases))
            for one in found.initiatives
        ),
    )


def fields_shown(found: GapMap) -> Iterator[FieldShown]:
    """Every field: of the global indicators, then of each list of an office."""
    for cell in found.cells:
        about = INDICATORS[cell.indicator]
        yield _field(found, cell, title=about.title, goal=about.goal, target=about.target)
    for own in found.lists:
        yield from _fields_of(found, own)


def _fields_of(found: GapMap, own: OwnList) -> Iterator[FieldShown]:
    known = {one.code: one for one in own.indicators}
    for cell in own.cells:
        about = INDICATORS.get(known[cell.indicator].of)
        goal, target = (about.goal, about.target) if about else ("", "")
        yield _field(found, cell, listed=own.title, title=known[cell.indicator].title, goal=goal, target=target)


def _field(found: GapMap, cell: Cell, *, title: str, goal: str, target: str, listed: str = "") -> FieldShown:
    is_global = not listed
    return FieldShown(
        list=listed,
        indicator=cell.indicator,
        title=title,
        goal=goal,
        target=target,
        group=cell.group,
        state=cell.state,
        rank=cell.rank,
        sources=tuple(dict.fromkeys(cell.sources)),
        in_part=found.in_part.get((cell.indicator, cell.group), ()) if is_global else (),
        could_fill=tuple(one.slug for one in found.could_fill(cell)) if is_global else (),
    )


class HandedIn(Declared):
    """A snapshot that an office handed in. is_read: its summary is on the map; replaced: by a newer one."""

    uuid: UUID
    name: str
    area: str
    place: str
    licence: str
    snapshot_on: date
    handed_in_at: datetime
    indicators: int
    with_figures: int
    unknown: tuple[str, ...]
    is_read: bool
    is_replaced: bool
    job: JobShown | None


class ListHandedIn(Declared):
    """An own list, or own codes for a group."""

    uuid: UUID
    title: str
    area: str
    group: Group | None
    entries: int
    handed_in_on: date
    is_replaced: bool


class GapSourcesShown(Declared):
    """Everything that an office handed in for the map, the newest first."""

    series: tuple[HandedIn, ...]
    lists: tuple[ListHandedIn, ...]
    codes: tuple[ListHandedIn, ...]


def sources_shown(on: Organisation) -> GapSourcesShown:
    """What an office handed in, and how far the reading is."""
    rows = list(on.gap_sources.defer("content").order_by("-id"))
    jobs = {job.uuid: job for job in Job.objects.filter(uuid__in=[row.job for row in rows if row.job])}
    return GapSourcesShown(
        series=tuple(_handed_in(row, jobs.get(row.job) if row.job else None) for row in rows),
        lists=tuple(_listed(row, len(row.indicators)) for row in on.national_lists.order_by("-id")),
        codes=tuple(_listed(row, len(row.codes)) for row in on.national_codes.order_by("-id")),
    )


def _handed_in(row: Source, job: Job | None) -> HandedIn:
    own = ("uuid", "name", "area", "place", "licence", "snapshot_on", "handed_in_at")
    return HandedIn(
        **{name: getattr(row, name) for name in own},
        indicators=len(row.published),
        with_figures=sum(one["has_figures"] for one in row.published),
        unknown=tuple(one["name"] for one in row.unknown),
        is_read=row.read_at is not None,
        is_replaced=row.replaced_by_id is not None,
        job=_job(job) if job else None,
    )


def _job(job: Job) -> JobShown:
    own = {name: getattr(job, name) for name in JobShown.model_fields if name != "reasons"}
    return JobShown(**own, reasons=tuple(ReasonShown.model_validate(one) for one in job.reasons))


def _listed(row: NationalList | NationalCodes, entries: int) -> ListHandedIn:
    return ListHandedIn(
        uuid=row.uuid,
        title=row.title,
        area=row.area,
        group=Group(row.group) if isinstance(row, NationalCodes) else None,
        entries=entries,
        handed_in_on=row.handed_in_on,
        is_replaced=row.replaced_by_id is not None,
    )


class GapsOfPlace(Declared):
    """The gaps of one place that an initiative could fill."""

    place: PlaceShown
    gaps: tuple[FieldShown, ...]


class OwnGapsShown(Declared):
    """What an initiative could fill; for its team. standing: the place on whose map it stands, "" for none.

    is_shown: whether everybody sees it there today; against: why not, or why it could not.
    """

    standing: str
    coverage: Coverage | None
    is_shown: bool
    against: tuple[ReasonShown, ...]
    indicators: tuple[str, ...]
    groups: tuple[Group, ...]
    places: tuple[GapsOfPlace, ...]


def own_gaps_shown(on: Initiative) -> OwnGapsShown:
    """Which gaps of which place the initiative could fill, and whether it stands on a map."""
    stands, against = stands_in(on), reasons_against(on)
    found = [one for place in places() if (one := map_of(place.area)) is not None]
    candidate = candidate_of(on)
    return OwnGapsShown(
        standing=stands.area if stands else "",
        coverage=Coverage(stands.coverage) if stands else None,
        is_shown=stands is not None and not against,
        against=tuple(ReasonShown(**vars(reason)) for reason in against),
        indicators=tuple(candidate.groups),
        groups=tuple(sorted(frozenset().union(*candidate.groups.values()), key=list(Group).index)),
        places=tuple(_gaps_of(on, one) for one in found),
    )


def _gaps_of(on: Initiative, found: GapMap) -> GapsOfPlace:
    cells = gaps_for(on, found)
    shown = tuple(
        _field(found, cell, title=about.title, goal=about.goal, target=about.target)
        for cell in cells
        for about in (INDICATORS[cell.indicator],)
    )
    return GapsOfPlace(place=PlaceShown(area=found.place.area, name=found.place.name), gaps=shown)
