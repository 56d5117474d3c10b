"""What a release tells of the decisions that earlier results led to."""

from collections.abc import Collection
from datetime import date

from nyhavn.framework.commitments import AnswerState, CommitmentState, Seen, Trail
from nyhavn.framework.declared import Declared
from nyhavn.framework.unused_results import UnusedResult


class CommitmentOnRecord(Declared):
    """A promise. seen: what the community saw last; None if it said nothing."""

    words: str
    due: date
    state: CommitmentState
    seen: Seen | None = None


class RequestOnRecord(Declared):
    """What an authority was asked, and what it answered and promised. late: the answer came after its day."""

    authority: str
    asked_for: str
    asked_on: date
    answer: AnswerState
    late: bool = False
    commitments: tuple[CommitmentOnRecord, ...] = ()


class DecisionsOnRecord(Declared):
    """[decisions]: everything asked of authorities up to the day of the release, and results that led to none."""

    request: tuple[RequestOnRecord, ...] = ()
    unused: tuple[UnusedResult, ...] = ()


def decisions_on_record(
    trails: Collection[Trail], left: Collection[UnusedResult], *, today: date
) -> DecisionsOnRecord | None:
    """What leaves this site; None where nothing was published and nobody was asked."""
    if not trails and not left:
        return None
    return DecisionsOnRecord(request=tuple(_request(one, today) for one in trails), unused=tuple(left))


def _request(trail: Trail, today: date) -> RequestOnRecord:
    return RequestOnRecord(
        authority=trail.authority,
        asked_for=trail.asked_for,
        asked_on=trail.asked_on,
        answer=trail.answer_state(today),
        late=trail.is_answered_late,
        commitments=tuple(
            CommitmentOnRecord(
                words=one.entry.words,
                due=one.entry.due or one.entry.said_on,
                state=one.state,
                seen=one.seen[-1].seen if one.seen else None,
            )
            for one in trail.commitments(today)
        ),
    )
