"""A comment on a clause, as somebody sent it: what it says, for whom, how it may be shown, and by which door it came.

Nothing that a person left out is filled in: not said is a state of its own, and never a no.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import same_name
from nyhavn.framework.home_page import LANGUAGE
from nyhavn.framework.refusal import Reason, check_none

WHOLE_TEXT = ""  # stands in place of a clause where a comment is about the text as a whole
NOT_SAID = ""  # stands in place of a code where a person did not say, or was not asked
LONGEST_WORDS = 20_000  # characters; this project's decision: ten pages on one clause are read, a book is not
LONGEST_NAME = 200


class CommentType(StrEnum):
    """What a comment does."""

    SUPPORT = "support"
    CHANGE = "change"
    QUESTION = "question"
    OBJECTION = "objection"


class PublicationWish(StrEnum):
    """How a comment may be shown to everybody."""

    NAMED = "named"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    NOT_PUBLISHED = "not-published"


WISH_IF_NOT_SAID = PublicationWish.NOT_PUBLISHED  # whoever did not say yes did not agree to be read by everybody


class Door(StrEnum):
    """By which way a comment came in."""

    WEB = "web"
    SPREADSHEET = "spreadsheet"
    EMAIL = "e-mail"
    VOICE = "voice-note"
    WORKSHOP = "workshop"


class SpeaksAs(StrEnum):
    """In whose name somebody speaks."""

    NOT_SAID = "not-said"
    INDIVIDUAL = "individual"
    GROUP = "group"
    ORGANISATION = "organisation"


class Speaker(Declared):
    """Whoever comments, as they say it; "" and None are not said.

    name: of the person. organisation: or group. for_whom, for_how_many: for which people, and for how many, they say
    that they speak: a claim, which nobody checks and nothing adds up. region, sector: codes. groups: codes of groups
    of people; in_own_words: the same in words of theirs, which stay beside the codes.
    """

    speaks_as: SpeaksAs = SpeaksAs.NOT_SAID
    name: str = Field(default="", max_length=LONGEST_NAME)
    organisation: str = Field(default="", max_length=LONGEST_NAME)
    for_whom: str = Field(default="", max_length=LONGEST_NAME)
    for_how_many: int | None = Field(default=None, ge=1)
    region: str = Field(default=NOT_SAID, max_length=40)
    sector: str = Field(default=NOT_SAID, max_length=40)
    groups: frozenset[str] = frozenset()
    in_own_words: str = Field(default="", max_length=LONGEST_NAME)


class Arrival(Declared):
    """How and when a comment came in.

    sending: an opaque key of what one commenter sent together under one receipt: one form, the rows of one
    organisation in a file, what one table of a workshop said. It is the unit of every count of commenters.
    account: opaque key of the account it was sent from, "" without one. recorder: who keyed it in. source: where it
    stands: minutes, a file, a message, a recording. at: when it was sent, as the source says where it is a file.
    """

    door: Door
    at: AwareDatetime
    sending: str = Field(min_length=1, max_length=LONGEST_NAME)
    account: str = Field(default="", max_length=LONGEST_NAME)
    recorder: str = Field(default="", max_length=LONGEST_NAME)
    source: str = Field(default="", max_length=LONGEST_NAME)


class Comment(Declared):
    """One comment on one clause. Raises Refusal when its parts do not make a comment: see `comment_faults`.

    clause: its code, WHOLE_TEXT for a comment on everything. proposed: wording that the clause should have.
    """

    clause: str = Field(max_length=200)
    type: CommentType
    proposed: str = Field(default="", max_length=LONGEST_WORDS)
    rationale: str = Field(default="", max_length=LONGEST_WORDS)
    speaker: Speaker = Speaker()
    wish: PublicationWish
    language: str = Field(pattern=LANGUAGE)
    arrival: Arrival

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        check_none(comment_faults(self))
        return self

    @property
    def has_words(self) -> bool:
        """Whether it says anything in writing."""
        return has_letters(self.proposed) or has_letters(self.rationale)


def comment_faults(comment: Comment) -> Iterator[Reason]:
    """What is missing, a reason each.

    comment-without-words, comment-name-missing, comment-organisation-missing, comment-recorder-missing,
    comment-source-missing.
    """
    is_recording = comment.arrival.door is Door.VOICE and comment.arrival.source
    if comment.type is not CommentType.SUPPORT and not comment.has_words and not is_recording:
        what = "It is not said what should change, or why."
        do = "Write a reason, or the wording that it should have."
        yield Reason("comment-without-words", what, "rationale", do)
    yield from _names_missing(comment)
    yield from _origin_missing(comment.arrival)


def _names_missing(comment: Comment) -> Iterator[Reason]:
    do = "Give it, or choose that the comment is shown without a name, or not at all."
    if comment.wish is PublicationWish.NAMED and not has_letters(comment.speaker.name):
        yield Reason("comment-name-missing", "It should be shown with a name, and there is none.", "name", do)
    if comment.wish is PublicationWish.ORGANISATION and not has_letters(comment.speaker.organisation):
        what = "It should be shown with the name of an organisation, and there is none."
        yield Reason("comment-organisation-missing", what, "organisation", do)


def _origin_missing(arrival: Arrival) -> Iterator[Reason]:
    if arrival.door is not Door.WORKSHOP:
        return
    if not has_letters(arrival.recorder):
        what = "It is not said who writes down what was said in the workshop."
        yield Reason("comment-recorder-missing", what, "recorder", "Write your name. It is not published.")
    if not arrival.source:
        what = "It is not said where this stands."
        do = "Name the minutes, with place and day."
        yield Reason("comment-source-missing", what, "source", do)


def clause_order(clause: str) -> tuple[int, str]:
    """The text as a whole first, and C2 before C10."""
    return len(clause), clause


def has_letters(text: str) -> bool:
    """Whether there is a word in it: marks and blanks are none, in any script."""
    return any(character.isalnum() for character in text)


def is_by(comment: Comment, account: str, name: str) -> bool:
    """Whether somebody sent it, as far as the records tell: from their account, or under their name."""
    same_account = bool(account) and comment.arrival.account == account
    named = comment.speaker.name
    return same_account or (has_letters(named) and has_letters(name) and same_name(named, name))
