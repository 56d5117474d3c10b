"""From data to decision: who was asked for what, what they answered and promised, what they did, and what came of it.

A trail is a request and what was said after it, each with its day. Nothing said is changed: a correction is said
beside it, and may take it back, which stays to be read. What an authority says and what the community saw both stand.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind

# Who can be asked on a site: bodies that decide for others. A company or a club is asked by name, as one outside.
AUTHORITIES = frozenset(
    {
        PartyKind.GOVERNMENT,
        PartyKind.STATISTICS_OFFICE,
        PartyKind.HUMAN_RIGHTS_INSTITUTION,
        PartyKind.INTERNATIONAL,
    }
)

REMIND_BEFORE = timedelta(days=14)  # this project's own: two weeks are enough to bring it to a meeting
REMIND_EVERY = timedelta(days=7)


class TrailStep(StrEnum):
    """What is said after a request."""

    ACCEPT = "accept"
    ACCEPT_IN_PART = "accept-in-part"
    DECLINE = "decline"
    COMMIT = "commit"
    ACT = "act"
    SEE = "see"
    CORRECT = "correct"


class RequestState(StrEnum):
    """How far a request came."""

    ASKED = "asked"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    COMMITTED = "committed"
    ACTED = "acted-on"


class Proof(StrEnum):
    """What shows that something was done."""

    DOCUMENT = "document"
    BUDGET_LINE = "budget-line"
    LAW = "law"
    RELEASE = "release"
    OTHER = "other"


class Seen(StrEnum):
    """Whether it happened, as the community sees it."""

    HAPPENED = "happened"
    IN_PART = "happened-in-part"
    NOT = "did-not-happen"


class CommitmentState(StrEnum):
    """What became of a promise, as whoever made it says."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    TAKEN_BACK = "taken-back"


class AnswerState(StrEnum):
    """Whether there is an answer, and which."""

    WAITS = "waits"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    IN_PART = "accepted-in-part"
    DECLINED = "declined"


_T = TrailStep
ANSWERS = frozenset({_T.ACCEPT, _T.ACCEPT_IN_PART, _T.DECLINE})
OF_AUTHORITY = ANSWERS | {_T.COMMIT, _T.ACT}  # what only an authority can say, or what is recorded of it
_ALWAYS = frozenset({_T.SEE, _T.CORRECT})
_LEADS_TO: Mapping[TrailStep, RequestState] = {
    _T.ACCEPT: RequestState.ACCEPTED,
    _T.ACCEPT_IN_PART: RequestState.ACCEPTED,
    _T.DECLINE: RequestState.DECLINED,
    _T.COMMIT: RequestState.COMMITTED,
    _T.ACT: RequestState.ACTED,
}
# What may follow. An answer comes first; who declined may still accept, who promised no longer declines.
MAY_FOLLOW: Mapping[RequestState, frozenset[TrailStep]] = {
    RequestState.ASKED: ANSWERS | _ALWAYS,
    RequestState.DECLINED: frozenset({_T.ACCEPT, _T.ACCEPT_IN_PART}) | _ALWAYS,
    RequestState.ACCEPTED: frozenset({_T.ACCEPT, _T.DECLINE, _T.COMMIT, _T.ACT}) | _ALWAYS,
    RequestState.COMMITTED: frozenset({_T.COMMIT, _T.ACT}) | _ALWAYS,
    RequestState.ACTED: frozenset({_T.COMMIT, _T.ACT}) | _ALWAYS,
}


class TrailEntry(Declared):
    """One thing said. number: within its trail, in the order in which it was recorded.

    by_authority: said on its own page; otherwise recorded by the initiative, with its source.
    due, office: of a commitment. about: number of the commitment, or of what is corrected. proof, reference, keeps: of
    an action; keeps: with it the commitment is kept. seen, seen_by: of what the community saw.
    takes_back: the entry corrected should not count any more.
    """

    number: int = Field(ge=1)
    step: TrailStep
    said_on: date
    recorded_on: date
    words: str
    by_authority: bool = False
    source: str = ""
    due: date | None = None
    office: str = ""
    about: int | None = None
    proof: Proof | None = None
    reference: str = ""
    keeps: bool = False
    seen: Seen | None = None
    seen_by: str = ""
    takes_back: bool = False


class Commitment(Declared):
    """A promise with what came of it. seen: what the community said last."""

    entry: TrailEntry
    state: CommitmentState
    actions: tuple[TrailEntry, ...] = ()
    seen: tuple[TrailEntry, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether the authority says that it is kept, and the community saw otherwise."""
        is_kept = self.state in (CommitmentState.KEPT, CommitmentState.KEPT_LATE)
        return is_kept and bool(self.seen) and self.seen[-1].seen is Seen.NOT


class Due(Declared):
    """Something that an authority has to do. about: number of the commitment; None for the answer."""

    on: date
    is_over: bool
    about: int | None = None


class Trail(Declared):
    """A request and all that followed. is_here: the authority has a page of its own on this site.

    need: its number. release, release_title: name and title of the published results; "" where it is about a need only.
    """

    number: int = Field(ge=1)
    authority: str
    is_here: bool = False
    how: str = ""
    asked_for: str
    asked_on: date
    answer_by: date
    need: int | None = None
    release: str = ""
    release_title: str = ""
    entries: tuple[TrailEntry, ...] = ()

    @property
    def taken_back(self) -> frozenset[int]:
        """Numbers of entries that do not count any more."""
        return frozenset(
            one.about for one in self.entries if one.step is TrailStep.CORRECT and one.takes_back and one.about
        )

    @property
    def standing(self) -> tuple[TrailEntry, ...]:
        """What counts, in order."""
        return tuple(one for one in self.entries if one.number not in self.taken_back)

    @property
    def state(self) -> RequestState:
        """How far it came: what was said last decides."""
        led = [_LEADS_TO[one.step] for one in self.standing if one.step in _LEADS_TO]
        return led[-1] if led else RequestState.ASKED

    @property
    def answer(self) -> TrailEntry | None:
        """The answer that counts: the last one."""
        return next((one for one in reversed(self.standing) if one.step in ANSWERS), None)

    def corrections_of(self, number: int) -> tuple[TrailEntry, ...]:
        """What was said beside an entry."""
        return tuple(one for one in self.entries if one.step is TrailStep.CORRECT and one.about == number)

    def answer_state(self, today: date) -> AnswerState:
        """Whether there is an answer, and which."""
        if self.answer is None:
            return AnswerState.OVERDUE if self.answer_by < today else AnswerState.WAITS
        return {
            TrailStep.ACCEPT: AnswerState.ACCEPTED,
            TrailStep.ACCEPT_IN_PART: AnswerState.IN_PART,
            TrailStep.DECLINE: AnswerState.DECLINED,
        }[self.answer.step]

    @property
    def is_answered_late(self) -> bool:
        """Whether the first answer came after its day."""
        first = next((one for one in self.standing if one.step in ANSWERS), None)
        return first is not None and first.said_on > self.answer_by

    def commitments(self, today: date) -> tuple[Commitment, ...]:
        """All promises in the order in which they were made, those taken back among them."""
        return tuple(self._commitment(one, today) for one in self.entries if one.step is TrailStep.COMMIT)

    def _commitment(self, entry: TrailEntry, today: date) -> Commitment:
        about = tuple(one for one in self.standing if one.about == entry.number)
        actions = tuple(one for one in about if one.step is TrailStep.ACT)
        seen = tuple(one for one in about if one.step is TrailStep.SEE)
        kept = min((one.said_on for one in actions if one.keeps), default=None)
        return Commitment(entry=entry, state=self._state_of(entry, kept, today), actions=actions, seen=seen)

    def _state_of(self, entry: TrailEntry, kept: date | None, today: date) -> CommitmentState:
        due = entry.due or entry.said_on
        if entry.number in self.taken_back:
            return CommitmentState.TAKEN_BACK
        if kept is not None:
            return CommitmentState.KEPT if kept <= due else CommitmentState.KEPT_LATE
        return CommitmentState.OVERDUE if due < today else CommitmentState.OPEN

    def dues(self, today: date) -> tuple[Due, ...]:
        """What the authority still has to do, the nearest day first."""
        answer = [Due(on=self.answer_by, is_over=self.answer_by < today)] if self.answer is None else []
        left = (CommitmentState.OPEN, CommitmentState.OVERDUE)
        promised = [
            Due(on=one.entry.due, is_over=one.entry.due < today, about=one.entry.number)
            for one in self.commitments(today)
            if one.state in left and one.entry.due is not None
        ]
        return tuple(sorted((*answer, *promised), key=lambda due: due.on))

    @property
    def led_somewhere(self) -> bool:
        """Whether the authority promised or did something."""
        return any(one.step in (TrailStep.COMMIT, TrailStep.ACT) for one in self.standing)
