"""The way of a release from candidate to publication and after: states, and the one table of steps between them."""

from collections.abc import Mapping
from enum import StrEnum

from nyhavn.framework.refusal import refusal


class ReleaseState(StrEnum):
    """Where a release stands."""

    CANDIDATE = "candidate"  # produced and judged; nobody outside the team sees it
    APPROVED = "approved"  # a second person agreed
    RETURNED = "returned"  # the community has seen the results, or waived it with a reason
    SCHEDULED = "scheduled"  # a date is announced and locked
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # a newer version stands beside it
    WITHDRAWN = "withdrawn"  # taken back because it is wrong
    ABANDONED = "abandoned"  # never published


class ReleaseStep(StrEnum):
    """What moves a release on."""

    APPROVE = "approve"
    RETURN_RESULTS = "return-results"
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"  # only with a public reason
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ABANDON = "abandon"


_S, _T = ReleaseState, ReleaseStep

STEPS: Mapping[ReleaseState, Mapping[ReleaseStep, ReleaseState]] = {
    _S.CANDIDATE: {_T.APPROVE: _S.APPROVED, _T.ABANDON: _S.ABANDONED},
    _S.APPROVED: {_T.RETURN_RESULTS: _S.RETURNED, _T.ABANDON: _S.ABANDONED},
    _S.RETURNED: {_T.SCHEDULE: _S.SCHEDULED, _T.ABANDON: _S.ABANDONED},
    _S.SCHEDULED: {_T.RESCHEDULE: _S.SCHEDULED, _T.PUBLISH: _S.PUBLISHED, _T.ABANDON: _S.ABANDONED},
    _S.PUBLISHED: {_T.SUPERSEDE: _S.SUPERSEDED, _T.CORRECT: _S.PUBLISHED, _T.WITHDRAW: _S.WITHDRAWN},
    _S.SUPERSEDED: {_T.CORRECT: _S.SUPERSEDED, _T.WITHDRAW: _S.WITHDRAWN},
    _S.WITHDRAWN: {},
    _S.ABANDONED: {},
}

# Only the team knows of it; it may still be given up, or replaced, without a word to anybody.
UNANNOUNCED = frozenset({_S.CANDIDATE, _S.APPROVED, _S.RETURNED})
# It stands in public, or did; what was once published has an address for ever.
PUBLIC = frozenset({_S.PUBLISHED, _S.SUPERSEDED, _S.WITHDRAWN})

_WAITS_FOR = {
    _S.CANDIDATE: "It waits for the approval of a second person.",
    _S.APPROVED: "It waits until the community has seen the results.",
    _S.RETURNED: "It waits for a date.",
    _S.SCHEDULED: "It waits for its date.",
    _S.PUBLISHED: "It is published.",
    _S.SUPERSEDED: "A newer version has taken its place.",
    _S.WITHDRAWN: "It was withdrawn.",
    _S.ABANDONED: "It was given up before publication.",
}


def after(state: ReleaseState, step: ReleaseStep) -> ReleaseState:
    """The state after a step. Raises Refusal "release-step-out-of-turn" where the state does not allow it."""
    following = STEPS[state].get(step)
    if following is None:
        what = f"This release is {state}, so the step “{step.replace('-', ' ')}” is not possible. {_WAITS_FOR[state]}"
        raise refusal("release-step-out-of-turn", what, where="release", do="Look at what the release waits for.")
    return following


def waits_for(state: ReleaseState) -> str:
    """What happens next, in a sentence."""
    return _WAITS_FOR[state]
