"""A release cut down to the variables that somebody is to have: their tables, and what is published about them.

Only whole published tables stay, and nothing is worked out anew, so that a part never says what the whole does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nyhavn.framework.expression import names, parse
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.release import Release, WeightingStatement
from nyhavn.framework.statistics import Breakdown, Indicator, StatisticalTable


def minimised(release: Release, variables: frozenset[str], columns: Iterable[str] = ()) -> Release:
    """The release with the tables whose indicator and breakdowns are all among the variables.

    variables: ids of indicators and breakdowns, names of columns of records. columns: those of the records that go
    with it. What is published about questions stays for those that these are made from; the evidence for principles,
    the parties and the protection stay as they were published.
    Raises Refusal submission-variable-unknown, submission-of-nothing.
    """
    indicators = tuple(one for one in release.indicators if one.id in variables)
    breakdowns = tuple(one for one in release.breakdowns if one.id in variables)
    tables = tuple(one for one in release.tables if {one.indicator, *one.breakdowns} <= variables)
    kept_columns = frozenset(columns)
    check_none(_faults(variables, indicators, breakdowns, tables, kept_columns))
    questions = frozenset((*kept_columns, *_asked(indicators, breakdowns)))
    ids = {one.id for one in breakdowns}
    coverage = tuple(row for row in release.coverage if row.breakdown in ids)
    asked = {name for one in release.instrument.questions if one.name in questions for name in (one.name, one.column)}
    return replace(
        release,
        headline=release.headline if indicators[:1] == release.indicators[:1] else "",
        instrument=_instrument(release.instrument, questions),
        indicators=indicators,
        breakdowns=breakdowns,
        tables=tables,
        response=tuple(row for row in release.response if row.question in questions),
        findings=tuple(one for one in release.findings if {*one.columns} <= asked),
        coverage=coverage,
        coverage_source=release.coverage_source if coverage else "",
        limits=tuple(_limits(release, variables)),
        weighting=_weighting(release.weighting, ids, variables),
        quality=None,
        credit=None,
    )


def _faults(
    variables: frozenset[str],
    indicators: tuple[Indicator, ...],
    breakdowns: tuple[Breakdown, ...],
    tables: tuple[StatisticalTable, ...],
    columns: frozenset[str],
) -> Iterator[Reason]:
    known = {*(one.id for one in indicators), *(one.id for one in breakdowns), *columns}
    unknown = sorted(variables - known)
    if unknown:
        what = f"The release has no such variable: {', '.join(unknown)}."
        do = "Name indicators and breakdowns by their ids, and columns of records by their names."
        yield Reason("submission-variable-unknown", what, "variables", do)
    if not tables and not columns:
        what = "No table of the release is about these variables alone."
        yield Reason("submission-of-nothing", what, "variables", "Name an indicator of the release.")


def _asked(indicators: Iterable[Indicator], breakdowns: Iterable[Breakdown]) -> Iterator[str]:
    """The questions that figures and groups are made from."""
    for one in indicators:
        yield from (one.value, one.denominator)
        for text in (one.numerator, one.universe, one.valid):
            yield from names(parse(text)) if text else ()
    for breakdown in breakdowns:
        yield breakdown.question
        for category in breakdown.told_apart:
            yield from names(parse(category.when)) if category.when else ()


def _instrument(instrument: Instrument, questions: frozenset[str]) -> Instrument:
    return replace(
        instrument,
        questions=tuple(one for one in instrument.questions if one.name in questions),
        official=tuple(one for one in instrument.official if one.question in questions),
        warnings=(),
        checks=(),
    )


def _limits(release: Release, variables: frozenset[str]) -> Iterator[str]:
    """The limits, without the notes on what stays here; those begin with its title."""
    said = [(one.id, one.title, one.note) for one in release.breakdowns]
    said += [(one.id, one.title, one.note) for one in release.indicators]
    notes = {f"{title}: {note}" for name, title, note in said if note and name not in variables}
    yield from (limit for limit in release.limits if limit not in notes)


def _weighting(
    weighting: WeightingStatement | None, breakdowns: set[str], variables: frozenset[str]
) -> WeightingStatement | None:
    if weighting is None:
        return None
    factors = tuple(one for one in weighting.factors if one.breakdown in breakdowns)
    return replace(weighting, factors=factors, moved=tuple(m for m in weighting.moved if m.indicator in variables))
