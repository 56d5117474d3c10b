"""Everything the page shows, prepared from the release: what is laid out, what is said where nothing is stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from nyhavn.exchange.report import quality_words, words
from nyhavn.exchange.report.charts import Chart, coverage_chart, indicator_chart
from nyhavn.exchange.report.days import day
from nyhavn.exchange.report.independence_page import IndependenceView, independence_view
from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction
from nyhavn.exchange.report.marking import Marking
from nyhavn.exchange.report.speech import Words, say
from nyhavn.exchange.report.tables import TableView, table_view
from nyhavn.exchange.report.validation_page import ValidationView, validation_view
from nyhavn.exchange.report.values import share
from nyhavn.exchange.report.weights_page import Footing, footing, is_modelled, modelled_chart
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.gate_numbers import NONE
from nyhavn.framework.participation import PARTICIPATION
from nyhavn.framework.release import CleaningStatement, CoverageRow, Party, Release
from nyhavn.framework.statistics import Indicator

# Each person's own record, or nobody there who could have been asked.
CONSENT_NEEDS_NO_WARNING = frozenset({BasisKind.CONSENT_RECORD_PER_PERSON, BasisKind.NO_PERSON_DATA})
FUNDER_ROLE = "funder"  # as plans name it
QUALITY_PAGE = "quality.html"  # beside the report in the bundle


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
class Page(Marking):
    """The prepared page.

    files_at, words_at: addresses before the paths of files and words of the glossary. quality_at: of the quality
    report, "" if there is none. lists_findings: or else the quality report does.
    open_results: so many indicators stand open, the others unfold. footing: what figures stand on, in words.
    source: whom to name below a chart.
    """

    issued: str
    facts: tuple[Fact, ...]
    method: tuple[Fact, ...]
    results: tuple[Result, ...]
    coverage: tuple[Coverage, ...]
    parties: tuple[Party, ...]
    parties_instead: str
    funders_instead: str
    interests: Standing
    independence: IndependenceView | None
    validation: ValidationView | None
    warns_of_consent: bool
    levels: tuple[Level, ...]
    threshold: int
    files: tuple[File, ...]
    signer_key: str
    signer_fingerprint: str
    files_at: str
    words_at: str
    quality_at: str
    lists_findings: bool
    open_results: int
    footing: Footing
    source: str

    def stage(self, code: str) -> str:
        """The name of a stage of the value chain, or its code where the vocabulary does not know it."""
        return sentence_case(_said(words.STAGES, code))

    def rights_based(self, codes: tuple[str, ...]) -> str:
        """The related principles of a human rights-based approach, one after the other."""
        return ", ".join(_said(words.RIGHTS_BASED, code) for code in codes)

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
    quality_at: str = QUALITY_PAGE,
    lists_findings: bool = True,
    open_results: int | None = None,
    source: str = "",
    language: str = PAGE_LANGUAGE,
    runs: str = "",
) -> Page:
    """The page of a release. language: that its words are said in. runs: which way, by default as the release does."""
    runs = runs or direction(release.language)
    is_mirrored = runs == "rtl"
    results = tuple(_result(release, indicator, is_mirrored=is_mirrored) for indicator in release.indicators)
    return Page(
        words=Words(),
        language=language,
        own_language=release.language,
        direction=runs,
        issued=day(release.issued_at.date()),
        facts=_facts(release),
        method=_method(release),
        results=results,
        coverage=_coverage(release, is_mirrored=is_mirrored),
        **_parties(release, source),
        warns_of_consent=release.basis not in CONSENT_NEEDS_NO_WARNING,
        **_participation(),
        files=_files(results, has_quality=release.quality is not None),
        signer_key=signer_key,
        signer_fingerprint=signer_fingerprint,
        files_at=files_at,
        words_at=words_at,
        quality_at=quality_at if release.quality else "",
        lists_findings=lists_findings or not release.quality,
        open_results=len(results) if open_results is None else open_results,
        footing=footing(release, reference_day=_reference_day(release)),
    )


def _participation() -> dict[str, Any]:
    """The levels of participation, and which is enough."""
    return {"levels": _levels(), "threshold": PARTICIPATION.threshold}


def _parties(release: Release, source: str) -> dict[str, Any]:
    """Who has a part in it, with what interests, who decided and read; and whom to name below a chart."""
    return {
        "source": source or release.attribution,
        "parties": tuple(party for party in release.parties if not _says_none(party.name)),
        "parties_instead": _instead(release.parties, say(words.NO_PARTIES), say(words.NONE_PARTIES)),
        "funders_instead": _instead(_funders(release.parties), say(words.NO_FUNDERS), say(words.NONE_FUNDERS)),
        "interests": _interests(release),
        "independence": independence_view(release.independence),
        "validation": validation_view(release.validation),
    }


def _reference_day(release: Release) -> str:
    """The day of the population that was weighted to, in words."""
    said = release.weighting
    return day(said.reference_date) if said is not None and said.reference_date else ""


def _said(names: Mapping[str, str], code: str) -> str:
    """What a code is called, or the code itself where there is no name for it."""
    return say(names[code]) if code in names else code


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
    return parties if is_none else tuple(party for party in parties if party.role == FUNDER_ROLE)


def _interests(release: Release) -> Standing:
    entries = tuple(entry for entry in release.interests if not _says_none(entry))
    if entries:
        return Standing(entries, "")
    return Standing((), say(words.NONE_INTERESTS if release.interests else words.NO_INTERESTS))


def _facts(release: Release) -> tuple[Fact, ...]:
    return (
        Fact(say(words.RELEASE), release.id),
        Fact(say(words.VERSION), release.version),
        Fact(say(words.INITIATIVE), _said(words.INITIATIVES, release.initiative_type), is_own=False),
        Fact(say(words.UNIT), _said(words.UNITS, release.unit), is_own=False),
        Fact(say(words.CONTRIBUTIONS), release.participants, is_own=False),
    )


def _method(release: Release) -> tuple[Fact, ...]:
    card, form = release.method, release.instrument
    version = say(words.INSTRUMENT_VERSION).format(version=form.version) if form.version else ""
    return (
        Fact(say(words.POPULATION), card.population),
        Fact(say(words.SELECTION), _said(words.SELECTIONS, card.selection), is_own=False),
        Fact(say(words.SELECTION_WORDS), card.selection_words),
        Fact(say(words.TARGET), _said(words.TARGETS, card.target), is_own=False),
        Fact(say(words.MODE), card.mode),
        Fact(say(words.COLLECTED), _period(card.collected_from, card.collected_to), is_own=False),
        Fact(say(words.WEIGHTS), card.weights),
        Fact(say(words.ERRORS), card.error_sources),
        Fact(say(words.TRAINING), card.training),
        Fact(say(words.PRETEST), card.pretest),
        *_cleaning(release.cleaning),
        Fact(say(words.INSTRUMENT), ", ".join(filter(None, (form.title or form.id, version)))),
        Fact(say(words.LANGUAGES), ", ".join(form.languages)),
        Fact(say(words.FINGERPRINT_OF), form.sha256, is_own=False),
    )


def _cleaning(said: CleaningStatement | None) -> tuple[Fact, ...]:
    """What is said about the cleaning log; nothing where none was applied."""
    if said is None:
        return ()
    counts = {"corrected": said.corrected, "blanked": said.blanked, "removed": said.removed}
    shown = {name: _said(words.SHOWN_COUNTS, count) for name, count in counts.items()}
    sentence = say(words.CLEANED).format(recodes=said.recodes, **shown)
    if said.recodes and said.recoded:
        recoded = _said(words.SHOWN_COUNTS, said.recoded)
        sentence = f"{sentence} {say(words.CLEANED_CELLS).format(recoded=recoded)}"
    return (Fact(say(words.CLEANING), sentence, is_own=False),)


def _period(start: date | None, end: date | None) -> str:
    if start and end:
        return day(start) if start == end else say(words.COLLECTED_FROM_TO).format(start=day(start), end=day(end))
    if start:
        return say(words.COLLECTED_FROM).format(start=day(start))
    return say(words.COLLECTED_TO).format(end=day(end)) if end else ""


def _result(release: Release, indicator: Indicator, *, is_mirrored: bool) -> Result:
    breakdowns = {breakdown.id: breakdown for breakdown in release.breakdowns}
    tables = [table for table in release.tables if table.indicator == indicator.id]
    chart = indicator_chart(indicator, tables, breakdowns, is_mirrored=is_mirrored)
    return Result(
        indicator,
        modelled_chart(chart) if chart is not None and is_modelled(release) else chart,
        tuple(table_view(table, indicator, breakdowns) for table in tables),
    )


def _coverage(release: Release, *, is_mirrored: bool) -> tuple[Coverage, ...]:
    titles = {breakdown.id: breakdown.title for breakdown in release.breakdowns}
    by_breakdown = {name: tuple(rows) for name, rows in groupby(release.coverage, key=lambda row: row.breakdown)}
    charts = (
        coverage_chart(rows, say(words.COVERAGE_CHART).format(by=titles.get(name, name)), is_mirrored=is_mirrored)
        for name, rows in by_breakdown.items()
    )
    return tuple(Coverage(chart, rows) for chart, rows in zip(charts, by_breakdown.values(), strict=True))


def _levels() -> tuple[Level, ...]:
    """The ladder from its top rung down, and last the row for stages nobody answered for."""
    rungs = (
        Level(
            entry.level,
            say(words.LEVEL_NAME).format(level=entry.level, name=sentence_case(say(words.LEVELS[entry.level]))),
            entry.level >= PARTICIPATION.threshold,
        )
        for entry in sorted(PARTICIPATION.levels, key=lambda entry: -entry.level)
    )
    return (*rungs, Level(None, say(words.LADDER_BLANK), is_enough=False))


def _files(results: tuple[Result, ...], *, has_quality: bool) -> tuple[File, ...]:
    """The files of the bundle: tables first, then those about all of them."""
    about = {**words.FILES, **(quality_words.QUALITY_FILES if has_quality else {})}
    tables = (File(table.path, result.indicator.title, table.title) for result in results for table in result.tables)
    return (*tables, *(File(path, say(holds)) for path, holds in about.items()))
