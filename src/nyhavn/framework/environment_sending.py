"""Sending an answer, from whatever door: a page, an interface, a paper keyed in, a device that was offline.

One function decides, so that no door is wider than another.
"""

from pydantic import AwareDatetime

from nyhavn.framework.environment_answers import GroupAnswer, Kept, check_answer, check_settles, kept
from nyhavn.framework.environment_assessment import (
    Assessment,
    AssessmentState,
    AssessmentStep,
    Reader,
    check_may_answer,
    check_step,
)
from nyhavn.framework.refusal import refusal


def check_recorded(sent: GroupAnswer, reader: Reader) -> None:
    """What a guest keys in says who typed it and where the paper is. Raises Refusal "environment-source-missing"."""
    if sent.keyed_in is None and sent.voice != reader.belongs_to:
        what = "It is not said where these answers come from."
        do = "Write who keyed them in, and where the paper is kept."
        raise refusal("environment-source-missing", what, where="source", do=do)


def check_may_send(
    assessment: Assessment, entries: tuple[GroupAnswer, ...], sent: GroupAnswer, reader: Reader, now: AwareDatetime
) -> None:
    """Whether this answer can be kept now. Raises Refusal as the checks of answering, recording and entries do."""
    check_may_answer(assessment, reader, sent.voice, now)
    is_closed = assessment.state(now) is AssessmentState.CLOSED
    if is_closed and sent.answered_on > assessment.closes_at.astimezone(now.tzinfo).date():
        check_step(assessment, AssessmentStep.ANSWER, now)  # late is what was answered in time and arrives late
    check_recorded(sent, reader)
    voice = assessment.voice(sent.voice)
    members = voice.organisations if voice else frozenset()
    check_answer(sent, assessment.edition, members=members, today=now.date())
    check_settles(entries, sent)


def send(
    assessment: Assessment, entries: tuple[GroupAnswer, ...], sent: GroupAnswer, reader: Reader, now: AwareDatetime
) -> Kept:
    """The entries with this one, and what became of it. now: in the time of the place; it arrived at that moment.

    Sent twice, it changes nothing. Raises Refusal as `check_may_send` does, and "environment-key-reused".
    """
    check_may_send(assessment, entries, sent, reader, now)
    return kept(entries, sent.model_copy(update={"received_at": now}), closes_at=assessment.closes_at)
