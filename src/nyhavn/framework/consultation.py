"""A consultation on a text: what stands fixed beforehand, what is done about it in which order, and where it stands.

The clock opens and closes it, nobody does. There are no votes: how many commenters say something says who was reached,
and not what is right for those who were not.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import AwareDatetime, Field, NaiveDatetime, model_validator

from nyhavn.framework.consultation_comments import Comment, has_letters
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_window import Window, check_clock_time, latest, reminders
from nyhavn.framework.consultation_words import Dimension, OwnWords, entries
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, check_none, refusal


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"  # everybody knows the window; it has not begun
    OPEN = "open"
    CLOSED = "closed"  # comments are being answered
    ANSWERED = "answered"  # every commenter sees the answer, and may contest it
    PUBLISHED = "published"  # the next version is out
    CALLED_OFF = "called-off"


class ConsultationStep(StrEnum):
    """What is done about it, or what the clock does."""

    CHANGE = "change"  # of the window, the text, or whom one wants to hear
    ANNOUNCE = "announce"
    BEGIN = "begin"  # by the clock
    EXTEND = "extend"
    END = "end"  # by the clock
    SHOW_ANSWERS = "show-answers"
    PUBLISH = "publish"
    CALL_OFF = "call-off"


_S, _T = ConsultationState, ConsultationStep
BY_THE_CLOCK = frozenset({_T.BEGIN, _T.END})
NEEDS_REASON = frozenset({_T.EXTEND, _T.CALL_OFF})

# Total over the states; what does not stand there is refused.
STEPS: Mapping[ConsultationState, Mapping[ConsultationStep, ConsultationState]] = {
    _S.DRAFT: {_T.CHANGE: _S.DRAFT, _T.ANNOUNCE: _S.ANNOUNCED, _T.CALL_OFF: _S.CALLED_OFF},
    _S.ANNOUNCED: {_T.BEGIN: _S.OPEN, _T.EXTEND: _S.ANNOUNCED, _T.CALL_OFF: _S.CALLED_OFF},
    _S.OPEN: {_T.END: _S.CLOSED, _T.EXTEND: _S.OPEN, _T.CALL_OFF: _S.CALLED_OFF},
    _S.CLOSED: {_T.SHOW_ANSWERS: _S.ANSWERED, _T.CALL_OFF: _S.CALLED_OFF},
    _S.ANSWERED: {_T.PUBLISH: _S.PUBLISHED, _T.CALL_OFF: _S.CALLED_OFF},
    _S.PUBLISHED: {},
    _S.CALLED_OFF: {},
}
TAKES_COMMENTS = frozenset({_S.OPEN, _S.CLOSED, _S.ANSWERED, _S.PUBLISHED})  # after the end they are late, and kept
STATE_WORDS: Mapping[ConsultationState, str] = {
    _S.DRAFT: "It is being prepared, and not announced yet.",
    _S.ANNOUNCED: "It is announced, and has not begun.",
    _S.OPEN: "It is open for comments.",
    _S.CLOSED: "It is closed, and comments are being answered.",
    _S.ANSWERED: "The answers are shown, and may be contested.",
    _S.PUBLISHED: "The next version is published.",
    _S.CALLED_OFF: "It was called off.",
}


class ConsultationAct(Declared):
    """Something that was done. by: opaque key of the account. reason: public. until: new end, as clocks show it."""

    step: ConsultationStep
    at: AwareDatetime
    by: str = ""
    reason: str = ""
    until: NaiveDatetime | None = None


class Wanted(Declared):
    """Whom the convenor says beforehand they want to hear: a code of one dimension, and at least how many."""

    dimension: Dimension
    code: str = Field(min_length=1, max_length=40)
    commenters: int = Field(ge=1)


class _Standing(NamedTuple):
    state: ConsultationState
    ends: datetime


class Consultation(Declared):
    """A consultation with all that was done. Raises Refusal for acts that could not follow each other.

    text, version: which text, in which version. convened_by: the body. wanted: whom it said beforehand it wants to
    hear. own: places, sectors and groups of its own.
    """

    code: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=200)
    version: str = Field(min_length=1, max_length=40)
    convened_by: str = Field(min_length=1, max_length=200)
    window: Window
    wanted: tuple[Wanted, ...] = ()
    own: OwnWords = OwnWords()
    acts: tuple[ConsultationAct, ...] = ()

    @model_validator(mode="after")
    def _acts_follow(self) -> Self:
        check_none(_unknown_wanted(self.wanted, self.own))
        self._standing()
        return self

    def _standing(self) -> _Standing:
        standing = _Standing(_S.DRAFT, self.window.ends)
        last = None
        for act in self.acts:
            standing = _after(self.window, standing, act, last)
            last = act.at
        return standing

    def state(self, now: datetime) -> ConsultationState:
        """Where it stands at a moment that is not before the last act."""
        return _by_clock(self.window, self._standing(), now)

    @property
    def ends(self) -> datetime:
        """The end as clocks show it at the place, extensions included."""
        return self._standing().ends

    @cached_property
    def ends_at(self) -> datetime:
        """The moment from which comments are late, in UTC, extensions included."""
        return latest(self.ends, self.window.zone)

    @property
    def extensions(self) -> tuple[ConsultationAct, ...]:
        """All extensions with their public reasons, the first one first."""
        return tuple(act for act in self.acts if act.step is _T.EXTEND)

    @cached_property
    def answers_shown_at(self) -> datetime | None:
        """When the answers were shown to those who commented."""
        return next((act.at for act in self.acts if act.step is _T.SHOW_ANSWERS), None)

    def reminders(self) -> tuple[datetime, ...]:
        """When people are reminded, in UTC; they move with an extension."""
        days = CONSULTATION_POLICY.remind_days_before_end
        return reminders(self.window.begins_at, self.ends, self.window.zone, days)

    def due_reminder(self, now: datetime, last_sent: datetime | None) -> datetime | None:
        """The reminder that has to be sent now: of several that were missed, the last one; None outside the window."""
        if self.state(now) is not _S.OPEN:
            return None
        due = [moment for moment in self.reminders() if moment <= now and (last_sent is None or moment > last_sent)]
        return due[-1] if due else None

    def is_late(self, comment: Comment) -> bool:
        """Whether it came after the end. It is kept, marked and answered; the next version does not wait for it."""
        return comment.arrival.at >= self.ends_at

    def with_act(self, act: ConsultationAct) -> "Consultation":
        """The consultation after one more act. Raises Refusal.

        consultation-out-of-turn, consultation-act-before-last, consultation-reason-missing,
        consultation-extended-backwards, consultation-time-not-there, consultation-announced-too-late.
        """
        said = {name: getattr(self, name) for name in Consultation.model_fields}
        return Consultation(**{**said, "acts": (*self.acts, act)})


def _unknown_wanted(wanted: Iterable[Wanted], own: OwnWords) -> Iterator[Reason]:
    """Whoever is wanted under a code that nobody can say would be missing for ever. Of languages any may be said."""
    for one in wanted:
        known = {entry.code for entry in entries(one.dimension, own)}
        if known and one.code not in known:
            what = f"Somebody whom you want to hear is named by a {one.dimension} that is none of the choices."
            yield Reason("comment-code-unknown", what, "wanted", "Choose from the list.")


def check_change(consultation: Consultation, now: datetime) -> None:
    """Whether window, text and whom one wants to hear may still change. Raises Refusal "consultation-out-of-turn"."""
    _check_turn(consultation.state(now), _T.CHANGE)


def check_takes_comments(consultation: Consultation, now: datetime) -> None:
    """Whether comments come in. After the end they still do, and are late. Raises Refusal "consultation-not-open"."""
    state = consultation.state(now)
    if state not in TAKES_COMMENTS:
        raise refusal("consultation-not-open", f"{STATE_WORDS[state]} No comments come in.", do="Look at its window.")


def _by_clock(window: Window, standing: _Standing, now: datetime) -> ConsultationState:
    state = standing.state
    if state is _S.ANNOUNCED and now >= window.begins_at:
        state = STEPS[state][_T.BEGIN]
    if state is _S.OPEN and now >= latest(standing.ends, window.zone):
        state = STEPS[state][_T.END]
    return state


def _after(window: Window, standing: _Standing, act: ConsultationAct, last: datetime | None) -> _Standing:
    if last is not None and act.at < last:
        what = "This would stand before what was done last."
        raise refusal("consultation-act-before-last", what, where="at", do="Please check the clock.")
    following = _check_turn(_by_clock(window, standing, act.at), act.step)
    if act.step is _T.ANNOUNCE and act.at >= window.ends_at:
        what = "Its window is over, and everything that came would come too late."
        raise refusal("consultation-announced-too-late", what, where="at", do="Choose a window that is still to come.")
    check_none(_act_faults(standing, act))
    if act.until is None:
        return _Standing(following, standing.ends)
    check_clock_time(act.until, window.zone, "until")
    return _Standing(following, act.until)


def _check_turn(state: ConsultationState, step: ConsultationStep) -> ConsultationState:
    following = STEPS[state].get(step)
    if following is None or step in BY_THE_CLOCK:
        what = f"{STATE_WORDS[state]} This cannot be done now."
        raise refusal("consultation-out-of-turn", what, do="Look at where the consultation stands.")
    return following


def _act_faults(standing: _Standing, act: ConsultationAct) -> Iterator[Reason]:
    if act.step in NEEDS_REASON and not has_letters(act.reason):
        do = "Write it in a sentence. Everybody reads it."
        yield Reason("consultation-reason-missing", "There is no reason.", "reason", do)
    if (act.step is _T.EXTEND) is (act.until is None):
        what = "A new end belongs to an extension, and to nothing else."
        yield Reason("consultation-extended-backwards", what, "until", "Choose the new end.")
    elif act.until is not None and act.until <= standing.ends:
        what = "The new end is not after the old one."
        do = "Choose a later time. A window never becomes shorter."
        yield Reason("consultation-extended-backwards", what, "until", do)
