"""Who may read which answers, and when. Everything that is made of answers is made of what passed here.

Before the closing a group reads its own and nothing else: no count, no order, no moment of anybody's. Afterwards
everybody reads the same, and an organisation that would stand alone has cover or is not published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import AwareDatetime

from nyhavn.framework.environment import Edition
from nyhavn.framework.environment_answers import GroupAnswer
from nyhavn.framework.environment_assessment import Assessment, AssessmentState, Reader, Voice
from nyhavn.framework.environment_positions import Sitting, StatementAnswer, few_or_none, positions, unreplaced
from nyhavn.framework.refusal import Refusal, refusal


class Publication(StrEnum):
    """How answers of a voice are read by others after the closing."""

    BY_NAME = "by-name"
    COLLECTIVE = "collective"  # of several groups together, none of which is told from the others
    UNPUBLISHED = "unpublished"


def needs_cover(voice: Voice, edition: Edition) -> bool:
    """Whether one organisation alone would be exposed: but an office, or who chose to be read alone."""
    return not (_is_office(voice, edition) or (voice.agreed_alone is not None and len(voice.organisations) == 1))


def _is_office(voice: Voice, edition: Edition) -> bool:
    """Whether it is one group that speaks for itself."""
    groups = [one for one in edition.groups if one.code in voice.groups]
    return len(groups) == 1 and groups[0].stands_alone


def publication(voice: Voice, edition: Edition) -> Publication:
    """How a voice is read by others."""
    if needs_cover(voice, edition) and len(voice.organisations) < edition.cover.organisations:
        return Publication.UNPUBLISHED
    return Publication.BY_NAME if len(voice.groups) == 1 else Publication.COLLECTIVE


def check_may_read_answers(assessment: Assessment, reader: Reader, voice: str, now: AwareDatetime) -> None:
    """Whether somebody may read what a voice answered. It looks at no answer, so that its words tell nothing of them.

    Raises Refusal: environment-group-unknown, environment-answers-hidden, environment-answers-unpublished.
    """
    found = assessment.voice(voice)
    if found is None:
        what = "This group was not asked here."
        raise refusal("environment-group-unknown", what, where="voice", do="Choose from those that were asked.")
    if reader.is_of(voice):
        return
    if assessment.state(now) is not AssessmentState.CLOSED:
        what = "What others answered is opened to all at the same moment."
        raise refusal("environment-answers-hidden", what, do="Look at when it closes, and come back after that.")
    if publication(found, assessment.edition) is Publication.UNPUBLISHED:
        what = "So few organisations stand behind this that their answers are not published."
        raise refusal("environment-answers-unpublished", what, do="Ask them. They decide whom they tell.")


def may_read_answers(assessment: Assessment, reader: Reader, voice: str, now: AwareDatetime) -> bool:
    """Whether `check_may_read_answers` lets them."""
    try:
        check_may_read_answers(assessment, reader, voice, now)
    except Refusal:
        return False
    return True


@dataclass(frozen=True)
class VoiceAnswers:
    """What one voice says. answers: by code of the statement, one for each of the edition."""

    voice: str
    answers: Mapping[str, StatementAnswer]


@dataclass(frozen=True)
class Readable:
    """What somebody may read, at some moment. Only `readable` and `public` make it.

    unread: voices whose answers are not among them. late: what arrived after the closing, when others could be read;
    it counts for no difference. is_closed: whether the answers of others are among them. What everybody may read is
    what `public` makes then.
    """

    assessment: Assessment
    voices: tuple[VoiceAnswers, ...]
    unread: tuple[str, ...]
    late: tuple[VoiceAnswers, ...]
    is_closed: bool


def readable(assessment: Assessment, entries: Iterable[GroupAnswer], reader: Reader, now: AwareDatetime) -> Readable:
    """What a reader may read now: their own voice always, those of others once it is closed and with cover."""
    may = {one.code: may_read_answers(assessment, reader, one.code, now) for one in assessment.voices}
    sent = [one for one in entries if may.get(one.voice, False)]
    in_time = [one for one in sent if one.received_at < assessment.closes_at]
    after = [one for one in sent if one.received_at >= assessment.closes_at]
    shown = [one for one in assessment.voices if may[one.code]]
    all_codes = tuple(one.code for one in assessment.edition.statements)
    late = (_shown_only(_answers(assessment, one, after, reader, _codes(after, one))) for one in shown)
    return Readable(
        assessment=assessment,
        voices=tuple(_answers(assessment, one, in_time, reader, all_codes) for one in shown),
        unread=tuple(code for code, is_read in may.items() if not is_read),
        late=tuple(one for one in late if one.answers),
        is_closed=assessment.state(now) is AssessmentState.CLOSED,
    )


def public(assessment: Assessment, entries: Iterable[GroupAnswer], now: AwareDatetime) -> Readable:
    """What everybody may read: the same for a stranger and for the convenor. Nothing before the closing."""
    return readable(assessment, entries, Reader(), now)


def _codes(entries: Iterable[GroupAnswer], voice: Voice) -> tuple[str, ...]:
    return tuple(sorted({one.statement for one in entries if one.voice == voice.code}))


def _shown_only(found: VoiceAnswers) -> VoiceAnswers:
    """Late answers without those that others do not read: that there is one would tell that somebody sent it."""
    shown = {code: one for code, one in found.answers.items() if one != few_or_none()}
    return VoiceAnswers(found.voice, shown)


def _answers(
    assessment: Assessment, voice: Voice, entries: Iterable[GroupAnswer], reader: Reader, codes: Iterable[str]
) -> VoiceAnswers:
    own = [one for one in entries if one.voice == voice.code]
    stands = {code: unreplaced(one for one in own if one.statement == code) for code in codes}
    if reader.is_of(voice.code):
        return VoiceAnswers(voice.code, {code: _in_full(found) for code, found in stands.items()})
    edition = assessment.edition
    return VoiceAnswers(voice.code, {code: _covered(found, voice, edition) for code, found in stands.items()})


def _in_full(entries: tuple[GroupAnswer, ...]) -> StatementAnswer:
    """For those who gave it."""
    return StatementAnswer(
        positions=positions(entries),
        shown_by=tuple(dict.fromkeys(proof for one in entries for proof in one.shown_by)),
        comments=tuple(dict.fromkeys(one.comment for one in entries if one.comment)),
        sittings=tuple(dict.fromkeys(Sitting(one.answered_on, one.how, one.people) for one in entries)),
    )


def _covered(entries: tuple[GroupAnswer, ...], voice: Voice, edition: Edition) -> StatementAnswer:
    """For others. It is not enough that many were asked: as many have to stand behind this answer.

    Words, links and circumstances of a sheet are shown only where that sheet has cover by itself; a way of writing
    gives somebody away sooner than a tick.
    """
    if _is_uncovered(entries, voice, edition):
        return few_or_none()
    told = [one for one in entries if not _is_uncovered((one,), voice, edition)]
    in_full = _in_full(tuple(sorted(told, key=lambda one: (one.answered_on, one.comment))))
    sittings = (Sitting(one.answered_on, one.how, _people(one.people, voice, edition)) for one in in_full.sittings)
    return StatementAnswer(
        positions=positions(entries),
        shown_by=in_full.shown_by,
        comments=in_full.comments,
        sittings=tuple(dict.fromkeys(sittings)),
        is_partly_hidden=len(told) < len(entries),
    )


def _is_uncovered(entries: tuple[GroupAnswer, ...], voice: Voice, edition: Edition) -> bool:
    """Whether those who took part would stand alone. Whoever handed in a blank sheet stands behind nothing."""
    said = (one for one in entries if not one.is_blank)
    took_part = frozenset(name for one in said for name in one.organisations) & voice.organisations
    return needs_cover(voice, edition) and len(took_part) < edition.cover.organisations


def _people(people: int | None, voice: Voice, edition: Edition) -> int | None:
    """How many answered; not told where so few would be pointed at, unless an office speaks of itself."""
    is_few = people is not None and people < edition.cover.people
    return None if is_few and not _is_office(voice, edition) else people
