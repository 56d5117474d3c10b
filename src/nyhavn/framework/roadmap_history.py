"""What is said of an action, one entry after the other. Nothing is changed: a date that moves leaves the earlier one.

Each entry has the day on which it happened and the day on which it was recorded, so that nobody is in time afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import MOST_LETTERS, Naming, check_no_address
from nyhavn.framework.roadmap_record import OnRecord, follows
from nyhavn.framework.safeguards.wording import says_something


class ActionStep(StrEnum):
    """What can be said of an action."""

    START = "start"
    MOVE = "move"  # to other days
    FINISH = "finish"  # a claim: only evidence makes it done
    DROP = "drop"
    TAKE_UP = "take-up"  # again, after it was dropped or said to be done


class SaidState(StrEnum):
    """How far an action came by what was said. What is shown needs evidence, too."""

    PLANNED = "planned"
    BEGUN = "begun"
    SAID_DONE = "said-done"
    DROPPED = "dropped"


_S, _T = SaidState, ActionStep
NEXT: Mapping[SaidState, Mapping[ActionStep, SaidState]] = {
    _S.PLANNED: {_T.START: _S.BEGUN, _T.MOVE: _S.PLANNED, _T.FINISH: _S.SAID_DONE, _T.DROP: _S.DROPPED},
    _S.BEGUN: {_T.MOVE: _S.BEGUN, _T.FINISH: _S.SAID_DONE, _T.DROP: _S.DROPPED},
    _S.SAID_DONE: {_T.TAKE_UP: _S.BEGUN},
    _S.DROPPED: {_T.TAKE_UP: _S.PLANNED},
}
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)  # this project's own: outside of it a year was mistyped
NEEDS_REASON = frozenset({_T.MOVE, _T.DROP, _T.TAKE_UP})
_WORDS: Mapping[SaidState, str] = {
    _S.PLANNED: "It did not begin yet.",
    _S.BEGUN: "It has begun.",
    _S.SAID_DONE: "It is said to be done.",
    _S.DROPPED: "It was dropped.",
}


class ActionDays(Declared):
    """First and last day, both included."""

    starts: date
    ends: date


class ActionEntry(OnRecord):
    """One thing said. by: the body that says it.

    on: the day on which it happened. days: the new ones, of a move. because: why; needed for all but start and finish.
    """

    step: ActionStep
    by: str = Field(max_length=MOST_LETTERS)
    on: date
    days: ActionDays | None = None
    because: str = Field(default="", max_length=1000)


class Shift(Declared):
    """Days that were moved: the earlier ones, the new ones, when and why."""

    was: ActionDays
    now: ActionDays
    recorded_on: date
    because: str

    @property
    def days_later(self) -> int:
        """By how many days the end slipped; negative where it came forward."""
        return (self.now.ends - self.was.ends).days

    def public(self, naming: Naming) -> "Shift":
        """The move in words for everybody."""
        return self.model_copy(update={"because": naming.text(self.because)})


def state_after(entries: Iterable[ActionEntry]) -> SaidState:
    """How far it came by what was said. The entries must have passed `check_entry`."""
    state = SaidState.PLANNED
    for entry in entries:
        state = NEXT[state][entry.step]
    return state


def days_after(planned: ActionDays, entries: Sequence[ActionEntry]) -> ActionDays:
    """The days that hold now."""
    return next((one.days for one in reversed(entries) if one.days is not None), planned)


def shifts(planned: ActionDays, entries: Iterable[ActionEntry]) -> tuple[Shift, ...]:
    """Every move, with the days before it."""
    found, was = [], planned
    for entry in entries:
        if entry.days is not None:
            found.append(Shift(was=was, now=entry.days, recorded_on=entry.recorded_on, because=entry.because))
            was = entry.days
    return tuple(found)


def check_days(days: ActionDays) -> None:
    """Raises Refusal "action-days-out-of-order"."""
    if days.ends < days.starts:
        what = "It would end before it starts."
        raise refusal("action-days-out-of-order", what, where="ends", do="Please check both days.")
    _check_year(days.starts, "starts")
    _check_year(days.ends, "ends")


def _check_year(day: date, where: str) -> None:
    if not EARLIEST <= day <= LATEST:
        what = f"The year {day.year} cannot be meant."
        raise refusal("action-days-out-of-order", what, where=where, do="Please check the year.")


def check_entry(planned: ActionDays, before: Sequence[ActionEntry], said: ActionEntry) -> None:
    """Whether this can be said after what was said before. Raises Refusal.

    action-out-of-turn, action-reason-missing, action-move-nothing, action-days-out-of-order, action-said-by-nobody,
    roadmap-holds-address.
    """
    check_step(state_after(before), said.step)
    check_no_address(said.by, said.because)
    if not says_something(said.by):
        what = "It is not said who says this."
        raise refusal("action-said-by-nobody", what, where="by", do="Name the body that says it.")
    if said.step in NEEDS_REASON and not says_something(said.because):
        what = "It is not said why."
        raise refusal("action-reason-missing", what, where="because", do="Write the reason in one plain sentence.")
    _check_move(days_after(planned, before), said)
    _check_when(before, said)


def check_step(state: SaidState, step: ActionStep) -> None:
    """Raises Refusal "action-out-of-turn"."""
    if not may_follow(state, step):
        do = "Take it up again first." if ActionStep.TAKE_UP in NEXT[state] else ""
        raise refusal("action-out-of-turn", f"{_WORDS[state]} This cannot follow.", where="step", do=do)


def may_follow(state: SaidState, step: ActionStep) -> bool:
    """Whether a step fits a state."""
    return step in NEXT[state]


def _check_move(now: ActionDays, said: ActionEntry) -> None:
    if (said.step is ActionStep.MOVE) != (said.days is not None):
        what = "A move has new days, and nothing else has."
        raise refusal("action-move-nothing", what, where="days", do="Write the new first and last day.")
    if said.days is None:
        return
    check_days(said.days)
    if said.days == now:
        what = "These are the days that hold already."
        raise refusal("action-move-nothing", what, where="days", do="Write the new first and last day.")


def _check_when(before: Sequence[ActionEntry], said: ActionEntry) -> None:
    _check_year(said.on, "on")
    begun = max((one.on for one in before if one.step is ActionStep.START), default=said.on)
    if not follows(before, said) or said.on > said.recorded_on or (said.step is ActionStep.FINISH and said.on < begun):
        what = "This day is still to come, or it is before something that came first."
        raise refusal("action-days-out-of-order", what, where="on", do="Please check the day.")
