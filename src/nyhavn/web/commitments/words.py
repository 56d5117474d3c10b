"""The words for what stands in a trail, as people read them; marked for translation."""

from enum import StrEnum

from django.utils.translation import gettext_noop
from pydantic.config import JsonDict

from nyhavn.framework.commitments import AnswerState, CommitmentState, Proof, Seen, TrailStep
from nyhavn.framework.unused_results import WhyUnused


class AuthorityAnswer(StrEnum):
    """The answers there are, as steps of a trail."""

    ACCEPT = TrailStep.ACCEPT.value
    ACCEPT_IN_PART = TrailStep.ACCEPT_IN_PART.value
    DECLINE = TrailStep.DECLINE.value


ANSWER_LABELS: JsonDict = {
    AuthorityAnswer.ACCEPT: gettext_noop("Accepted"),
    AuthorityAnswer.ACCEPT_IN_PART: gettext_noop("Accepted in part"),
    AuthorityAnswer.DECLINE: gettext_noop("Said no"),
}
PROOFS: JsonDict = {
    Proof.DOCUMENT: gettext_noop("A document"),
    Proof.BUDGET_LINE: gettext_noop("A line of the budget"),
    Proof.LAW: gettext_noop("A law or a rule"),
    Proof.RELEASE: gettext_noop("Published data"),
    Proof.OTHER: gettext_noop("Something else"),
}
SEEN: JsonDict = {
    Seen.HAPPENED: gettext_noop("It happened"),
    Seen.IN_PART: gettext_noop("It happened in part"),
    Seen.NOT: gettext_noop("It did not happen"),
}
STEPS: dict[TrailStep, str] = {
    TrailStep.ACCEPT: gettext_noop("Accepted"),
    TrailStep.ACCEPT_IN_PART: gettext_noop("Accepted in part"),
    TrailStep.DECLINE: gettext_noop("Said no"),
    TrailStep.COMMIT: gettext_noop("Committed itself"),
    TrailStep.ACT: gettext_noop("Did something"),
    TrailStep.SEE: gettext_noop("What the community saw"),
    TrailStep.CORRECT: gettext_noop("Correction"),
}
# Tone and word of each state, for the mark beside it.
ANSWER_MARKS: dict[AnswerState, tuple[str, str]] = {
    AnswerState.WAITS: ("waits", gettext_noop("no answer yet")),
    AnswerState.OVERDUE: ("against", gettext_noop("the answer is overdue")),
    AnswerState.ACCEPTED: ("holds", gettext_noop("accepted")),
    AnswerState.IN_PART: ("open", gettext_noop("accepted in part")),
    AnswerState.DECLINED: ("against", gettext_noop("declined")),
}
COMMITMENT_MARKS: dict[CommitmentState, tuple[str, str]] = {
    CommitmentState.OPEN: ("waits", gettext_noop("promised")),
    CommitmentState.OVERDUE: ("against", gettext_noop("overdue")),
    CommitmentState.KEPT: ("holds", gettext_noop("kept, says the authority")),
    CommitmentState.KEPT_LATE: ("open", gettext_noop("kept late, says the authority")),
    CommitmentState.TAKEN_BACK: ("against", gettext_noop("taken back")),
}
# What became of promises, beside the request itself: the most pressing first.
PRESSING: dict[CommitmentState, tuple[str, str]] = {
    CommitmentState.OVERDUE: ("against", gettext_noop("a commitment is overdue")),
    CommitmentState.OPEN: COMMITMENT_MARKS[CommitmentState.OPEN],
    CommitmentState.KEPT_LATE: COMMITMENT_MARKS[CommitmentState.KEPT_LATE],
    CommitmentState.KEPT: COMMITMENT_MARKS[CommitmentState.KEPT],
}
SEEN_MARKS: dict[Seen, tuple[str, str]] = {
    Seen.HAPPENED: ("holds", gettext_noop("it happened, says the community")),
    Seen.IN_PART: ("open", gettext_noop("it happened in part, says the community")),
    Seen.NOT: ("against", gettext_noop("it did not happen, says the community")),
}
UNUSED: dict[WhyUnused, str] = {
    WhyUnused.NOBODY_ASKED: gettext_noop("No authority was asked about it"),
    WhyUnused.NOTHING_FOLLOWED: gettext_noop("An authority was asked, and nothing followed"),
}
