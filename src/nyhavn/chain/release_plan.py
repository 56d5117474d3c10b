"""The release plan check: everything that releases from the same data show, side by side, by every route."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from nyhavn.chain.previous import read_previous
from nyhavn.engine.confidentiality.vintages.differencing import isolated
from nyhavn.framework.quality_dimensions import FigureState
from nyhavn.framework.quality_rules.shown_counts import number_of
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.release import Release, ResponseRow
from nyhavn.framework.shown_numbers import ANSWERS, Isolated, Route, Showing, ShownNumber, Subtraction, numbers_of

EVERYBODY = frozenset[tuple[str, str]]()
OF_PEOPLE = ("exact-duplicates", "key-duplicates", "rows-removed")  # figures of quality that count contributions
WHOLE_PERCENTS = 100  # shares are given in whole per cent: up to so many contributions, a share is a count
MOST_REASONS = 20  # further ones are of the same kind, and a list that nobody reads helps nobody
# A whole number by itself: no part of a date, a decimal, a version or a per cent.
_NUMBER = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w%/-])|(?<![\w.,:/-])\d+(?![\w%/:-]|[.,]\d)")


def _tables(release: Release) -> Iterator[tuple[str, tuple[ShownNumber, ...]]]:
    by_id = {indicator.id: indicator for indicator in release.indicators}
    for table in release.tables:
        yield table.id, tuple(numbers_of(table, by_id[table.indicator]))


def _counts(release: Release) -> Iterator[tuple[str, tuple[ShownNumber, ...]]]:
    numbers = (
        ShownNumber(f"contributions{ANSWERS}", EVERYBODY, number_of(release.participants)),
        ShownNumber("left out", EVERYBODY, number_of(release.excluded)),
    )
    yield "number of contributions", numbers


def _quality(release: Release) -> Iterator[tuple[str, tuple[ShownNumber, ...]]]:
    numbers = [
        ShownNumber(f"{f.check} {' | '.join(f.columns)}: {f.wording}", EVERYBODY, number_of(f.count))
        for f in release.findings
    ]
    for figure in release.quality.figures if release.quality else ():
        if figure.code in OF_PEOPLE and figure.standing is FigureState.COMPUTED and figure.value is not None:
            numbers.append(ShownNumber(figure.code, EVERYBODY, int(figure.value)))
    if release.cleaning is not None:
        parts = ("recoded", "corrected", "blanked", "removed")
        shown = ((f"cleaning: {part}", number_of(getattr(release.cleaning, part))) for part in parts)
        numbers += [ShownNumber(measure, EVERYBODY, value) for measure, value in shown]
    asked = number_of(release.participants)
    if asked is not None and asked <= WHOLE_PERCENTS:
        numbers += [number for row in release.response for number in _response(row, release, asked)]
    yield "quality report", tuple(numbers)


def _response(row: ResponseRow, release: Release, asked: int) -> Iterator[ShownNumber]:
    """The counts behind shares, of a question that everybody was asked."""
    question = release.instrument.question(row.question)
    if question is None or question.relevant:
        return
    for part in ("answered", "dont_know", "refused", "missing"):
        share = getattr(row, part)
        value = None if share is None else round(share * asked)
        yield ShownNumber(f"{row.question}: {part}", EVERYBODY, value)


def _evidence(release: Release) -> Iterator[tuple[str, tuple[ShownNumber, ...]]]:
    """Whole numbers in sentences; a number is known by the rest of its sentence."""
    numbers = []
    for principle in release.principles:
        for safeguard in principle.safeguards:
            for sentence in safeguard.detail:
                said = f"{principle.number}, {safeguard.code}: {_NUMBER.sub('#', sentence)}"
                for place, found in enumerate(_NUMBER.findall(sentence), 1):
                    numbers.append(ShownNumber(f"{said} ({place})", EVERYBODY, int(found.replace(",", ""))))
    yield "evidence on the principles", tuple(numbers)


Shows = Callable[[Release], Iterator[tuple[str, tuple[ShownNumber, ...]]]]
# Every route has its line. A page shows all; what draws or encodes tables shows the numbers of tables and no others.
ROUTES: tuple[tuple[Route, tuple[Shows, ...]], ...] = (
    (Route.PAGE, (_tables, _counts, _quality, _evidence)),
    (Route.API, (_tables, _counts, _quality, _evidence)),
    (Route.FILE, (_tables, _counts, _quality, _evidence)),
    (Route.MAP, (_tables,)),
    (Route.CHART, (_tables,)),
    (Route.SDMX, (_tables,)),
    (Route.QUALITY_REPORT, (_quality,)),
    (Route.PRINCIPLE_EVIDENCE, (_evidence,)),
    (Route.COUNTS, (_counts,)),
)


def showings_of(release: Release) -> tuple[Showing, ...]:
    """Everything about people that a release shows, with all routes by which each part of it leaves."""
    name = f"{release.id}, version {release.version}"
    made = []
    for shows in (_tables, _counts, _quality, _evidence):
        routes = tuple(route for route, parts in ROUTES if shows in parts)
        made += [Showing(name, place, routes, numbers) for place, numbers in shows(release)]
    return tuple(made)


def told_apart(releases: Sequence[Release], threshold: int) -> tuple[Isolated, ...]:
    """The few people whom releases from the same data tell apart together. releases: the oldest first."""
    return isolated([showing for release in releases for showing in showings_of(release)], threshold)


def check_beside(release: Release, others: Sequence[Release], threshold: int, *, family: Collection[str] = ()) -> None:
    """Raises Refusal "told-apart" where a release, put beside others from the same data, tells a few people apart.

    family: releases under one register, as people name them: it decides what moves from one to the next, so that a
    number may move by a few. What the others tell by themselves is not told again: that has happened.
    """
    if not others or threshold == 1:
        return
    known = set(told_apart(others, threshold)) if len(others) > 1 else set()
    found = [
        one
        for one in told_apart((*others, release), threshold)
        if one not in known and not _is_of_register(one, family)
    ]
    if found:
        do = "Leave the figure out, use wider groups, or show the same numbers as before."
        raise Refusal(*(Reason("told-apart", one.sentence, "--beside", do) for one in found[:MOST_REASONS]))


def _is_of_register(one: Isolated, family: Collection[str]) -> bool:
    """Whether it is a number that moved from one release of the register to another."""
    return one.how is Subtraction.CHANGED and all(name in family for name, _ in one.sources)


def read_beside(folders: Sequence[Path], *, trusted: Sequence[str]) -> tuple[Release, ...]:
    """Releases from the same data, verified. Raises Refusal "previous-not-verified"."""
    found = []
    for folder in folders:
        release = read_previous(folder, trusted=trusted).release
        if release is None:
            what = "This release was written by a version of Nyhavn that this one cannot read."
            raise refusal("previous-not-verified", what, where=str(folder))
        found.append(release)
    return tuple(found)
