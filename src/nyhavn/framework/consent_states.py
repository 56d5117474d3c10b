"""The states of consent and what leads from one to the next, as one total table.

States are those of the W3C Data Privacy Vocabulary (DPV) 2.3, "Consent Status". What a person says against a use is
heard in every state. Whoever said no is not asked again: they may say yes by themselves, at any time.
"""

from collections.abc import Mapping
from enum import StrEnum

from nyhavn.framework.consent import ConsentState
from nyhavn.framework.refusal import Reason, Refusal

_S = ConsentState


class ConsentStep(StrEnum):
    """What can happen to the consent of one person to one purpose."""

    ASK = "ask"
    DEFER = "defer"
    GIVE = "give"
    RENEW = "renew"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"  # by the person
    REVOKE = "revoke"  # by those who hold the data: they stop using what they may use
    EXPIRE = "expire"
    INVALIDATE = "invalidate"  # it was found that the consent never met the requirements


class NotPossible(StrEnum):
    """Why a step is not possible: codes of refusals."""

    STANDS = "consent-stands-already"
    SAID_NO = "consent-said-no"
    NOT_ASKED = "consent-not-requested"
    NOTHING_TO_RENEW = "consent-nothing-to-renew"
    NOTHING_TO_END = "consent-nothing-to-end"


# The state that each step is written as. DPV has a state for everything that a step leads to.
WRITTEN_AS: Mapping[ConsentStep, ConsentState] = {
    ConsentStep.ASK: _S.REQUESTED,
    ConsentStep.DEFER: _S.DEFERRED,
    ConsentStep.GIVE: _S.GIVEN,
    ConsentStep.RENEW: _S.RENEWED,
    ConsentStep.REFUSE: _S.REFUSED,
    ConsentStep.WITHDRAW: _S.WITHDRAWN,
    ConsentStep.REVOKE: _S.REVOKED,
    ConsentStep.EXPIRE: _S.EXPIRED,
    ConsentStep.INVALIDATE: _S.INVALIDATED,
}
_STEP_TO = {state: step for step, state in WRITTEN_AS.items()}

_YES = (_S.GIVEN, _S.RENEWED)
_NO = (_S.REFUSED, _S.WITHDRAWN)
_OPEN = (_S.UNKNOWN, _S.REQUESTED, _S.DEFERRED)
_ENDED = (_S.REVOKED, _S.EXPIRED, _S.INVALIDATED)

# For each step, what stands against it and in which states. In all other states it is possible.
_AGAINST: Mapping[ConsentStep, Mapping[NotPossible, tuple[ConsentState, ...]]] = {
    ConsentStep.ASK: {NotPossible.STANDS: _YES, NotPossible.SAID_NO: _NO},
    ConsentStep.DEFER: {
        NotPossible.STANDS: _YES,
        NotPossible.SAID_NO: _NO,
        NotPossible.NOT_ASKED: (_S.UNKNOWN, *_ENDED),
    },
    ConsentStep.GIVE: {},
    ConsentStep.RENEW: {
        NotPossible.SAID_NO: _NO,
        NotPossible.NOTHING_TO_RENEW: (*_OPEN, _S.REVOKED, _S.INVALIDATED),
    },
    ConsentStep.REFUSE: {},
    ConsentStep.WITHDRAW: {},
    ConsentStep.REVOKE: {NotPossible.NOTHING_TO_END: (*_OPEN, *_NO, *_ENDED)},
    ConsentStep.EXPIRE: {NotPossible.NOTHING_TO_END: (*_OPEN, *_NO, *_ENDED)},
    # A consent that ended may still be found to have been none from the start; what a person said against it stays.
    ConsentStep.INVALIDATE: {NotPossible.NOTHING_TO_END: (*_OPEN, *_NO, _S.INVALIDATED)},
}


def _outcome(state: ConsentState, step: ConsentStep) -> ConsentState | NotPossible:
    against = [code for code, states in _AGAINST[step].items() if state in states]
    return against[0] if against else WRITTEN_AS[step]


TRANSITIONS: Mapping[ConsentState, Mapping[ConsentStep, ConsentState | NotPossible]] = {
    state: {step: _outcome(state, step) for step in ConsentStep} for state in ConsentState
}

_WORDS: Mapping[NotPossible, tuple[str, str]] = {
    NotPossible.STANDS: (
        "The person has said yes to this purpose already.",
        "Nothing needs to be asked.",
    ),
    NotPossible.SAID_NO: (
        "The person has said no to this purpose, so it is not asked for again.",
        "The person may say yes at any time, without being asked.",
    ),
    NotPossible.NOT_ASKED: (
        "The person was not asked for this purpose, so the answer cannot be put off.",
        "Ask first.",
    ),
    NotPossible.NOTHING_TO_RENEW: (
        "There is no consent to this purpose that could be renewed.",
        "Ask for it as for the first time.",
    ),
    NotPossible.NOTHING_TO_END: (
        "There is no consent to this purpose that could be ended.",
        "Nothing needs to be done.",
    ),
}


def step_to(state: ConsentState) -> ConsentStep | None:
    """The step that is written as this state; None for "unknown", which nobody can say."""
    return _STEP_TO.get(state)


def step_reasons(before: ConsentState, written: ConsentState, where: str = "consent") -> tuple[Reason, ...]:
    """Why this state cannot follow that one; empty if it can. where: the purpose."""
    step = step_to(written)
    if step is None:
        what = "Nothing was said about this purpose, so there is nothing to write down."
        return (Reason("consent-nothing-said", what, where, "Leave the purpose out."),)
    found = TRANSITIONS[before][step]
    if isinstance(found, NotPossible):
        what, do = _WORDS[found]
        return (Reason(found.value, what, where, do),)
    return ()


def after(before: ConsentState, step: ConsentStep) -> ConsentState:
    """The state after a step. Raises Refusal where it is not possible."""
    reasons = step_reasons(before, WRITTEN_AS[step])
    if reasons:
        raise Refusal(*reasons)
    return WRITTEN_AS[step]
