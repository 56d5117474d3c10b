"""Somebody came to harm, or could: kinds of incidents, what has to be done about them, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import Role
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class IncidentKind(StrEnum):
    """What happened, as whoever reports it says."""

    HARM = "harm"
    THREAT = "threat"
    DATA_BREACH = "data-breach"
    PRESSURE = "pressure"  # to take part, to answer in a certain way, to be silent
    OTHER = "other"


class IncidentStep(StrEnum):
    """What somebody who acts does."""

    ACKNOWLEDGE = "acknowledge"
    TELL_AUTHORITY = "tell-authority"
    CLOSE = "close"


class Deadline(Declared):
    """How long there is for one step. whole_hours: the hour in which the time begins is left out."""

    code: IncidentStep
    hours: int
    kinds: tuple[IncidentKind, ...]
    whole_hours: bool


class IncidentClock(Vocabulary):
    """How long there is for what."""

    deadline: tuple[Deadline, ...]


INCIDENT_CLOCK = read_vocabulary(IncidentClock, "incident_clock")
KEPT_FOR = timedelta(days=365)  # this project's decision: the words of a closed incident, for questions that come later
REMIND_BEFORE = timedelta(hours=12)  # this project's decision: time enough to act on the reminder


@dataclass(frozen=True)
class Due:
    """Something that has to be done, and until when."""

    step: IncidentStep
    at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether the time is over."""
        return now > self.at


def due_steps(kind: IncidentKind, reported_at: datetime, done: Collection[IncidentStep] = ()) -> tuple[Due, ...]:
    """What still has to be done, the most urgent first; nothing once the incident is closed."""
    if IncidentStep.CLOSE in done:
        return ()
    asked = [one for one in _deadlines(kind) if one.code not in done]
    found = [Due(one.code, _end(reported_at, one.hours, whole=one.whole_hours)) for one in asked]
    return tuple(sorted(found, key=lambda due: due.at))


def _deadlines(kind: IncidentKind) -> tuple[Deadline, ...]:
    return tuple(one for one in INCIDENT_CLOCK.deadline if kind in one.kinds)


def _end(start: datetime, hours: int, *, whole: bool) -> datetime:
    """The end of a period in hours. whole: the hour in which it began is left out, as Regulation 1182/71 has it."""
    first = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) if whole else start
    return first + timedelta(hours=hours)


def check_step(kind: IncidentKind, step: IncidentStep, done: Collection[IncidentStep]) -> None:
    """Whether this can be done now. Raises Refusal: incident-closed, incident-step-done, incident-not-answered.

    A breach is not closed before somebody said what the authority was told, or why it need not be.
    """
    if IncidentStep.CLOSE in done:
        raise refusal("incident-closed", "This incident is closed.", do="Report a new one if something happens again.")
    if step in done:
        raise refusal("incident-step-done", "This was done already.", do="Nothing needs to be done.")
    if step is IncidentStep.CLOSE:
        open_ones = {one.code for one in _deadlines(kind)} - set(done)
        if open_ones:
            what = f"Before it is closed, this has to be done: {', '.join(sorted(open_ones))}."
            raise refusal("incident-not-answered", what, do="Do that first.")


def may_read(roles: Collection[Role], about: Collection[Role]) -> bool:
    """Whether somebody with these roles may know of an incident that is about people in those roles."""
    return set(about).isdisjoint(roles)
