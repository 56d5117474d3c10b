"""Contesting an answer: once for each comment, by whoever holds its receipt, and decided by another person."""

from collections.abc import Iterator
from datetime import datetime

from nyhavn.framework.consultation import Consultation
from nyhavn.framework.consultation_dispositions import Decider, merge_faults, not_by
from nyhavn.framework.consultation_records import (
    CommentRecord,
    Disposition,
    Records,
    contest_until,
    merges_from,
    shown_at,
)
from nyhavn.framework.refusal import Reason, check_none, refusal


def check_may_contest(consultation: Consultation, record: CommentRecord, *, holds_receipt: bool, now: datetime) -> None:
    """Whether the answer may be contested now by this person, who needs no account.

    Raises Refusal: contest-without-receipt, contest-nothing-shown, contest-once, contest-too-late.
    """
    if not holds_receipt:  # first, so that a stranger learns nothing else about the comment
        what = "This is not the receipt of this comment."
        raise refusal("contest-without-receipt", what, do="Use the receipt that you got when you commented.")
    shown, until = shown_at(consultation, record), contest_until(consultation, record)
    if shown is None or until is None or now < shown:
        raise refusal("contest-nothing-shown", "There is no answer to contest yet.", do="Come back when there is one.")
    if record.contest is not None:
        do = "Read what was decided, or wait for it."
        raise refusal("contest-once", "This answer was contested before.", do=do)
    if now >= until:
        what = "The time for contesting this answer is over."
        raise refusal("contest-too-late", what, do="Write to the body that convened the consultation.")


def check_contest_answer(record: CommentRecord, given: Disposition, decider: Decider, records: Records) -> None:
    """Whether this decides the contest: the answer that stands from now on, the same outcome or another, with a reason.

    Raises Refusal: contest-not-open, contest-same-decider, disposition-of-own-comment, disposition-not-by-decider,
    disposition-merge-unknown, disposition-merge-cycle, disposition-merge-unseen.
    """
    if record.contest is None or record.contest_answer is not None:
        what = "There is no contest that waits for an answer."
        raise refusal("contest-not-open", what, do="Look at where the comment stands.")
    faults = (*_same_decider(record, decider, records), *not_by(record, given, decider))
    check_none((*faults, *merge_faults(record, given, records)))


def _same_decider(record: CommentRecord, decider: Decider, records: Records) -> Iterator[Reason]:
    if decider.account in deciders_of(record, records):
        what = "You gave the answer that is contested."
        yield Reason("contest-same-decider", what, "", "Ask somebody else of the body to look at it.")


def deciders_of(record: CommentRecord, records: Records) -> frozenset[str]:
    """Everybody who gave an answer that this comment got, also through those that it is merged into."""
    answers = {record.number: record, **{one.number: one for one in merges_from(record.number, records)}}.values()
    given = [one for record in answers for one in (*record.dispositions, record.contest_answer)]
    return frozenset(one.by for one in given if one is not None)
