"""A trail as a picture and as a table: marks along a line of time, and a row for each thing said."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language_bidi

from nyhavn.framework.commitments import OF_AUTHORITY, CommitmentState, TrailEntry, TrailStep
from nyhavn.web.commitments.showing import TrailShown
from nyhavn.web.commitments.words import (
    ANSWER_MARKS,
    COMMITMENT_MARKS,
    PRESSING,
    PROOFS,
    SEEN_MARKS,
    STEPS,
)

WIDTH, MARGIN, GAP = 320.0, 14.0, 23.0  # of the picture, in its own units; gap: between two marks


@dataclass(frozen=True)
class Mark:
    """One mark in the picture. shape: square for those who asked and the community, circle for the authority, diamond
    for a day by which something is due."""

    x: float
    shape: str
    label: str
    is_over: bool = False


@dataclass(frozen=True)
class Picture:
    """A line of time from the day of the request. today: where today is."""

    marks: tuple[Mark, ...]
    today: float
    first: date
    last: date


@dataclass(frozen=True)
class Row:
    """One row of the table. who: authority, recorded or community. state: tone and word, for a commitment or an
    outcome."""

    entry: TrailEntry
    title: str
    who: str
    state: tuple[str, str] | None
    proof: str
    is_taken_back: bool


@dataclass(frozen=True)
class TrailPage:
    """A request as a page shows it. stands: tone and word of what presses most."""

    trail: TrailShown
    stands: tuple[str, str]
    rows: tuple[Row, ...]
    picture: Picture
    disputed: tuple[int, ...]


def trail_page(trail: TrailShown) -> TrailPage:
    """The request with its picture and its table."""
    return TrailPage(
        trail=trail,
        stands=_stands(trail),
        rows=tuple(_row(trail, one) for one in trail.entries),
        picture=_picture(trail),
        disputed=tuple(one.entry.number for one in trail.promised if one.is_disputed),
    )


def _stands(trail: TrailShown) -> tuple[str, str]:
    """What presses most: an answer that is missing, then promises, then the answer. A yes hides no broken promise."""
    found = {one.state for one in trail.promised}
    pressing = (PRESSING[state] for state in PRESSING if state in found and trail.answer is not None)
    return next(pressing, ANSWER_MARKS[trail.answer_today])


def _row(trail: TrailShown, entry: TrailEntry) -> Row:
    states = {one.entry.number: one.state for one in trail.promised}
    is_gone = entry.number in trail.taken_back
    state = COMMITMENT_MARKS[states[entry.number]] if entry.step is TrailStep.COMMIT else None
    return Row(
        entry=entry,
        title=STEPS[entry.step],
        who=_who(entry),
        state=SEEN_MARKS[entry.seen] if entry.seen else state,
        proof=str(PROOFS[entry.proof]) if entry.proof else "",
        is_taken_back=is_gone and states.get(entry.number) is not CommitmentState.TAKEN_BACK,
    )


def _who(entry: TrailEntry) -> str:
    if entry.by_authority:
        return "authority"
    return "recorded" if entry.step in OF_AUTHORITY else "community"


def _picture(trail: TrailShown) -> Picture:
    today = timezone.localdate()
    found = sorted(_marked(trail), key=lambda one: one[0])
    first, last = trail.asked_on, max(today, *(day for day, *_ in found))
    days = [day for day, *_ in found]
    passed = bisect_right(days, today)  # today has a place of its own, so that no mark covers it
    places = spread([_at(day, first, last) for day in (*days[:passed], today, *days[passed:])])
    at_today = places.pop(passed)
    marks = (
        Mark(_sided(x), shape, label, is_over) for x, (_, shape, label, is_over) in zip(places, found, strict=True)
    )
    return Picture(tuple(marks), _sided(at_today), first, last)


def _marked(trail: TrailShown) -> list[tuple[date, str, str, bool]]:
    """Day, shape, label and whether it is over."""
    said = [
        (one.said_on, "square" if _who(one) == "community" else "circle", str(one.number), False)
        for one in trail.entries
    ]
    due = [(one.on, "diamond", "", one.is_over) for one in trail.due]
    return [(trail.asked_on, "square", "", False), *said, *due]


def _at(day: date, first: date, last: date) -> float:
    whole = (last - first).days or 1
    return MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / whole


def _sided(x: float) -> float:
    """Time runs as the language is read."""
    return round(WIDTH - x if get_language_bidi() else x, 1)


def spread(places: Sequence[float]) -> list[float]:
    """The same places, in order, moved as little as needed for none to lie on another."""
    gap = min(GAP, (WIDTH - 2 * MARGIN) / max(1, len(places) - 1))
    found: list[float] = []
    for x in places:
        found.append(max(x, found[-1] + gap) if found else x)
    end = WIDTH - MARGIN
    for at in reversed(range(len(found))):
        found[at] = min(found[at], end)
        end = found[at] - gap
    return found
