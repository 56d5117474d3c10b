"""From every state every step leads to one state, or is refused with one reason: the table has no holes."""

import pytest

from nyhavn.framework.consent import ConsentState
from nyhavn.framework.consent_states import TRANSITIONS, WRITTEN_AS, ConsentStep, NotPossible, after, step_reasons
from nyhavn.framework.refusal import Refusal

# W3C Data Privacy Vocabulary 2.3, "Consent Status" (https://w3id.org/dpv#ConsentStatus), the terms with that type that
# are states; the broader ConsentStatusValidForProcessing has the first two below it, …InvalidForProcessing the others.
VALID = {"ConsentGiven", "RenewedConsentGiven"}
INVALID = {
    "ConsentUnknown", "ConsentRequested", "ConsentRequestDeferred", "ConsentRefused", "ConsentWithdrawn",
    "ConsentRevoked", "ConsentExpired", "ConsentInvalidated",
}  # fmt: skip
S, Do = ConsentState, ConsentStep
CELLS = [(state, step) for state in ConsentState for step in ConsentStep]


def test_states_are_those_of_the_data_privacy_vocabulary() -> None:
    assert {state.value for state in ConsentState} == VALID | INVALID
    assert {state.value for state in ConsentState if state.allows_processing} == VALID


def test_the_table_is_total() -> None:
    assert set(TRANSITIONS) == set(ConsentState)
    assert all(set(row) == set(ConsentStep) for row in TRANSITIONS.values())
    assert set(WRITTEN_AS) == set(ConsentStep)
    assert set(WRITTEN_AS.values()) == set(ConsentState) - {S.UNKNOWN}


@pytest.mark.parametrize(("state", "step"), CELLS)
def test_each_step_leads_to_its_own_state_or_is_refused_with_a_reason(state: ConsentState, step: ConsentStep) -> None:
    found = TRANSITIONS[state][step]
    if isinstance(found, NotPossible):
        with pytest.raises(Refusal) as refused:
            after(state, step)
        assert refused.value.codes == (found.value,)
        assert all(reason.what and reason.do for reason in refused.value.reasons)
    else:
        assert after(state, step) is found is WRITTEN_AS[step]


@pytest.mark.parametrize("state", ConsentState)
def test_a_no_is_heard_in_every_state_and_a_yes_as_well(state: ConsentState) -> None:
    assert after(state, Do.REFUSE) is S.REFUSED
    assert after(state, Do.WITHDRAW) is S.WITHDRAWN
    assert after(state, Do.GIVE) is S.GIVEN


@pytest.mark.parametrize("no", [S.REFUSED, S.WITHDRAWN])
@pytest.mark.parametrize("step", [Do.ASK, Do.DEFER, Do.RENEW, Do.REVOKE, Do.EXPIRE, Do.INVALIDATE])
def test_nothing_but_the_person_moves_a_no(no: ConsentState, step: ConsentStep) -> None:
    assert isinstance(TRANSITIONS[no][step], NotPossible)


def test_the_usual_ways_go_through() -> None:
    ways = (
        ((Do.ASK, Do.DEFER, Do.ASK, Do.GIVE, Do.RENEW, Do.EXPIRE, Do.RENEW, Do.WITHDRAW), S.WITHDRAWN),
        ((Do.GIVE, Do.REVOKE, Do.ASK, Do.GIVE), S.GIVEN),
        ((Do.GIVE, Do.EXPIRE, Do.INVALIDATE, Do.ASK, Do.REFUSE, Do.GIVE), S.GIVEN),
    )
    for steps, end in ways:
        state = S.UNKNOWN
        for step in steps:
            state = after(state, step)
        assert state is end


def test_silence_is_never_written() -> None:
    assert [reason.code for reason in step_reasons(S.GIVEN, S.UNKNOWN)] == ["consent-nothing-said"]
