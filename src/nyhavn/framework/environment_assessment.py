"""One self-assessment: who answers, from when to when, and what everybody may know of it before it closes.

It closes at the moment that was announced, and never before: whoever could close it when "all are ready" would have to
see who is. So there is no such flag, and the convenor knows no more than a stranger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.environment import CODE, Edition
from nyhavn.framework.refusal import Reason, Refusal, check_none, refusal


class AssessmentState(StrEnum):
    """Where a self-assessment stands. Closed is final: whoever has read the others does not answer again."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called-off"


class AssessmentStep(StrEnum):
    """What can be done with it."""

    CHANGE_VOICES = "change-voices"
    CHOOSE_COVER = "choose-cover"  # whether a single organisation is read by its name
    ANSWER = "answer"
    EXTEND = "extend"
    CALL_OFF = "call-off"
    READ = "read"  # what others answered


_S, _T = AssessmentState, AssessmentStep
MAY: Mapping[AssessmentState, frozenset[AssessmentStep]] = {
    _S.AHEAD: frozenset({_T.CHANGE_VOICES, _T.CHOOSE_COVER, _T.EXTEND, _T.CALL_OFF}),
    _S.OPEN: frozenset({_T.ANSWER, _T.CHOOSE_COVER, _T.EXTEND, _T.CALL_OFF}),
    _S.CLOSED: frozenset({_T.READ}),
    _S.CALLED_OFF: frozenset(),  # nobody answered for this, so nobody reads it but whoever answered
}


class Voice(Declared):
    """Who answers as one: a group, or several that answer together because each alone would stand exposed.

    organisations: those that speak with it, as opaque references. agreed_alone: day on which a single organisation said
    that it wants to be read by its name; it may take that back until the closing.
    """

    groups: tuple[str, ...] = Field(min_length=1)
    organisations: frozenset[str] = Field(min_length=1)
    agreed_alone: date | None = None

    @property
    def code(self) -> str:
        """The groups, joined by a dot."""
        return ".".join(sorted(self.groups))


class Extension(Declared):
    """The closing was moved. because: everybody reads it."""

    decided_at: AwareDatetime
    closes_at: AwareDatetime
    because: str = Field(min_length=1)


class Assessment(Declared):
    """What everybody may know, whenever they look: what is asked, of whom, and until when. It holds no answer.

    place: stable code of the country, or part of one, that is spoken of. first_closes_at: as first announced.
    """

    id: str = Field(pattern=CODE)
    place: str = Field(min_length=1)
    edition: Edition
    voices: tuple[Voice, ...] = Field(min_length=1)
    opens_at: AwareDatetime
    first_closes_at: AwareDatetime
    extensions: tuple[Extension, ...] = ()
    called_off_because: str = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Assessment":
        moments = (self.opens_at, self.first_closes_at, *(one.closes_at for one in self.extensions))
        if any(later <= before for before, later in zip(moments, moments[1:], strict=False)):
            raise ValueError("It closes after it opens, and an extension makes it longer.")
        if any(one.decided_at >= before for one, before in zip(self.extensions, moments[1:], strict=False)):
            raise ValueError("An extension is decided before the closing that it moves.")
        return self

    @property
    def closes_at(self) -> AwareDatetime:
        """When it closes, as announced last."""
        return self.extensions[-1].closes_at if self.extensions else self.first_closes_at

    def state(self, now: AwareDatetime) -> AssessmentState:
        """Where it stands. Time alone moves it on, so that no hand can be early."""
        if self.called_off_because:
            return AssessmentState.CALLED_OFF
        if now < self.opens_at:
            return AssessmentState.AHEAD
        return AssessmentState.OPEN if now < self.closes_at else AssessmentState.CLOSED

    def voice(self, code: str) -> Voice | None:
        """The voice of that code."""
        return next((one for one in self.voices if one.code == code), None)


def check_step(assessment: Assessment, step: AssessmentStep, now: AwareDatetime) -> None:
    """Whether this can be done now. Raises Refusal "environment-out-of-turn"."""
    state = assessment.state(now)
    if step not in MAY[state]:
        what = f"This self-assessment is {state.replace('-', ' ')}, so this cannot be done now."
        raise refusal("environment-out-of-turn", what, do="Look at when it opens and when it closes.")


def check_extension(assessment: Assessment, extension: Extension, now: AwareDatetime) -> None:
    """Whether the closing can be moved now, whatever day the extension itself names.

    Raises Refusal: environment-out-of-turn, environment-extension-shorter.
    """
    check_step(assessment, AssessmentStep.EXTEND, now)
    if extension.closes_at <= assessment.closes_at:
        what = "The closing can be moved to a later moment only."
        raise refusal("environment-extension-shorter", what, where="closes_at", do="Choose a later moment.")


def check_voices(voices: tuple[Voice, ...], edition: Edition) -> None:
    """Whether these can answer, each by itself. Raises Refusal with every fault.

    environment-group-unknown, environment-voice-twice, environment-office-joined, environment-alone-not-one,
    environment-voices-too-few.
    """
    check_none(_faults(voices, edition))


def _faults(voices: tuple[Voice, ...], edition: Edition) -> Iterator[Reason]:
    groups = [group for one in voices for group in one.groups]
    for group in sorted({*groups} - {one.code for one in edition.groups}):
        what = f'Edition {edition.label} knows no group "{group}".'
        yield Reason("environment-group-unknown", what, "groups", "Choose from the groups of the edition.")
    for group in sorted({group for group in groups if groups.count(group) > 1}):
        what = f'"{group}" would answer more than once.'
        yield Reason(
            "environment-voice-twice", what, "groups", "Each group answers by itself, or together with others."
        )
    alone = {one.code for one in edition.groups if one.stands_alone}
    for one in voices:
        if len(one.groups) > 1 and not alone.isdisjoint(one.groups):
            what = "An office would answer together with those who look at its work."
            do = "Let the office answer by itself."
            yield Reason("environment-office-joined", what, "groups", do)
        if one.agreed_alone and len(one.organisations) > 1:
            what = "Several organisations cannot agree to be read alone."
            yield Reason("environment-alone-not-one", what, "agreed_alone", "Leave it out. Together they have cover.")
    if len(voices) < 2:
        what = "One group alone has nobody to see it otherwise."
        yield Reason("environment-voices-too-few", what, "voices", "Invite a second group to answer by itself.")


@dataclass(frozen=True)
class Reader:
    """Whoever wants to read or to answer. belongs_to: voice of their own organisation, "" for none.

    records_for: voices that let this person key in their sheets. convenes: they called the self-assessment.
    """

    belongs_to: str = ""
    records_for: frozenset[str] = frozenset()
    convenes: bool = False

    def is_of(self, voice: str) -> bool:
        """Whether they answer with this voice, or key in for it."""
        return voice == self.belongs_to or (voice in self.records_for and may_record(self, voice))


def check_may_record(reader: Reader, voice: str) -> None:
    """Whether somebody can be let key in for a voice: its own people, or somebody from outside.

    Raises Refusal "environment-recorder-of-others": whoever keys in reads.
    """
    if reader.belongs_to != voice and (reader.belongs_to or reader.convenes):
        what = "Whoever keys in reads the answers, and this person belongs to others or called the meeting."
        raise refusal("environment-recorder-of-others", what, do="Let somebody of the group key in, or a guest.")


def may_record(reader: Reader, voice: str) -> bool:
    """Whether `check_may_record` lets them."""
    try:
        check_may_record(reader, voice)
    except Refusal:
        return False
    return True


def check_may_answer(assessment: Assessment, reader: Reader, voice: str, now: AwareDatetime) -> None:
    """Whether somebody may answer for a voice now. Raises Refusal: environment-not-yours, environment-out-of-turn.

    What was answered before the closing and arrives after it is kept as late, so closed is no reason here.
    """
    if assessment.voice(voice) is None or not reader.is_of(voice):
        what = "You do not answer for this group."
        raise refusal("environment-not-yours", what, do="Choose your own group, or ask to be let in.")
    if assessment.state(now) is not AssessmentState.CLOSED:
        check_step(assessment, AssessmentStep.ANSWER, now)
