"""Who may answer a comment, when, and with what: one answer with its reason for each, also where many are alike.

What the records cannot tell: whether somebody who answers also commented without an account and without a name.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nyhavn.framework.consultation import STATE_WORDS, Consultation, ConsultationState
from nyhavn.framework.consultation_comments import is_by
from nyhavn.framework.consultation_likeness import are_alike
from nyhavn.framework.consultation_records import (
    CommentRecord,
    Disposition,
    Outcome,
    Records,
    merges_from,
    shown_at,
)
from nyhavn.framework.refusal import Reason, check_none, refusal

_S = ConsultationState
ANSWERS_IN = frozenset({_S.OPEN, _S.CLOSED, _S.ANSWERED, _S.PUBLISHED})


@dataclass(frozen=True)
class Decider:
    """Whoever answers. account: opaque key. name: as they are called, to recognise a comment of their own."""

    account: str
    name: str


def check_dispose(
    consultation: Consultation, record: CommentRecord, given: Disposition, decider: Decider, records: Records
) -> None:
    """Whether this answer may be given. records: of the same consultation, all that merges lead through.

    Raises Refusal: disposition-not-now, disposition-shown-already, disposition-of-own-comment,
    disposition-not-by-decider, disposition-merge-unknown, disposition-merge-cycle, disposition-merge-unseen.
    """
    faults = (*_not_now(consultation, record, given), *not_by(record, given, decider))
    check_none((*faults, *merge_faults(record, given, records)))


def _not_now(consultation: Consultation, record: CommentRecord, given: Disposition) -> Iterator[Reason]:
    state = consultation.state(given.at)
    if state not in ANSWERS_IN:
        do = "Look at where the consultation stands."
        yield Reason("disposition-not-now", f"{STATE_WORDS[state]} Nothing is answered now.", "", do)
    elif shown_at(consultation, record) is not None:
        what = "Whoever commented sees the answer already."
        do = "It changes only if they contest it, and then another person decides."
        yield Reason("disposition-shown-already", what, "", do)


def not_by(record: CommentRecord, given: Disposition, decider: Decider) -> Iterator[Reason]:
    """What stands against this person's giving it."""
    if given.by != decider.account:
        what = "The answer names somebody else than whoever gives it."
        yield Reason("disposition-not-by-decider", what, "by", "Whoever decides gives the answer.")
    if is_by(record.comment, decider.account, decider.name):
        what = "This comment is yours."
        yield Reason("disposition-of-own-comment", what, "", "Somebody else answers it.")


def merge_faults(record: CommentRecord, given: Disposition, records: Records) -> Iterator[Reason]:
    """What stands against the comment that it is merged into."""
    if given.merged_into is None:
        return
    where, do = "merged_into", "Choose another comment, or answer this one by itself."
    target = records.get(given.merged_into)
    if target is None:
        yield Reason("disposition-merge-unknown", "There is no such comment in this consultation.", where, do)
    elif leads_to(given.merged_into, record.number, records):
        yield Reason("disposition-merge-cycle", "That comment is answered with this one.", where, do)
    elif not target.is_public:
        what = "That comment is not shown, so whoever is told to read its answer would find nothing."
        yield Reason("disposition-merge-unseen", what, where, do)


def leads_to(start: int, number: int, records: Records) -> bool:
    """Whether the merges of a comment come to another one, or whether it is that one."""
    given = (record.disposition for record in merges_from(start, records))
    return number == start or any(one is not None and one.merged_into == number for one in given)


def check_together(chosen: Collection[CommentRecord], outcome: Outcome) -> None:
    """Whether one answer may be given to all of these. Each still gets it on its own record.

    Raises Refusal: disposition-not-alike, disposition-merge-unclear.
    """
    if outcome is Outcome.MERGED:
        what = "Comments that are answered together are not merged."
        do = "Give them an outcome with its reason, or merge them one by one."
        raise refusal("disposition-merge-unclear", what, where="outcome", do=do)
    if all(one.is_machine_made for one in chosen):
        return
    if not are_alike({one.number: one.comment for one in chosen}):
        what = "These comments do not say the same."
        do = "Answer together only what is nearly the same, word for word, on the same clause."
        raise refusal("disposition-not-alike", what, do=do)
