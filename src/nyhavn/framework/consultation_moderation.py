"""Hiding a comment from everybody: for a reason of the list, by a named person, and never instead of an answer.

That a comment disagrees is no reason of the list. Hidden words stay on record, and whoever wrote them reads why.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from nyhavn.framework.consultation import Consultation
from nyhavn.framework.consultation_comments import PublicationWish, is_by
from nyhavn.framework.consultation_dispositions import Decider
from nyhavn.framework.consultation_records import CommentRecord, ModerationAct, Records, shown_at
from nyhavn.framework.consultation_words import WORDS
from nyhavn.framework.refusal import refusal


def check_moderate(record: CommentRecord, act: ModerationAct, moderator: Decider) -> None:
    """Whether this may be done to the comment now.

    Raises Refusal: moderation-out-of-turn, moderation-of-own-comment, moderation-not-by-moderator.
    """
    if (record.hidden is not None) is act.hides:
        what = "It is hidden already." if act.hides else "It is not hidden."
        raise refusal("moderation-out-of-turn", what, do="Look at where the comment stands.")
    if is_by(record.comment, moderator.account, moderator.name):
        raise refusal("moderation-of-own-comment", "This comment is yours.", do="Somebody else decides about it.")
    if act.by != moderator.account:
        what = "It names somebody else than whoever does it."
        raise refusal("moderation-not-by-moderator", what, where="by", do="Whoever moderates stands for it.")


class Reader(StrEnum):
    """Who looks at a comment."""

    EVERYBODY = "everybody"
    AUTHOR = "author"  # whoever holds the receipt
    BODY = "body"  # those who answer


@dataclass(frozen=True)
class SeenComment:
    """What somebody sees of a comment; "" where they do not see it.

    who: the name it is shown with. hidden_because: in the words of the list. words_of_moderator, moderator: by whom.
    merged_into: reference of the comment that answers it.
    """

    reference: str
    clause: str = ""
    type: str = ""
    proposed: str = ""
    rationale: str = ""
    who: str = ""
    hidden_because: str = ""
    words_of_moderator: str = ""
    moderator: str = ""
    outcome: str = ""
    reason: str = ""
    merged_into: str = ""
    decided_by: str = ""


def seen(consultation: Consultation, record: CommentRecord, reader: Reader, records: Records) -> SeenComment:
    """What a reader sees of it. Answers are seen once they are shown; only the body sees them before, and by whom."""
    if reader is Reader.EVERYBODY and record.comment.wish is PublicationWish.NOT_PUBLISHED:
        return SeenComment(record.reference)
    comment = record.comment
    said = SeenComment(record.reference, comment.clause, comment.type, who=_who(record, reader))
    if reader is not Reader.EVERYBODY or record.hidden is None:
        said = replace(said, proposed=comment.proposed, rationale=comment.rationale)
    if record.hidden is not None:
        said = replace(said, **_hiding(record.hidden, reader))
    is_shown = reader is Reader.BODY or shown_at(consultation, record) is not None
    return replace(said, **_answer(record, reader, records)) if is_shown else said


def _hiding(hidden: ModerationAct, reader: Reader) -> dict[str, str]:
    words = hidden.words if reader is not Reader.EVERYBODY else ""
    moderator = hidden.by if reader is Reader.BODY else ""
    return {"hidden_because": hiding_words(hidden.why), "words_of_moderator": words, "moderator": moderator}


def _answer(record: CommentRecord, reader: Reader, records: Records) -> dict[str, str]:
    given = record.disposition
    if given is None:
        return {}
    other = records.get(given.merged_into) if given.merged_into else None
    decided_by = given.by if reader is Reader.BODY else ""
    merged_into = other.reference if other else ""
    return {"outcome": given.outcome, "reason": given.reason, "merged_into": merged_into, "decided_by": decided_by}


def hiding_words(why: str) -> str:
    """A reason of the list in words."""
    return next(entry.name for entry in WORDS.moderation if entry.code == why)


def _who(record: CommentRecord, reader: Reader) -> str:
    if reader is not Reader.EVERYBODY:
        return record.comment.speaker.name or record.comment.speaker.organisation
    return public_name(record)


def public_name(record: CommentRecord) -> str:
    """The name that everybody reads; "" where it is shown without one, or hidden."""
    speaker = record.comment.speaker
    shown = {PublicationWish.NAMED: speaker.name, PublicationWish.ORGANISATION: speaker.organisation}
    return shown.get(record.comment.wish, "") if record.hidden is None else ""
