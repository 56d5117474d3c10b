"""The map of a place: what offices handed in, releases of initiatives that opted in, and who could fill what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.gaps import Cell, Counts, Published, counts, gap_map, gaps
from nyhavn.framework.gaps_and_releases import Candidate, could_fill, published_by, told_apart, who_could_fill
from nyhavn.framework.identity import IdentityTopic
from nyhavn.framework.national_indicators import NationalIndicator, ProxyCodes
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.sdg import INDICATORS, Group
from nyhavn.framework.sdmx_codes import dimension_called
from nyhavn.web.gaps.models import NationalCodes, NationalList, OptIn, Source
from nyhavn.web.gaps.showing_rules import shown_on
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.production.queries import questionnaire_of, tables_of
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of, published

Field = tuple[str, Group | None]


@dataclass(frozen=True)
class Place:
    """A place with a map."""

    area: str
    name: str


@dataclass(frozen=True)
class ShownSource:
    """A source that was looked at, as its office says it."""

    uuid: UUID
    name: str
    office: str
    licence: str
    snapshot_on: date
    indicators: int
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class ShownInitiative:
    """An initiative that stands on the map. releases: what it published, by the name of the release; titles: theirs."""

    slug: str
    title: str
    coverage: Coverage
    candidate: Candidate
    releases: Mapping[str, tuple[Published, ...]]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class OwnList:
    """An office's own list, and its fields of the map. title, office, day: as it is shown with each."""

    title: str
    office: str
    handed_in_on: date
    indicators: tuple[NationalIndicator, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GapMap:
    """The map of a place. cells: of global indicators that stand in a source. lists, codes: an office's own.

    in_part: releases that show a field for a part of the place, which never makes it published.
    """

    place: Place
    sources: tuple[ShownSource, ...]
    cells: tuple[Cell, ...]
    lists: tuple[OwnList, ...]
    codes: tuple[ProxyCodes, ...]
    initiatives: tuple[ShownInitiative, ...]
    in_part: Mapping[Field, tuple[str, ...]]

    @property
    def counts(self) -> Counts:
        """What it comes to."""
        return counts(self.cells)

    @property
    def ranked(self) -> tuple[Cell, ...]:
        """Gaps, most pressing first."""
        return gaps(self.cells)

    def cell(self, indicator: str, group: Group | None) -> Cell | None:
        """One field, None if the indicator stands in no source."""
        return next((one for one in self.cells if (one.indicator, one.group) == (indicator, group)), None)

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of the releases that are named here, for people: their names are for programs."""
        return {name: title for one in self.initiatives for name, title in one.titles.items()}

    def could_fill(self, cell: Cell) -> tuple[ShownInitiative, ...]:
        """The initiatives on this map that could fill a field."""
        found = who_could_fill(cell, [one.candidate for one in self.initiatives])
        return tuple(one for one in self.initiatives if one.slug in found)


def areas() -> dict[str, str]:
    """The places that have a map: code and name, as the office that handed in last names it."""
    rows = Source.objects.exclude(read_at=None).filter(replaced_by=None).order_by("id")
    return dict(sorted(rows.values_list("area", "place"), key=lambda one: one[1].casefold()))


def places() -> tuple[Place, ...]:
    """The same as values, by name."""
    return tuple(Place(area, name) for area, name in areas().items())


def map_of(area: str) -> GapMap | None:
    """The map of a place; None if no office handed anything in."""
    rows = _standing(Source, area).exclude(read_at=None).defer("content")
    if not rows:
        return None
    official = [published_from(one) for row in rows for one in row.published]
    shown = tuple(_shown(one) for one in shown_on(area))
    whole = [each for one in shown if one.coverage is Coverage.WHOLE for each in _published_in(one)]
    everything = [*official, *whole]
    looked_at = {one.indicator for one in everything}
    return GapMap(
        place=Place(area, rows[0].place),
        sources=tuple(_source(row) for row in rows),
        cells=gap_map([one for code, one in INDICATORS.items() if code in looked_at], everything),
        lists=tuple(_own_list(row, everything) for row in _standing(NationalList, area)),
        codes=tuple(_codes(row) for row in _standing(NationalCodes, area)),
        initiatives=shown,
        in_part=_in_part(shown),
    )


def _standing(model: Any, area: str) -> Any:
    return model.objects.filter(area=area, replaced_by=None).select_related("organisation").order_by("-id")


def published_from(stored: Mapping[str, Any]) -> Published:
    """A summary as it was kept."""
    return Published(**{**stored, "groups": frozenset(Group(code) for code in stored["groups"])})


def _source(row: Source) -> ShownSource:
    return ShownSource(
        uuid=row.uuid,
        name=row.name,
        office=row.organisation.name,
        licence=row.licence,
        snapshot_on=row.snapshot_on,
        indicators=len(row.published),
        unknown=tuple(one["name"] for one in row.unknown),
    )


def _own_list(row: NationalList, everything: Iterable[Published]) -> OwnList:
    indicators = tuple(NationalIndicator.model_validate(one) for one in row.indicators)
    cells = gap_map(indicators, everything)
    return OwnList(row.title, row.organisation.name, row.handed_in_on, indicators, cells)


def _codes(row: NationalCodes) -> ProxyCodes:
    return ProxyCodes.model_validate(
        {
            "group": row.group,
            "title": row.title,
            "column": row.column,
            "codes": row.codes,
            "office": row.organisation.name,
            "handed_in_on": row.handed_in_on,
        }
    )


def _shown(one: OptIn) -> ShownInitiative:
    initiative = one.initiative
    rows = published(initiative).filter(state=ReleaseState.PUBLISHED).defer("content")
    return ShownInitiative(
        slug=initiative.slug,
        title=initiative.title,
        coverage=Coverage(one.coverage),
        candidate=candidate_of(initiative),
        releases={row.name: _of_release(row.uuid) for row in rows},
        titles={row.name: row.title for row in rows},
    )


@lru_cache(maxsize=256)
def _of_release(uuid: UUID) -> tuple[Published, ...]:
    """What a published release shows. Its content was signed and does not change; whether it stands is asked before."""
    return published_by(content_of(PublicRelease.objects.get(uuid=uuid)))


def _published_in(one: ShownInitiative) -> Iterator[Published]:
    """Under the title of the initiative: a release's name is for programs."""
    for found in one.releases.values():
        yield from (replace(each, source=one.title) for each in found)


def _in_part(shown: Iterable[ShownInitiative]) -> dict[Field, tuple[str, ...]]:
    found: dict[Field, tuple[str, ...]] = {}
    for one in shown:
        for name, shows in one.releases.items() if one.coverage is Coverage.PART else ():
            for each in shows:
                for group in (None, *each.groups) if each.has_figures else ():
                    found[each.indicator, group] = (*found.get((each.indicator, group), ()), name)
    return found


def candidate_of(initiative: Initiative) -> Candidate:
    """The SDG indicators of its plan, and the groups that its questions tell apart by official codes."""
    tables = tables_of(initiative)
    codes = dict.fromkeys(code for indicator in tables.indicator for code in indicator.sdg)
    groups = told_apart((*_of_questions(initiative), *_of_breakdowns(tables))) | _without_code(tables)
    return Candidate(initiative.slug, dict.fromkeys(codes, groups))


def _of_questions(initiative: Initiative) -> Iterator[tuple[str, Iterable[str]]]:
    questionnaire = questionnaire_of(initiative)
    if questionnaire is not None and questionnaire.dropped_on is None:
        for coding in questionnaire_form(questionnaire).instrument.official:
            yield coding.dimension, coding.codes.values()


def _of_breakdowns(tables: TablesPlan) -> Iterator[tuple[str, Iterable[str]]]:
    for breakdown in tables.breakdowns:
        by_dimension: dict[str, list[str]] = {}
        for category in breakdown.categories:
            for name, code in category.official.items():
                by_dimension.setdefault(dimension_called(name) or "", []).append(code)
        yield from by_dimension.items()


def _without_code(tables: TablesPlan) -> frozenset[Group]:
    """Groups that have no official code, and that a question about identity tells apart."""
    asks = any(question.topic is IdentityTopic.INDIGENOUS for question in tables.identity)
    return frozenset({Group.INDIGENOUS} if asks else ())


def gaps_for(initiative: Initiative, found: GapMap) -> tuple[Cell, ...]:
    """The gaps of a map that an initiative could fill, whether or not it stands there."""
    return could_fill(found.cells, candidate_of(initiative))
