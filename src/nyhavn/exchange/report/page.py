"""Everything the page shows, prepared from the release: what is laid out, what is said where nothing is stated."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import ModuleType

from markupsafe import Markup

from nyhavn.exchange.report import words
from nyhavn.exchange.report.charts import Chart, coverage_chart, indicator_chart
from nyhavn.exchange.report.languages import direction, language_attribute
from nyhavn.exchange.report.tables import TableView, table_view
from nyhavn.exchange.report.values import share
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.chain import CHAIN
from nyhavn.framework.gate_numbers import NONE
from nyhavn.framework.initiative_types import INITIATIVE_TYPES
from nyhavn.framework.participation import PARTICIPATION
from nyhavn.framework.release import CoverageRow, Party, Release
from nyhavn.framework.statistics import Indicator

# Each person's own record, or nobody there who could have been asked.
CONSENT_NEEDS_NO_WARNING = frozenset({BasisKind.CONSENT_RECORD_PER_PERSON, BasisKind.NO_PERSON_DATA})


@dataclass(frozen=True)
class Result:
    """One indicator with its chart and its tables."""

    indicator: Indicator
    chart: Chart | None
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class Coverage:
    """The groups of one breakdown among the participants, beside the reference."""

    chart: Chart
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True)
class Standing:
    """Something that a producer states: the entries, or the words for "nothing stated" or "explicitly none"."""

    entries: tuple[str, ...]
    instead: str


@dataclass(frozen=True)
class Fact:
    """A term and what is stated about it; is_own: in the release's own words. Empty text: not stated."""

    term: str
    text: str
    is_own: bool = True


@dataclass(frozen=True)
class File:
    """A file of the bundle: where it lies, what it holds, and how that is broken down ("" where it is no table)."""

    path: str
    holds: str
    by: str = ""


@dataclass(frozen=True)
class Level:
    """One row of the participation ladder; level None is the row for stages without an answer."""

    level: int | None
    name: str
    is_enough: bool


@dataclass(frozen=True)
class Page:
    """The prepared page.

    words: the page's own language. lang: attribute that marks a text of the release; own: the same for a block, whose
    direction then follows its text. files_at, words_at: addresses before the paths of files and words of
    the glossary.
    open_results: so many indicators stand open, the others unfold.
    """

    words: ModuleType
    lang: Markup
    own: Markup
    direction: str
    issued: str
    facts: tuple[Fact, ...]
    method: tuple[Fact, ...]
    results: tuple[Result, ...]
    coverage: tuple[Coverage, ...]
    parties: tuple[Party, ...]
    parties_instead: str
    funders_instead: str
    interests: Standing
    warns_of_consent: bool
    levels: tuple[Level, ...]
    threshold: int
    files: tuple[File, ...]
    signer_key: str
    signer_fingerprint: str
    files_at: str
    words_at: str
    open_results: int

    def stage(self, code: str) -> str:
        """The name of a stage of the value chain, or its code where the vocabulary does not know it."""
        return sentence_case(next((entry.name for entry in CHAIN.stages if entry.code == code), code))

    def share(self, value: float | None) -> str:
        """A share as per cent."""
        return share(value)


def page_of(
    release: Release,
    *,
    signer_key: str = "",
    signer_fingerprint: str = "",
    files_at: str = "",
    words_at: str = "",
    open_results: int | None = None,
) -> Page:
    """The page of a release."""
    is_mirrored = direction(release.language) == "rtl"
    results = tuple(_result(release, indicator, is_mirrored=is_mirrored) for indicator in release.indicators)
    parties = tuple(party for party in release.parties if not _says_none(party.name))
    return Page(
        words=words,
        lang=language_attribute(release.language),
        own=Markup('dir="auto"') + language_attribute(release.language),
        direction=direction(release.language),
        issued=day(release.issued_at.date()),
        facts=_facts(release),
        method=_method(release),
        results=results,
        coverage=_coverage(release, is_mirrored=is_mirrored),
        parties=parties,
        parties_instead=_instead(release.parties, words.NO_PARTIES, words.NONE_PARTIES),
        funders_instead=_instead(_funders(release.parties), words.NO_FUNDERS, words.NONE_FUNDERS),
        interests=_interests(release),
        warns_of_consent=release.basis not in CONSENT_NEEDS_NO_WARNING,
        levels=_levels(),
        threshold=PARTICIPATION.threshold,
        files=_files(results),
        signer_key=signer_key,
        signer_fingerprint=signer_fingerprint,
        files_at=files_at,
        words_at=words_at,
        open_results=len(results) if open_results is None else open_results,
    )


def day(on: date) -> str:
    """A day in words, so that nobody mistakes the month for the day."""
    return words.DATE.format(day=on.day, month=words.MONTHS[on.month - 1], year=on.year)


def sentence_case(text: str) -> str:
    """The text with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def _says_none(text: str) -> bool:
    return text.strip().casefold() == NONE


def _instead(parties: tuple[Party, ...], unstated: str, none: str) -> str:
    """What to say where no party is named: nothing stated, or stated as none. Empty where somebody is named."""
    if not parties:
        return unstated
    return none if all(_says_none(party.name) for party in parties) else ""


def _funders(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who funds; an explicit "no party at all" says that nobody does."""
    is_none = bool(parties) and all(_says_none(party.name) for party in parties)
    return parties if is_none else tuple(party for party in parties if party.role == words.FUNDER_ROLE)


def _interests(release: Release) -> Standing:
    entries = tuple(entry for entry in release.interests if not _says_none(entry))
    if entries:
        return Standing(entries, "")
    return Standing((), words.NONE_INTERESTS if release.interests else words.NO_INTERESTS)


def _facts(release: Release) -> tuple[Fact, ...]:
    kinds = {str(entry.code): entry.name for entry in INITIATIVE_TYPES.types}
    return (
        Fact(words.RELEASE, release.id),
        Fact(words.VERSION, release.version),
        Fact(words.INITIATIVE, kinds.get(release.initiative_type, release.initiative_type), is_own=False),
        Fact(words.UNIT, release.unit.replace("-", " "), is_own=False),
        Fact(words.CONTRIBUTIONS, release.participants, is_own=False),
    )


def _method(release: Release) -> tuple[Fact, ...]:
    card, form = release.method, release.instrument
    version = words.INSTRUMENT_VERSION.format(version=form.version) if form.version else ""
    return (
        Fact(words.POPULATION, card.population),
        Fact(words.SELECTION, words.SELECTIONS.get(card.selection, card.selection), is_own=False),
        Fact(words.SELECTION_WORDS, card.selection_words),
        Fact(words.TARGET, words.TARGETS.get(card.target, card.target), is_own=False),
        Fact(words.MODE, card.mode),
        Fact(words.COLLECTED, _period(card.collected_from, card.collected_to), is_own=False),
        Fact(words.WEIGHTS, card.weights),
        Fact(words.ERRORS, card.error_sources),
        Fact(words.TRAINING, card.training),
        Fact(words.PRETEST, card.pretest),
        Fact(words.INSTRUMENT, ", ".join(filter(None, (form.title or form.id, version)))),
        Fact(words.LANGUAGES, ", ".join(form.languages)),
        Fact(words.FINGERPRINT_OF, form.sha256, is_own=False),
    )


def _period(start: date | None, end: date | None) -> str:
    if start and end:
        return day(start) if start == end else words.COLLECTED_FROM_TO.format(start=day(start), end=day(end))
    if start:
        return words.COLLECTED_FROM.format(start=day(start))
    return words.COLLECTED_TO.format(end=day(end)) if end else ""


def _result(release: Release, indicator: Indicator, *, is_mirrored: bool) -> Result:
    breakdowns = {breakdown.id: breakdown for breakdown in release.breakdowns}
    tables = [table for table in release.tables if table.indicator == indicator.id]
    return Result(
        indicator,
        indicator_chart(indicator, tables, breakdowns, is_mirrored=is_mirrored),
        tuple(table_view(table, indicator, breakdowns) for table in tables),
    )


def _coverage(release: Release, *, is_mirrored: bool) -> tuple[Coverage, ...]:
    titles = {breakdown.id: breakdown.title for breakdown in release.breakdowns}
    by_breakdown = {name: tuple(rows) for name, rows in groupby(release.coverage, key=lambda row: row.breakdown)}
    charts = (
        coverage_chart(rows, words.COVERAGE_CHART.format(by=titles.get(name, name)), is_mirrored=is_mirrored)
        for name, rows in by_breakdown.items()
    )
    return tuple(Coverage(chart, rows) for chart, rows in zip(charts, by_breakdown.values(), strict=True))


def _levels() -> tuple[Level, ...]:
    """The ladder from its top rung down, and last the row for stages nobody answered for."""
    rungs = (
        Level(
            entry.level,
            words.LEVEL_NAME.format(level=entry.level, name=sentence_case(entry.name)),
            entry.level >= PARTICIPATION.threshold,
        )
        for entry in sorted(PARTICIPATION.levels, key=lambda entry: -entry.level)
    )
    return (*rungs, Level(None, words.LADDER_BLANK, is_enough=False))


def _files(results: tuple[Result, ...]) -> tuple[File, ...]:
    """The files of the bundle: tables first, then those about all of them."""
    tables = (File(table.path, result.indicator.title, table.title) for result in results for table in result.tables)
    return (*tables, *(File(path, holds) for path, holds in words.FILES.items()))
