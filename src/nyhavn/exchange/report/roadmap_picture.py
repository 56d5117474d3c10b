"""The roadmap as a picture: a bar for each action along a line of time, and what slipped stays to be seen.

Places are in per cent of the width, heights in pixels, so that bars shrink on a phone and words do not. What colour
says, a pattern, a shape and a word say too. Time runs as the language is read.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nyhavn.exchange.report import roadmap_words as words
from nyhavn.exchange.report.charts import bar_lines
from nyhavn.exchange.report.days import day as day_words
from nyhavn.exchange.report.scale import Span
from nyhavn.exchange.report.speech import say
from nyhavn.framework.roadmap_history import ActionDays
from nyhavn.framework.roadmap_timeline import MarkKind, Timeline, TimelineMark, TimelineRow
from nyhavn.framework.roadmap_vocabulary import ActionStatus

FULL, EDGE = 100.0, 2.0  # per cent; the edge leaves room for half a mark
NARROWEST = 0.6  # per cent: an action of one day is still to be seen
HEAD, LINE, SMALL, BAR, GAP, FOOT, STRAND = 28, 19, 18, 14, 20, 26, 34  # pixels
SMALL_LETTERS = 46  # of the smaller words that fit the narrowest phone
MOST_TICKS = 4  # as many as stand beside each other on a phone
TICK_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
ROOM = 9.0  # per cent: half of such a text on a phone
DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlacedMark:
    """A mark: its place, and what it says to those who point at it or do not see it."""

    x: float
    kind: str
    says: str


@dataclass(frozen=True)
class PlacedRow:
    """One action. label, state: lines of text; label_top, top: of the text and of the bar. late: the delay."""

    label: tuple[str, ...]
    state: tuple[str, ...]
    label_top: int
    top: int
    bar: Span
    status: str
    late: Span | None
    marks: tuple[PlacedMark, ...]

    @property
    def state_top(self) -> int:
        """The top of the smaller words."""
        return self.label_top + LINE * len(self.label)

    @property
    def middle(self) -> int:
        """The height of the middle of the bar."""
        return self.top + BAR // 2


@dataclass(frozen=True)
class PlacedStrand:
    """The heading of a strand: its lines, and the top of them."""

    lines: tuple[str, ...]
    top: int


@dataclass(frozen=True)
class PlacedTick:
    """A marked beginning of a month or a year. anchor: to which side of it the text stands, so that none is cut off."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class RoadmapPicture:
    """The whole picture. start: where lines of text begin, in per cent. notes: what the marks mean."""

    title: str
    description: str
    strands: tuple[PlacedStrand, ...]
    rows: tuple[PlacedRow, ...]
    ticks: tuple[PlacedTick, ...]
    today: float
    start: float
    height: int
    notes: tuple[str, ...]
    is_mirrored: bool


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    is_mirrored: bool

    def at(self, day: date) -> float:
        """The place where a day begins. The last day ends where the next one would begin."""
        whole = (self.last - self.first).days + 1
        x = EDGE + (FULL - 2 * EDGE) * (day - self.first).days / whole
        return FULL - x if self.is_mirrored else x

    def span(self, days: ActionDays) -> Span:
        """Both days included."""
        left, right = sorted((self.at(days.starts), self.at(days.ends + DAY)))
        return Span(left, max(NARROWEST, right - left))


def roadmap_picture(of: Timeline, *, is_mirrored: bool) -> RoadmapPicture:
    """Where everything stands. The words are in the language that is spoken."""
    axis = _Axis(of.first, of.last, is_mirrored)
    strands: list[PlacedStrand] = []
    rows: list[PlacedRow] = []
    top, strand = HEAD, None
    for row in of.rows:
        if row.strand is not strand:
            strand = row.strand
            strands.append(PlacedStrand(_wrapped(say(words.ROADMAP_STRANDS[strand.value])), top))
            top += LINE * len(strands[-1].lines) + STRAND - LINE
        rows.append(_row(row, top, axis))
        top = rows[-1].top + BAR + GAP
    return RoadmapPicture(
        title=say(words.ROADMAP_PICTURE).format(title=of.title),
        description=say(words.ROADMAP_DESC if rows else words.ROADMAP_EMPTY),
        strands=tuple(strands),
        rows=tuple(rows),
        ticks=tuple(_tick(axis.at(on), text, is_mirrored=is_mirrored) for on, text in ticks(of.first, of.last)),
        today=axis.at(of.today),
        start=FULL - EDGE if is_mirrored else EDGE,
        height=top + FOOT,
        notes=tuple(_notes(of)),
        is_mirrored=is_mirrored,
    )


def _row(row: TimelineRow, top: int, axis: _Axis) -> PlacedRow:
    label = bar_lines(say(words.ROADMAP_LABEL).format(code=row.code, what=row.what))
    state = _wrapped(" · ".join(state_words(row)), SMALL_LETTERS)
    late = ActionDays(starts=row.days.ends + DAY, ends=row.late_until) if row.late_until else None
    return PlacedRow(
        label=label,
        state=state,
        label_top=top,
        top=top + LINE * len(label) + SMALL * len(state) + 5,
        bar=axis.span(row.days),
        status=row.status.value,
        late=axis.span(late) if late else None,
        marks=tuple(_mark(mark, axis) for mark in row.marks),
    )


def _mark(mark: TimelineMark, axis: _Axis) -> PlacedMark:
    return PlacedMark(axis.at(mark.on), mark.kind.value, mark_words(mark))


def _wrapped(text: str, letters: int = 40) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, letters)) or ("",)


def mark_words(mark: TimelineMark) -> str:
    """What a mark says."""
    return say(words.ROADMAP_MARKS[mark.kind.value]).format(day=day_words(mark.on))


def days_words(days: ActionDays) -> str:
    """First and last day in words."""
    return say(words.ROADMAP_DAYS).format(starts=day_words(days.starts), ends=day_words(days.ends))


def state_words(row: TimelineRow) -> Iterator[str]:
    """Where it stands, how late it is, its days, and the days first planned where they were others."""
    yield say(words.ROADMAP_STATUSES[row.status.value])
    if row.days_late:
        yield say(_late_words(row)).format(days=row.days_late)
    yield days_words(row.days)
    if row.planned != row.days:
        first = say(words.ROADMAP_FIRST_PLANNED)
        yield first.format(starts=day_words(row.planned.starts), ends=day_words(row.planned.ends))


def _late_words(row: TimelineRow) -> str:
    if row.status in (ActionStatus.CLAIMED, ActionStatus.DISPUTED):
        return words.ROADMAP_NOT_SHOWN
    return words.ROADMAP_LATE_ONE if row.days_late == 1 else words.ROADMAP_LATE


def _notes(of: Timeline) -> Iterator[str]:
    yield say(words.ROADMAP_TODAY_IS).format(day=day_words(of.today))
    yield say(words.ROADMAP_KEY_TODAY)
    present = {mark.kind for row in of.rows for mark in row.marks}
    yield from (say(words.ROADMAP_KEY[kind.value]) for kind in MarkKind if kind in present)
    if any(row.late_until for row in of.rows):
        yield say(words.ROADMAP_KEY_LATE)


def _tick(x: float, text: str, *, is_mirrored: bool) -> PlacedTick:
    along = FULL - x if is_mirrored else x
    return PlacedTick(x, text, "start" if along < ROOM else "end" if along > FULL - ROOM else "middle")


def ticks(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """Beginnings of months or years between two days, at most four, written so that every language reads them."""
    for months in TICK_MONTHS:
        found = [on for on in _beginnings(first, last, months) if first <= on <= last]
        if len(found) <= MOST_TICKS:
            return tuple((on, f"{on.year:04d}" if months >= 12 else f"{on.year:04d}-{on.month:02d}") for on in found)
    return ()


def _beginnings(first: date, last: date, months: int) -> Iterable[date]:
    at = (first.year * 12 + first.month - 1) // months * months
    while at <= last.year * 12 + last.month - 1:
        if at >= 12:
            yield date(at // 12, at % 12 + 1, 1)
        at += months
