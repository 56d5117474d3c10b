"""Gatherings: when, where, in which languages, usable by whom, who pays the journey, and what became of it.

A time is kept as people say it, a day, a clock and a zone, since zones change their rules before the day comes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AwareDatetime, Field, field_validator, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.directory import Listing, check_web_address, name_for
from nyhavn.framework.exchange_words import Language, Topic
from nyhavn.framework.learning import Said
from nyhavn.framework.naming import check_names_nobody
from nyhavn.framework.organisation_consent import Circle, Reader, may_read
from nyhavn.framework.refusal import Reason, check_none, refusal
from nyhavn.framework.safeguards.wording import says_something


class GatheringState(StrEnum):
    """Where a gathering stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CALLED_OFF = "called-off"
    HELD = "held"


class GatheringStep(StrEnum):
    """What is done with it."""

    ANNOUNCE = "announce"
    CHANGE = "change"
    CALL_OFF = "call-off"
    HOLD = "hold"


_S, _T = GatheringState, GatheringStep
GATHERING_STEPS: Mapping[GatheringState, Mapping[GatheringStep, GatheringState]] = {
    _S.DRAFT: {_T.CHANGE: _S.DRAFT, _T.ANNOUNCE: _S.ANNOUNCED},
    _S.ANNOUNCED: {_T.CHANGE: _S.ANNOUNCED, _T.CALL_OFF: _S.CALLED_OFF, _T.HOLD: _S.HELD},
    _S.CALLED_OFF: {},
    _S.HELD: {},
}
WITH_REASON = frozenset({_T.CHANGE, _T.CALL_OFF})  # once it was announced: people bought tickets


class AccessNeed(StrEnum):
    """What somebody may need to take part. Every one is answered, if only with "not known"."""

    STEP_FREE = "step-free"
    HEARING_LOOP = "hearing-loop"
    CAPTIONS = "captions"
    SIGN_INTERPRETERS = "sign-interpreters"
    EASY_READ = "easy-read"
    SCREEN_READER_PAPERS = "papers-for-screen-readers"
    QUIET_ROOM = "quiet-room"
    CHILDCARE = "childcare"
    CAN_JOIN_ONLINE = "can-join-online"


class PaysTravel(StrEnum):
    """Who pays for the journey, food and bed of those who come."""

    ORGANISER = "organiser"
    FUNDER = "funder"
    IN_PART = "in-part"  # words: what, and for whom
    EVERYBODY_THEIR_OWN = "everybody-their-own"
    NO_JOURNEY = "no-journey"


class Moment(Declared):
    """A day and a clock in a zone of the IANA database. is_second: the later one, where clocks are put back."""

    day: date
    clock: time
    zone: str
    is_second: bool = False

    @field_validator("day")
    @classmethod
    def _is_everywhere(cls, day: date) -> date:
        if day in (date.min, date.max):
            raise ValueError("beyond the calendar in some zones")
        return day

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("no such time zone")
        return zone

    @field_validator("clock")
    @classmethod
    def _has_no_zone_of_its_own(cls, clock: time) -> time:
        if clock.tzinfo is not None:
            raise ValueError("the zone is said for itself")
        return clock

    @property
    def at(self) -> datetime:
        """The moment, aware."""
        local = datetime.combine(self.day, self.clock, tzinfo=ZoneInfo(self.zone))
        return local.replace(fold=int(self.is_second))

    @property
    def is_on_the_clock(self) -> bool:
        """Whether clocks show that time on that day. Where they are put forward, an hour is missing."""
        back = self.at.astimezone(UTC).astimezone(ZoneInfo(self.zone))
        return back.replace(tzinfo=None) == self.at.replace(tzinfo=None)

    @property
    def is_twice(self) -> bool:
        """Whether clocks show it twice on that day."""
        both = [self.at.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
        return both[0] < both[1]


class GatheringAct(Declared):
    """One act. because: the public reason of a change or of calling it off."""

    step: GatheringStep
    at: AwareDatetime
    because: str = ""


class Gathering(Declared):
    """One gathering. place, online: where; place_for: who reads both, since whoever reads it can come.

    languages, sign_languages: in which people can follow and speak. travel_words: what is paid, for whom.
    """

    uuid: UUID
    title: str
    what: str
    by: UUID
    begins: Moment
    ends: Moment
    place: str = ""
    online: str = ""
    place_for: Circle = Circle.MEMBERS
    read_by: Circle = Circle.MEMBERS
    not_for: frozenset[PartyKind] = frozenset()
    topics: tuple[Topic, ...] = ()
    languages: tuple[Language, ...] = ()
    sign_languages: tuple[Language, ...] = ()
    access: Mapping[AccessNeed, Said] = Field(default_factory=dict)
    pays_travel: PaysTravel | None = None
    travel_words: str = ""
    acts: tuple[GatheringAct, ...] = ()

    @model_validator(mode="after")
    def _could_have_happened(self) -> Self:
        state = GatheringState.DRAFT
        for act in self.acts:
            if act.step not in GATHERING_STEPS[state]:
                raise ValueError("this cannot follow")
            state = GATHERING_STEPS[state][act.step]
        return self

    @property
    def state(self) -> GatheringState:
        """Where it stands."""
        state = GatheringState.DRAFT
        for act in self.acts:
            state = GATHERING_STEPS[state][act.step]
        return state


def check_gathering_step(gathering: Gathering, act: GatheringAct) -> None:
    """Whether a step may be done. gathering: as it would stand, with what is changed. Raises Refusal.

    gathering-out-of-turn, gathering-without-reason, gathering-not-begun, words-name-somebody; for announcing and for
    what is changed after it those of gathering_reasons, web-address-wrong.
    """
    if act.step not in GATHERING_STEPS[gathering.state]:
        what = f"This gathering is {gathering.state.replace('-', ' ')}. This cannot follow."
        raise refusal("gathering-out-of-turn", what, do="Look at what comes next.")
    is_out = gathering.state is GatheringState.ANNOUNCED
    if is_out and act.step in WITH_REASON:
        _check_because(act.because)
    if act.step is GatheringStep.HOLD and act.at < gathering.begins.at:
        what = "It has not begun yet."
        raise refusal("gathering-not-begun", what, do="Record it once it was held, or call it off.")
    if act.step is GatheringStep.ANNOUNCE:
        check_none(gathering_reasons(gathering, act.at))
    elif is_out and act.step is GatheringStep.CHANGE:
        check_none((*_of_time(gathering), *_of_people(gathering)))  # on its second day, too, a room may change
    if GATHERING_STEPS[gathering.state][act.step] is GatheringState.ANNOUNCED:
        _check_words(gathering)


def _check_because(because: str) -> None:
    if not says_something(because):
        what = "People count on it, and it is not said why this changes."
        raise refusal("gathering-without-reason", what, where="because", do="Write a sentence. Everybody reads it.")
    check_names_nobody({"because": because})


def _check_words(one: Gathering) -> None:
    check_names_nobody({"title": one.title, "what": one.what, "travel_words": one.travel_words})
    if one.online:
        check_web_address(one.online, "online")


def gathering_reasons(gathering: Gathering, now: datetime) -> tuple[Reason, ...]:
    """What is missing before people can be asked to come; empty if nothing."""
    past = Reason("gathering-in-past", "It would have begun already.", "begins", "Please check the day.")
    of_time = tuple(_of_time(gathering))
    is_past = not of_time and gathering.begins.at <= now
    return (*of_time, *((past,) if is_past else ()), *_of_people(gathering))


def _of_time(one: Gathering) -> Iterator[Reason]:
    for where, moment in (("begins", one.begins), ("ends", one.ends)):
        if not moment.is_on_the_clock:
            what = "Clocks are put forward on that day and never show this time."
            yield Reason("gathering-time-not-there", what, where, "Choose another time.")
    if one.ends.at.astimezone(UTC) <= one.begins.at.astimezone(UTC):
        yield Reason("gathering-ends-first", "It ends before it begins.", "ends", "Please check both, and the zones.")


def _of_people(one: Gathering) -> Iterator[Reason]:
    if not says_something(one.title) or not says_something(one.what):
        yield Reason("gathering-says-nothing", "It is not said what it is.", "what", "Write a title and a sentence.")
    if not one.place and not one.online:
        what = "It is not said where it is."
        yield Reason("gathering-nowhere", what, "place", "Write a place, or an address online, or both.")
    if not one.languages and not one.sign_languages:
        what = "It is not said in which languages people can take part."
        yield Reason("gathering-language-missing", what, "languages", "Name every one, sign languages too.")
    unanswered = [need.value for need in AccessNeed if need not in one.access]
    if unanswered:
        what = f"These questions have no answer: {', '.join(unanswered)}."
        do = "Answer each. “Not known” is an answer, and people see it."
        yield Reason("gathering-access-unanswered", what, "access", do)
    if one.not_for and one.read_by is one.place_for is Circle.EVERYBODY:
        what = "Whoever signs out reads what everybody reads, so nobody can be kept from it."
        do = "Let members only read the place, or take out whom you wish to be kept from it."
        yield Reason("listing-exclusion-empty", what, "not_for", do)
    yield from _of_travel(one)


def _of_travel(one: Gathering) -> Iterator[Reason]:
    is_travel_clear = one.pays_travel is not None and (one.pays_travel is not PaysTravel.NO_JOURNEY or not one.place)
    if not is_travel_clear or (one.pays_travel is PaysTravel.IN_PART and not says_something(one.travel_words)):
        what = "It is not said who pays the journey of those who come."
        do = "Say who pays, and what. Whoever has no money decides by this."
        yield Reason("gathering-travel-unsaid", what, "pays_travel", do)


@dataclass(frozen=True)
class ShownGathering:
    """What one reader sees. place, online: "" where they may not know; organiser: "" where it is not theirs to read.

    at: of the last act; because: its reason.
    """

    gathering: UUID
    title: str
    organiser: str
    state: GatheringState
    begins: datetime
    ends: datetime
    place: str
    online: str
    at: datetime
    because: str
    is_over: bool


def shown_gathering(
    gathering: Gathering, listings: Mapping[UUID, Listing], reader: Reader, now: datetime
) -> ShownGathering | None:
    """What somebody sees of it; None for a draft of others, and for what is not theirs to read."""
    is_own = gathering.by in reader.organisations
    is_read = may_read(gathering.read_by, reader, owner=gathering.by, not_for=gathering.not_for)
    acts = [act for act in gathering.acts if act.at <= now]
    if not is_read or not acts or (gathering.state is GatheringState.DRAFT and not is_own):
        return None
    is_told = may_read(gathering.place_for, reader, owner=gathering.by, not_for=gathering.not_for)
    return ShownGathering(
        gathering=gathering.uuid,
        title=gathering.title,
        organiser=name_for(gathering.by, listings, reader, now),
        state=gathering.state,
        begins=gathering.begins.at,
        ends=gathering.ends.at,
        place=gathering.place if is_told else "",
        online=gathering.online if is_told else "",
        at=acts[-1].at,
        because=acts[-1].because,
        is_over=gathering.ends.at <= now,
    )
