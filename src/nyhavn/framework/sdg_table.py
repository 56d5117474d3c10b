"""The tables of a release as observations of the official SDG structure, ready to be written as SDMX.

Nothing is claimed that the release does not say. Figures of a district are none of a country: unless a release covers
the whole area, every observation stands under a custom breakdown with the words of whom it is about. NATURE is "not
available" until an office takes the figures over. A suppressed figure is Q, one that nobody answered for is O; L ("not
collected") and M are never used. Structure: IAEG-SDGs:SDG(1.4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.release import Release
from nyhavn.framework.sdg import ALL, SERIES, Series
from nyhavn.framework.sdmx_codes import CUSTOM, dimension_called, is_code_of
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, CellStatus, Figure, Statistic, StatisticalTable

DIMENSIONS = (
    "FREQ",
    "REPORTING_TYPE",
    "SERIES",
    "REF_AREA",
    "SEX",
    "AGE",
    "URBANISATION",
    "INCOME_WEALTH_QUANTILE",
    "EDUCATION_LEV",
    "OCCUPATION",
    "CUST_BREAKDOWN",
    "COMPOSITE_BREAKDOWN",
    "DISABILITY_STATUS",
    "ACTIVITY",
    "PRODUCT",
    "TIME_PERIOD",
)
NORMAL, ESTIMATE, UNRELIABLE, SUPPRESSED, MISSING = "A", "E", "U", "Q", "O"
NOT_AVAILABLE = "_X"
PERCENT, NUMBER = "PT", "NUMBER"
DIGITS = 6
PARTICIPANTS, PARTICIPANTS_ONLY = "participants", "Those who took part, and no estimate for a population."
_MEASURES = {PERCENT: (Statistic.PROPORTION,), NUMBER: (Statistic.COUNT, Statistic.TOTAL)}


class OfficialPlace(Declared):
    """Where figures stand in the structure. area: M49 code of the country. about: whom they are about, in the release's
    language; "" only where the release covers the whole area. custom: code of that breakdown.
    """

    area: str = Field(pattern=r"^[1-9][0-9]{0,2}$")
    about: str = ""
    custom: str = Field(default="C01", pattern=r"^C(0[1-9]|[1-9][0-9]{1,2})$")


@dataclass(frozen=True)
class Observation:
    """key: code by dimension. value, low, high: in the unit of the series; None where there is none."""

    key: Mapping[str, str]
    value: float | None
    status: str
    unit: str
    low: float | None
    high: float | None
    time_detail: str
    comment: str
    source: str
    custom_label: str


@dataclass(frozen=True)
class SdgTables:
    """left_out: rows of the release that the structure has no code for, in words."""

    observations: tuple[Observation, ...]
    left_out: tuple[str, ...]


def sdg_tables(release: Release, series: Mapping[str, str], place: OfficialPlace) -> SdgTables:
    """The tables of those indicators as observations. series: id of an indicator -> code of its series.

    Raises Refusal "sdg-..." for everything in which the release does not fit the structure.
    """
    check_none((*_faults(release, series), *_about_nobody(release, place), *_custom_twice(release, series, place)))
    tables = [table for table in release.tables if table.indicator in series]
    rows = [row for table in tables for row in _rows(release, table, SERIES[series[table.indicator]], place)]
    seen: dict[tuple[str, ...], Observation] = {}
    for row in rows:
        if isinstance(row, Observation):
            seen.setdefault(tuple(row.key[name] for name in DIMENSIONS), row)
    left_out = tuple(dict.fromkeys(row for row in rows if isinstance(row, str)))
    return SdgTables(tuple(seen.values()), left_out)


def _about_nobody(release: Release, place: OfficialPlace) -> Iterator[Reason]:
    if release.method.target == PARTICIPANTS and not place.about:
        what = "The figures are about those who took part, and would stand as those of a whole country."
        yield Reason("sdg-participants-only", what, "place", "Say in words whom they are about.")


def _custom_twice(release: Release, series: Mapping[str, str], place: OfficialPlace) -> Iterator[Reason]:
    for name in {name for table in release.tables if table.indicator in series for name in table.breakdowns}:
        if place.about and place.custom in codes_of(release, name, CUSTOM).values():
            what = f"{place.custom} stands for a category and for whom the figures are about."
            yield Reason("sdg-custom-twice", what, f"breakdown {name}", "Choose another custom code for the place.")


def _faults(release: Release, series: Mapping[str, str]) -> Iterator[Reason]:
    indicators = {one.id: one for one in release.indicators}
    if release.method.collected_to is None:
        what = "It is not stated when the data were collected."
        yield Reason("sdg-no-period", what, "method", "State the last day of the collection.")
    for indicator, code in series.items():
        where = f"indicator {indicator}"
        if indicator not in indicators:
            yield Reason("sdg-indicator-unknown", "The release has no such indicator.", where, "Check its id.")
            continue
        if code not in SERIES:
            what = f'The official structure has no series "{code}".'
            yield Reason("sdg-series-unknown", what, where, "Choose a series of the SDG indicator.")
            continue
        found = SERIES[code]
        if indicators[indicator].statistic not in _MEASURES.get(found.unit, ()):
            what = f"The series is measured in {found.unit}, and the indicator is a {indicators[indicator].statistic}."
            yield Reason("sdg-unit-differs", what, where, "Choose a series with the same unit.")
        for table in release.tables:
            if table.indicator == indicator:
                yield from _faults_of(release, table, found)


def _faults_of(release: Release, table: StatisticalTable, series: Series) -> Iterator[Reason]:
    dimensions = [dimension_of(release, name) for name in table.breakdowns]
    for name, dimension in zip(table.breakdowns, dimensions, strict=True):
        where = f"indicator {table.indicator}, breakdown {name}"
        if dimension is None:
            what = "Its categories have no codes of one dimension."
            do = "Give each category its code, or leave the table out."
            yield Reason("sdmx-unmapped", what, where, do)
            continue
        codes = {code for code in codes_of(release, name, dimension).values() if code}
        unknown = sorted(code for code in codes if code != TOTAL and not is_code_of(dimension, code))
        if unknown:
            what = f"{dimension} has no code: {', '.join(unknown)}."
            yield Reason("sdmx-code-unknown", what, where, "Correct the codes of the categories.")
        admitted = series.admits.get(dimension, frozenset({ALL} if dimension == CUSTOM else ()))
        if ALL not in admitted and codes - admitted:
            what = f"The series {series.code} admits no {', '.join(sorted(codes - admitted))} in {dimension}."
            yield Reason(
                "sdg-breakdown-not-admitted", what, where, "Leave the breakdown out, or choose another series."
            )
    yield from _faults_of_places(table, [one for one in dimensions if one], series)


def _faults_of_places(table: StatisticalTable, named: list[str], series: Series) -> Iterator[Reason]:
    """Each observation has one place in each dimension. named: the dimensions by which the table is broken down."""
    if len({*named}) < len(named):
        what = "Two breakdowns of one table stand for the same dimension."
        yield Reason("sdg-dimension-twice", what, f"indicator {table.indicator}", "Leave one of them out.")
    for dimension, admitted in series.admits.items():
        if dimension not in named and admitted and not admitted & {ALL, TOTAL}:
            what = f"The series {series.code} is about {' or '.join(sorted(admitted))} in {dimension} only."
            do = "Choose another series, or break the table down so."
            yield Reason("sdg-series-of-others", what, f"indicator {table.indicator}", do)


def dimension_of(release: Release, breakdown: str) -> str | None:
    """The one dimension for which all categories of a breakdown have a code; None if there is none.

    Answers such as "I do not know" need none: their figures are left out, and named.
    """
    made = next(one for one in release.breakdowns if one.id == breakdown)
    unsaid = _says_nothing(release, made.question)
    coded = [one for one in made.categories if not unsaid or not unsaid.issuperset(one.answers or (one.code,))]
    found = [{dimension_called(name) for name in category.official} for category in coded]
    common = set.intersection(*found) - {None} if found else set()
    return next(iter(sorted(name for name in common if name)), None)


def _says_nothing(release: Release, question: str) -> frozenset[str]:
    """The answers of a question that say neither one nor the other."""
    asked = next((one for one in release.instrument.questions if one.name == question), None)
    return frozenset((*asked.dont_know, *asked.refused)) if asked else frozenset()


def codes_of(release: Release, breakdown: str, dimension: str) -> dict[str, str]:
    """Official code by category. Who declined or did not say has one only where the structure has one: for SEX."""
    categories = next(one for one in release.breakdowns if one.id == breakdown).categories
    codes = {
        category.code: code
        for category in categories
        for name, code in category.official.items()
        if dimension_called(name) == dimension
    }
    beside = {NOT_STATED: "_U", DECLINED: "_N"} if dimension == "SEX" else {}
    return {TOTAL: TOTAL, **beside, **codes}


def _rows(
    release: Release, table: StatisticalTable, series: Series, place: OfficialPlace
) -> Iterator[Observation | str]:
    """Observations, and in words what has no code."""
    dimensions = [dimension_of(release, name) or "" for name in table.breakdowns]
    codes = [codes_of(release, *pair) for pair in zip(table.breakdowns, dimensions, strict=True)]
    for figure in table.figures:
        found = [by.get(category, "") for by, category in zip(codes, figure.categories, strict=True)]
        if all(found):
            custom = _custom_label(release, table, figure, dimensions, place)
            yield _observation(release, figure, series, place, dict(zip(dimensions, found, strict=True)), custom)
        else:
            yield f"{table.id}: {' and '.join(figure.categories)} has no code."


def _custom_label(
    release: Release, table: StatisticalTable, figure: Figure, dimensions: list[str], place: OfficialPlace
) -> str:
    """What a custom code stands for, in the release's words: a category, and whom the figures are about."""
    labels = {(one.id, category.code): category.label for one in release.breakdowns for category in one.categories}
    pairs = zip(table.breakdowns, figure.categories, dimensions, strict=True)
    own = [labels.get((name, category), "") for name, category, dimension in pairs if dimension == CUSTOM]
    return "; ".join(words for words in (place.about, *own) if words)


def _observation(
    release: Release,
    figure: Figure,
    series: Series,
    place: OfficialPlace,
    codes: Mapping[str, str],
    custom_label: str,
) -> Observation:
    method = release.method
    period = str(method.collected_to.year) if method.collected_to else ""
    key = dict.fromkeys(DIMENSIONS, TOTAL) | {
        "FREQ": "A",
        "REPORTING_TYPE": "N",
        "SERIES": series.code,
        "REF_AREA": place.area,
        "TIME_PERIOD": period,
        **codes,
    }
    if place.about and key[CUSTOM] == TOTAL:
        key[CUSTOM] = place.custom
    times = 100 if series.unit == PERCENT else 1
    return Observation(
        key=key,
        value=_scaled(figure.value, times),
        status=_status(release, figure),
        unit=series.unit,
        low=_scaled(figure.low, times),
        high=_scaled(figure.high, times),
        time_detail=f"{method.collected_from or ''}/{method.collected_to or ''}".strip("/"),
        comment=PARTICIPANTS_ONLY if method.target == PARTICIPANTS else "",
        source=f"{release.title}, {release.version}. {release.attribution}".strip(),
        custom_label=custom_label,
    )


def _scaled(value: float | None, times: int) -> float | None:
    return None if value is None else round(value * times, DIGITS)


def _status(release: Release, figure: Figure) -> str:
    if figure.status is CellStatus.SUPPRESSED:
        return SUPPRESSED
    if figure.value is None:
        return MISSING
    if figure.reliability == "unreliable":
        return UNRELIABLE
    return ESTIMATE if release.weighting is not None and release.weighting.adjusts else NORMAL
