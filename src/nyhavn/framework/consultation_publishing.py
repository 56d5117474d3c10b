"""Whether the answers may be shown, and whether the next version may be published.

Comments are counted by clause, and nothing else of them is named: a refusal travels by mail, log and screen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nyhavn.framework.consultation import (
    STATE_WORDS,
    Consultation,
    ConsultationAct,
    ConsultationState,
    ConsultationStep,
)
from nyhavn.framework.consultation_comments import WHOLE_TEXT, clause_order
from nyhavn.framework.consultation_records import CommentRecord, contest_until
from nyhavn.framework.refusal import Reason, check_none

MOST_CLAUSES = 12  # of a long list, in one sentence


@dataclass(frozen=True, slots=True)
class CommentStanding:
    """What the rules need of one comment, so that very many can be looked at.

    merged_into: number of the comment it is answered with. contest_until: None where no answer is shown yet.
    """

    number: int
    clause: str
    is_late: bool
    is_answered: bool
    merged_into: int | None = None
    has_open_contest: bool = False
    contest_until: datetime | None = None


def standing_of(consultation: Consultation, record: CommentRecord) -> CommentStanding:
    """One comment as the rules look at it."""
    given = record.disposition
    return CommentStanding(
        number=record.number,
        clause=record.comment.clause,
        is_late=consultation.is_late(record.comment),
        is_answered=given is not None,
        merged_into=given.merged_into if given else None,
        has_open_contest=record.has_open_contest,
        contest_until=contest_until(consultation, record),
    )


def check_may_show_answers(consultation: Consultation, comments: Iterable[CommentStanding], now: datetime) -> None:
    """Whether the answers may be shown to those who commented. comments: all of the consultation, late ones included.

    Raises Refusal: consultation-out-of-turn, consultation-disposition-missing.
    """
    state = consultation.state(now)
    check_none((*_not_in(state, ConsultationState.CLOSED), *_missing(_numbered(comments))))


def check_may_publish(consultation: Consultation, comments: Iterable[CommentStanding], now: datetime) -> None:
    """Whether the next version may be published. comments: all of the consultation, late and hidden ones included.

    What came after the end holds nothing up, or anybody could by sending more. Raises Refusal:
    consultation-out-of-turn, consultation-disposition-missing, consultation-contest-open, consultation-contest-time.
    """
    numbered = _numbered(comments)
    in_time = [one for one in numbered.values() if not one.is_late]
    reasons = (*_not_in(consultation.state(now), ConsultationState.ANSWERED), *_missing(numbered))
    check_none((*reasons, *_contested(in_time), *_contest_time(in_time, consultation.window.zone, now)))


def show_answers(
    consultation: Consultation, comments: Iterable[CommentStanding], *, now: datetime, by: str
) -> Consultation:
    """The consultation after its answers were shown. Raises Refusal as `check_may_show_answers`."""
    check_may_show_answers(consultation, comments, now)
    return consultation.with_act(ConsultationAct(step=ConsultationStep.SHOW_ANSWERS, at=now, by=by))


def publish(consultation: Consultation, comments: Iterable[CommentStanding], *, now: datetime, by: str) -> Consultation:
    """The consultation after the next version was published. Raises Refusal as `check_may_publish`."""
    check_may_publish(consultation, comments, now)
    return consultation.with_act(ConsultationAct(step=ConsultationStep.PUBLISH, at=now, by=by))


def _numbered(comments: Iterable[CommentStanding]) -> Mapping[int, CommentStanding]:
    """By number. Raises ValueError where one is left out: whoever asks about a part would be told of the whole."""
    found = {one.number: one for one in comments}
    if found and (min(found) != 1 or max(found) != len(found)):
        raise ValueError("The comments of a consultation are numbered without gaps, and all of them are looked at.")
    return found


def _not_in(state: ConsultationState, needed: ConsultationState) -> Iterator[Reason]:
    if state is not needed:
        do = "Look at where the consultation stands."
        yield Reason("consultation-out-of-turn", f"{STATE_WORDS[state]} This cannot be done now.", "", do)


def _missing(numbered: Mapping[int, CommentStanding]) -> Iterator[Reason]:
    missing = [one for one in numbered.values() if not one.is_late and not has_answer(one.number, numbered)]
    if missing:
        what = f"{_so_many(len(missing))} no answer yet: {_by_clause(missing)}."
        do = "Give each an answer with its reason. Comments that are merged need the answer of the other one."
        yield Reason("consultation-disposition-missing", what, "comments", do)


def has_answer(number: int, numbered: Mapping[int, CommentStanding]) -> bool:
    """Whether a comment is answered, where it is merged by the answer of the other one."""
    passed = set()
    while number in numbered and number not in passed:
        passed.add(number)
        one = numbered[number]
        if not one.is_answered:
            return False
        if one.merged_into is None:
            return True
        number = one.merged_into
    return False


def _contested(in_time: Iterable[CommentStanding]) -> Iterator[Reason]:
    contested = [one for one in in_time if one.has_open_contest]
    if contested:
        what = f"{_so_many(len(contested))} no answer to what was contested: {_by_clause(contested)}."
        do = "Somebody who did not give the first answer decides about each."
        yield Reason("consultation-contest-open", what, "comments", do)


def _contest_time(in_time: Iterable[CommentStanding], zone: str, now: datetime) -> Iterator[Reason]:
    until = max((one.contest_until for one in in_time if one.contest_until is not None), default=None)
    if until is not None and now < until:
        last = (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
        what = f"Answers may be contested until the end of {last.isoformat()}."
        yield Reason("consultation-contest-time", what, "", "Publish after that day.")


def _so_many(number: int) -> str:
    return "1 comment has" if number == 1 else f"{number} comments have"


def _by_clause(comments: Iterable[CommentStanding]) -> str:
    counted = Counter(one.clause for one in comments)
    first = sorted(counted, key=clause_order)[:MOST_CLAUSES]
    shown = ", ".join(f"{counted[clause]} on {_clause(clause)}" for clause in first)
    more = len(counted) - MOST_CLAUSES
    if more <= 0:
        return shown
    return f"{shown}, and others on {'one more clause' if more == 1 else f'{more} more clauses'}"


def _clause(clause: str) -> str:
    return "the text as a whole" if clause == WHOLE_TEXT else f"clause {clause}"
