"""The numbers of consultations: when people are reminded, how long they may contest, from where on counts are told."""

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.threshold import LOWEST_FOR_PERSONS
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class LikenessPolicy(Declared):
    """When two texts say the same.

    run: words that are compared as one piece. alike_from: share of pieces that both have, of those that either has.
    sketch: pieces by which candidates are found. most_compared: candidates that one text is compared with.
    """

    run: int = Field(ge=1)
    alike_from: float = Field(gt=0, le=1)
    sketch: int = Field(ge=1)
    most_compared: int = Field(ge=1)


class FloodPolicy(Declared):
    """How a source of very many comments is slowed down.

    counted_minutes: how far back what came from one source is counted. without_wait: as many come in at once.
    seconds_for_each_more: by how much each one more makes the next wait. longest_wait_seconds: nobody waits longer.
    wait_holds_minutes: for how long somebody who waited may come back.
    """

    counted_minutes: int = Field(ge=1)
    without_wait: int = Field(ge=1)
    seconds_for_each_more: int = Field(ge=1)
    longest_wait_seconds: int = Field(ge=1)
    wait_holds_minutes: int = Field(ge=1)


class ConsultationPolicy(Vocabulary):
    """All numbers. told_from: fewer commenters than these are never told apart from none."""

    remind_days_before_end: tuple[int, ...]
    contest_days: int = Field(ge=1)
    told_from: int = Field(ge=LOWEST_FOR_PERSONS)
    likeness: LikenessPolicy
    flood: FloodPolicy


CONSULTATION_POLICY = read_vocabulary(ConsultationPolicy, "consultation")
