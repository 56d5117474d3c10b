"""Principle 2: results reach those who decide, they answer, and what they promise happens."""

from collections.abc import Iterator

from nyhavn.framework.commitments import AnswerState, CommitmentState, Seen
from nyhavn.framework.decisions_on_record import CommitmentOnRecord, DecisionsOnRecord, RequestOnRecord
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something
from nyhavn.framework.unused_results import WhyUnused

_DECIDED = Safeguard(
    "results-led-to-decisions",
    "Were earlier results brought to those who decide, did they answer, and did what they promised happen?",
    ("requests to authorities", "answers", "commitments and their days", "what the community saw", "unused results"),
)
_AGAINST = frozenset({CommitmentState.OVERDUE, CommitmentState.KEPT_LATE, CommitmentState.TAKEN_BACK})
_UNUSED = {
    WhyUnused.NOBODY_ASKED: "no authority was asked about it",
    WhyUnused.NOTHING_FOLLOWED: "an authority was asked, and nothing followed",
}


def results_led_to_decisions(records: ReleaseRecords) -> SafeguardEvidence:
    """What was overdue, declined, taken back, or did not happen as the community saw it, speaks against it.

    That nobody was asked speaks neither way: data may serve the community alone.
    """
    said = records.decisions
    if said is None or not (said.request or said.unused):
        return _DECIDED.nothing("No authority was asked, and no earlier result waits for one.")
    left = tuple(f"Since {one.since.isoformat()}: {one.title}, {_UNUSED[one.why]}." for one in said.unused)
    if not said.request:
        return _DECIDED.nothing("No authority was asked on the ground of these data.", *left)
    told = (*(line for one in said.request for line in _in_words(one)), *left)
    if any(map(_is_against, said.request)):
        return _DECIDED.against(*told)
    if not _is_whole(said) or not any(one.commitments for one in said.request):
        return _DECIDED.nothing(*told)
    return _DECIDED.found(*told)


def _is_against(one: RequestOnRecord) -> bool:
    broken = any(promise.state in _AGAINST or promise.seen is Seen.NOT for promise in one.commitments)
    return broken or one.late or one.answer in (AnswerState.OVERDUE, AnswerState.DECLINED)


def _is_whole(said: DecisionsOnRecord) -> bool:
    return all(says_something(one.authority) and says_something(one.asked_for) for one in said.request) and all(
        says_something(promise.words) for one in said.request for promise in one.commitments
    )


def _in_words(one: RequestOnRecord) -> Iterator[str]:
    late = ", after its day" if one.late else ""
    answer = one.answer.replace("-", " ")
    yield f"Asked on {one.asked_on.isoformat()}, {one.authority}: {one.asked_for} Answer: {answer}{late}."
    yield from (_promise(promise) for promise in one.commitments)


def _promise(one: CommitmentOnRecord) -> str:
    seen = f" The community: {one.seen.replace('-', ' ')}." if one.seen else ""
    return f"Promised by {one.due.isoformat()}: {one.words} The authority: {one.state.replace('-', ' ')}.{seen}"
