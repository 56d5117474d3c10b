"""Complaints: what they are about, how they go from one state to the next, until when, who decides, what may be told.

A complaint is decided by the team or by a body outside, never by those it is about. Whoever complained says what is
not solved; then the body outside decides, where there is one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.roles import Role
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class ComplaintTopic(StrEnum):
    """What a complaint is about, as whoever complains says."""

    CONSENT = "consent"
    HARM = "harm"
    FIGURES = "figures"  # they are wrong about us
    CREDIT = "credit"
    ACCESS = "access"
    CONDUCT = "conduct"
    OTHER = "other"


class Reach(StrEnum):
    """Who reads it."""

    PRODUCER = "producer"
    BOTH = "both"
    OUTSIDE = "outside"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"  # with reasons, and without a remedy
    PROMISED = "promised"  # a remedy, until a day
    REMEDIED = "remedied"
    NOT_SOLVED = "not-solved"  # says whoever complained


class ComplaintStep(StrEnum):
    """What somebody does about it."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    PROMISE = "promise"
    REMEDY = "remedy"
    SAY_NOT_SOLVED = "say-not-solved"  # by whoever complained
    TAKE_OUTSIDE = "take-outside"  # by whoever complained


class RemedyKind(StrEnum):
    """What is done about it. The first three are steps of a release, and are linked to it."""

    ERRATUM = "erratum"
    WITHDRAWAL = "withdrawal"
    NEW_VERSION = "new-version"
    OTHER = "other"


OF_A_RELEASE = frozenset({RemedyKind.ERRATUM, RemedyKind.WITHDRAWAL, RemedyKind.NEW_VERSION})
DECISIONS = frozenset({ComplaintStep.ANSWER, ComplaintStep.PROMISE})
BY_COMPLAINANT = frozenset({ComplaintStep.SAY_NOT_SOLVED, ComplaintStep.TAKE_OUTSIDE})

_S, _T = ComplaintState, ComplaintStep
_DECIDED = {_T.ANSWER: _S.ANSWERED, _T.PROMISE: _S.PROMISED}

STEPS: Mapping[ComplaintState, Mapping[ComplaintStep, ComplaintState]] = {
    _S.RECEIVED: {_T.ACKNOWLEDGE: _S.ACKNOWLEDGED, **_DECIDED, _T.TAKE_OUTSIDE: _S.RECEIVED},
    _S.ACKNOWLEDGED: {**_DECIDED, _T.TAKE_OUTSIDE: _S.ACKNOWLEDGED},
    _S.ANSWERED: {_T.SAY_NOT_SOLVED: _S.NOT_SOLVED, _T.TAKE_OUTSIDE: _S.ANSWERED},
    _S.PROMISED: {_T.REMEDY: _S.REMEDIED, _T.SAY_NOT_SOLVED: _S.NOT_SOLVED, _T.TAKE_OUTSIDE: _S.PROMISED},
    _S.REMEDIED: {_T.SAY_NOT_SOLVED: _S.NOT_SOLVED, _T.TAKE_OUTSIDE: _S.REMEDIED},
    _S.NOT_SOLVED: {**_DECIDED, _T.TAKE_OUTSIDE: _S.NOT_SOLVED},
}


class ComplaintDeadline(Declared):
    """How many days there are for one step."""

    code: ComplaintStep
    days: int
    topics: tuple[ComplaintTopic, ...]


class ComplaintClock(Vocabulary):
    """How long there is for what. remedy_at_most_days: the latest day that a remedy may be promised for.

    told_from: how many complaints there must be before anything is told of them.
    """

    remedy_at_most_days: int
    told_from: int
    deadline: tuple[ComplaintDeadline, ...]


COMPLAINT_CLOCK = read_vocabulary(ComplaintClock, "complaint_clock")
KEPT_FOR = timedelta(days=365)  # this project's decision: the words after the last act, for questions that come later
REMIND_BEFORE = timedelta(days=1)  # this project's decision: time enough to act on the reminder


@dataclass(frozen=True)
class ComplaintAct:
    """Something that was done. remedy, remedy_by: what was promised, and until when. by_concerned: by one of those
    whom the complaint is about, which the guards refuse.
    """

    step: ComplaintStep
    at: datetime
    remedy_by: date | None = None
    by_concerned: bool = False


@dataclass(frozen=True)
class ComplaintDue:
    """Something that has to be done, and until when."""

    step: ComplaintStep
    at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether the time is over."""
        return now > self.at


@dataclass(frozen=True)
class ComplaintHistory:
    """One complaint as the rules read it, acts in the order of time."""

    topic: ComplaintTopic
    received_at: datetime
    acts: tuple[ComplaintAct, ...] = ()

    @property
    def state(self) -> ComplaintState:
        """Where it stands."""
        state = ComplaintState.RECEIVED
        for act in self.acts:
            state = STEPS[state].get(act.step, state)
        return state

    def due(self) -> tuple[ComplaintDue, ...]:
        """What still has to be done, the most urgent first."""
        state, since = self.state, self._clock_since
        steps = {
            _S.RECEIVED: (_T.ACKNOWLEDGE, _T.ANSWER),
            _S.ACKNOWLEDGED: (_T.ANSWER,),
            _S.NOT_SOLVED: (_T.ANSWER,),
        }.get(state, ())
        found = [ComplaintDue(step, since + time_for(step, self.topic)) for step in steps]
        if state is _S.PROMISED:
            found = [ComplaintDue(_T.REMEDY, self._promised_until)]
        return tuple(sorted(found, key=lambda due: due.at))

    def was_late(self, now: datetime) -> bool:
        """Whether anything was done after its time, or is not done although the time is over."""
        done_late = any(
            due.step is _step_for(act.step) and due.is_over(act.at)
            for act, before in self._acts
            for due in before.due()
        )
        return done_late or any(due.is_over(now) for due in self.due()) or self.is_remedy_overdue(now)

    def is_remedy_overdue(self, now: datetime) -> bool:
        """Whether a remedy was promised and not done, although its day is over.

        Whoever says so in an objection does not end the promise: it stays broken until there is a remedy or an answer.
        """
        if any(due.step is _T.REMEDY and due.is_over(now) for due in self.due()):
            return True
        return self.state in (_S.NOT_SOLVED, _S.PROMISED) and any(
            due.step is _T.REMEDY and due.is_over(act.at)
            for act, before in self._acts
            for due in before.due()
            if act.step is _T.SAY_NOT_SOLVED
        )

    @property
    def _acts(self) -> Iterator[tuple[ComplaintAct, "ComplaintHistory"]]:
        """Each act, with the complaint as it was before it."""
        for number, act in enumerate(self.acts):
            yield act, ComplaintHistory(self.topic, self.received_at, self.acts[:number])

    @property
    def was_decided_by_concerned(self) -> bool:
        """Whether somebody decided whom it is about."""
        return any(act.by_concerned for act in self.acts if act.step in DECISIONS)

    @property
    def _clock_since(self) -> datetime:
        said = [act.at for act in self.acts if act.step is _T.SAY_NOT_SOLVED]
        return said[-1] if said else self.received_at

    @property
    def _promised_until(self) -> datetime:
        """The end of the day that was promised, in the time zone in which the promise was made."""
        last = [act for act in self.acts if act.step is _T.PROMISE][-1]
        day = last.remedy_by or last.at.date()
        return datetime.combine(day, datetime.max.time(), tzinfo=last.at.tzinfo)


def _step_for(step: ComplaintStep) -> ComplaintStep:
    """A promise answers, too."""
    return ComplaintStep.ANSWER if step is ComplaintStep.PROMISE else step


def time_for(step: ComplaintStep, topic: ComplaintTopic) -> timedelta:
    """How long there is for one step."""
    return timedelta(
        days=next(one.days for one in COMPLAINT_CLOCK.deadline if one.code is step and topic in one.topics)
    )


def check_complaint_step(state: ComplaintState, step: ComplaintStep) -> ComplaintState:
    """The state after a step. Raises Refusal "complaint-out-of-turn"."""
    following = STEPS[state].get(step)
    if following is None:
        what = f"This complaint is {state.replace('-', ' ')}, so this cannot be done now."
        raise refusal("complaint-out-of-turn", what, do="Look at where the complaint stands.")
    return following


def check_promise(remedy_by: date, today: date) -> None:
    """Whether that day may be promised. Raises Refusal "complaint-remedy-day"."""
    latest = today + timedelta(days=COMPLAINT_CLOCK.remedy_at_most_days)
    if not today <= remedy_by <= latest:
        what = f"A remedy is promised for a day from today to {latest.isoformat()}."
        raise refusal("complaint-remedy-day", what, where="remedy_by", do="Choose a day within that time.")


def check_remedy(promised: RemedyKind, linked: RemedyKind | None, linked_at: datetime | None, since: datetime) -> None:
    """Whether what was promised is done. linked: what was done to a release, and when; since: of the complaint.

    Raises Refusal "complaint-remedy-not-done".
    """
    if promised not in OF_A_RELEASE:
        return
    if linked is not promised or linked_at is None or linked_at < since:
        what = "What was promised has not been done to any release since the complaint came in."
        do = "Correct or withdraw the release, or publish the new version, and choose it here."
        raise refusal("complaint-remedy-not-done", what, where="done", do=do)


@dataclass(frozen=True)
class Decider:
    """Whoever is about to decide. roles: held now. was_concerned: when it came in they had a role that it is about.

    answered_before: they gave the answer that is said to solve nothing.
    """

    roles: frozenset[Role]
    was_concerned: bool = False
    answered_before: bool = False

    @property
    def is_outside(self) -> bool:
        """Whether they speak for the body outside."""
        return Role.OUTSIDE_BODY in self.roles


def is_concerned(roles: Collection[Role], about: Collection[Role], *, was_concerned: bool) -> bool:
    """Whether the complaint is about this person: by a role of today, or by one when it came in."""
    return was_concerned or not set(about).isdisjoint(roles)


def may_read_complaint(decider: Decider, about: Collection[Role], reach: Reach) -> bool:
    """Whether somebody may know that there is this complaint."""
    if is_concerned(decider.roles, about, was_concerned=decider.was_concerned):
        return False
    return reach is not Reach.PRODUCER if decider.is_outside else reach is not Reach.OUTSIDE


def decider_reasons(
    decider: Decider, about: Collection[Role], reach: Reach, state: ComplaintState, *, was_disputed: bool
) -> tuple[Reason, ...]:
    """What stands against this person's deciding. was_disputed: somebody said once that it is not solved."""
    if is_concerned(decider.roles, about, was_concerned=decider.was_concerned):
        do = "Somebody else decides; the body outside can."
        return (Reason("complaint-about-decider", "Nobody decides about a complaint that is about them.", "", do),)
    if decider.is_outside:
        return ()
    if was_disputed and reach is not Reach.PRODUCER:
        what = "Whoever complained said that it is not solved, and the body outside has it now."
        return (Reason("complaint-with-outside-body", what, "", "Wait for its answer, and do what it says."),)
    if state is ComplaintState.NOT_SOLVED and decider.answered_before:
        what = "You gave the answer that is said to solve nothing."
        return (Reason("complaint-same-decider", what, "", "Ask somebody else of the team to answer."),)
    return ()


# What everybody may know ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComplaintStatistics:
    """What everybody may know. at_least: 0 where there are few or none, which are not told apart."""

    at_least: int
    in_time: str
    solved: str


FEW_OR_NONE = "not said, because few or no people complained"


def complaint_statistics(received: int, in_time: int, without_dispute: int, threshold: int) -> ComplaintStatistics:
    """Complaints of whole quarters that are over. Nobody can tell one complaint from none, nor see one more arrive."""
    at_least = received // threshold * threshold
    if not at_least:
        return ComplaintStatistics(0, FEW_OR_NONE, FEW_OR_NONE)
    return ComplaintStatistics(
        at_least, _share(in_time, received, threshold), _share(without_dispute, received, threshold)
    )


def _share(part: int, whole: int, threshold: int) -> str:
    """A share in words whose parts are few for nobody; "almost all" and "hardly any" hide whether it is all or none."""
    if whole - part < threshold:
        return "almost all"
    if part < threshold:
        return "hardly any"
    return "most" if 2 * part >= whole else "fewer than half"


def quarter_begin(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


class ComplaintsOnRecord(Declared):
    """What a release says of complaints. Everything passed the threshold, or whoever complained lets it be told.

    has_outside_body: one is named, and somebody reads there. many: so many complained that it may be said. late,
    decided_by_concerned, remedy_overdue: it happened, and may be told.
    """

    has_outside_body: bool = False
    many: bool = False
    late: bool = False
    decided_by_concerned: bool = False
    remedy_overdue: bool = False


@dataclass(frozen=True)
class Told:
    """One complaint, and whether whoever complained lets it be told that there was one."""

    history: ComplaintHistory
    may_be_told: bool


def complaints_on_record(
    complaints: Collection[Told], *, now: datetime, threshold: int, has_outside_body: bool
) -> ComplaintsOnRecord:
    """What may be said of them. A single one is spoken of only where whoever complained wishes it."""
    many = len(complaints) >= threshold
    spoken_of = [one.history for one in complaints if many or one.may_be_told]
    return ComplaintsOnRecord(
        has_outside_body=has_outside_body,
        many=many,
        late=any(one.was_late(now) for one in spoken_of),
        decided_by_concerned=any(one.was_decided_by_concerned for one in spoken_of),
        remedy_overdue=any(one.is_remedy_overdue(now) for one in spoken_of),
    )
