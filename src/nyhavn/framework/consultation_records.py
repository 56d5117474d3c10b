"""A comment with all that happened to it: answers, moderation, and the one contest with its answer.

Rows are only added. What was answered before the answers are shown may be answered anew; after that, only a contest
changes an answer, and another person decides about it.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.consultation import Consultation
from nyhavn.framework.consultation_comments import Comment, PublicationWish, has_letters
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_window import end_of_day
from nyhavn.framework.consultation_words import WORDS
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal

MACHINE_MADE = frozenset({"machine-made", "advertising"})  # reasons for hiding; what is so is nobody's voice


class Outcome(StrEnum):
    """What becomes of a comment."""

    ACCEPTED = "accepted"
    IN_PART = "accepted-in-part"
    REJECTED = "rejected"
    OUT_OF_SCOPE = "out-of-scope"
    MERGED = "merged"


class Disposition(Declared):
    """An answer. merged_into: number of the comment that it is answered with. by: opaque key of an account.

    Raises Refusal: disposition-reason-missing, disposition-merge-unclear.
    """

    outcome: Outcome
    reason: str = Field(max_length=20_000)
    merged_into: int | None = Field(default=None, ge=1)
    by: str = Field(min_length=1, max_length=200)
    at: AwareDatetime

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if not has_letters(self.reason):
            what = "There is no reason."
            raise refusal(
                "disposition-reason-missing", what, where="reason", do="Write why. Whoever commented reads it."
            )
        if (self.outcome is Outcome.MERGED) is (self.merged_into is None):
            what = "A comment that is merged names the other one, and no other answer does."
            raise refusal("disposition-merge-unclear", what, where="merged_into", do="Choose the comment.")
        return self


class Contest(Declared):
    """What whoever commented says against the answer. Raises Refusal "contest-words-missing"."""

    words: str = Field(max_length=20_000)
    at: AwareDatetime

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not has_letters(self.words):
            what = "It is not said what is wrong with the answer."
            raise refusal("contest-words-missing", what, where="words", do="Write it in a few words.")
        return self


class ModerationAct(Declared):
    """A comment is hidden, or shown again. words: to whoever wrote it. why: code of the list, "" where it is shown.

    Raises Refusal: moderation-reason-unknown, moderation-words-missing.
    """

    hides: bool
    why: str = ""
    words: str = Field(max_length=2_000)
    by: str = Field(min_length=1, max_length=200)
    at: AwareDatetime

    @model_validator(mode="after")
    def _has_reason(self) -> Self:
        if self.hides is not (self.why in {entry.code for entry in WORDS.moderation}):
            what = "This is no reason for which comments are hidden."
            raise refusal("moderation-reason-unknown", what, where="why", do="Choose one of the reasons.")
        if not has_letters(self.words):
            what = "There are no words for whoever commented."
            raise refusal("moderation-words-missing", what, where="words", do="Write what they could do about it.")
        return self


class CommentRecord(Declared):
    """A comment on record. number: within the consultation, for the body. reference: what everybody calls it by.

    contest_answer: what stands from then on, the same outcome or another one, with its reason. The reference is drawn
    at random: numbers would tell in which order comments came, and so who sat beside whom.
    """

    number: int = Field(ge=1)
    reference: str = Field(min_length=4, max_length=40)
    comment: Comment
    dispositions: tuple[Disposition, ...] = ()
    moderation: tuple[ModerationAct, ...] = ()
    contest: Contest | None = None
    contest_answer: Disposition | None = None

    @property
    def disposition(self) -> Disposition | None:
        """The answer that counts."""
        if self.contest_answer is not None:
            return self.contest_answer
        return self.dispositions[-1] if self.dispositions else None

    @property
    def has_open_contest(self) -> bool:
        """Whether somebody contests the answer and waits."""
        return self.contest is not None and self.contest_answer is None

    @property
    def hidden(self) -> ModerationAct | None:
        """By what it is hidden; None where it is not."""
        last = self.moderation[-1] if self.moderation else None
        return last if last is not None and last.hides else None

    @property
    def is_machine_made(self) -> bool:
        """Whether it was hidden as sent in bulk or as advertising: kept and answered, and nobody who was heard."""
        return self.hidden is not None and self.hidden.why in MACHINE_MADE

    @property
    def is_public(self) -> bool:
        """Whether everybody reads its words."""
        return self.hidden is None and self.comment.wish is not PublicationWish.NOT_PUBLISHED


Records = Mapping[int, CommentRecord]


def shown_at(consultation: Consultation, record: CommentRecord) -> datetime | None:
    """From when on whoever commented sees the first answer that was shown; None before."""
    shown = consultation.answers_shown_at
    if shown is None or not record.dispositions:
        return None
    return max(shown, record.dispositions[-1].at)


def contest_until(consultation: Consultation, record: CommentRecord) -> datetime | None:
    """Until when the answer may be contested, in UTC; None where none is shown yet."""
    shown = shown_at(consultation, record)
    days = CONSULTATION_POLICY.contest_days
    return None if shown is None else end_of_day(shown, consultation.window.zone, days=days)


def merges_from(number: int, records: Records) -> tuple[CommentRecord, ...]:
    """The comment, the one that it is merged into, and so on; a circle in a broken store ends."""
    passed: dict[int, CommentRecord] = {}
    following: int | None = number
    while following is not None and following in records and following not in passed:
        record = passed[following] = records[following]
        following = record.disposition.merged_into if record.disposition else None
    return tuple(passed.values())


def answer_of(number: int, records: Records) -> CommentRecord | None:
    """The comment whose answer answers this one: itself, or the end of its merges. None where there is none yet."""
    last = next(reversed(merges_from(number, records)), None)
    is_answer = last is not None and last.disposition is not None and last.disposition.merged_into is None
    return last if is_answer else None
