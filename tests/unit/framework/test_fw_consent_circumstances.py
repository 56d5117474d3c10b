"""Who decides, who helps, and who must not be in the room; each fault alone."""

from uuid import UUID

import pytest

from nyhavn.framework.consent_circumstances import (
    ALONE,
    Circumstances,
    DecidedBy,
    GuardianWaiver,
    Helper,
    Minor,
    Modality,
    Present,
    circumstance_reasons,
)

INTERPRETER, SUPPORTER = Present(Helper.INTERPRETER, UUID(int=1)), Present(Helper.SUPPORTER)
GUARDIAN = Present(Helper.GUARDIAN)
BOTH_AGREE = Minor(assent=True, guardian_agrees=True)
RISK = Minor(assent=True, waiver=GuardianWaiver.GUARDIAN_IS_THE_RISK)


def codes(found: Circumstances) -> list[str]:
    return [reason.code for reason in circumstance_reasons(found)]


@pytest.mark.parametrize(
    "found",
    [
        ALONE,
        Circumstances(Modality.SIGN_LANGUAGE, (INTERPRETER, SUPPORTER)),
        Circumstances(Modality.HEARD, (Present(Helper.WITNESS),)),
        Circumstances(minor=BOTH_AGREE, present=(GUARDIAN,)),
        Circumstances(minor=RISK),
        Circumstances(minor=Minor(assent=True, waiver=GuardianWaiver.UNACCOMPANIED)),
        Circumstances(minor=Minor(assent=True, guardian_agrees=False, waiver=GuardianWaiver.MATURE_MINOR_BY_LAW)),
        Circumstances(minor=Minor(assent=True, guardian_agrees=False, waiver=GuardianWaiver.GUARDIAN_IS_THE_RISK)),
    ],
)
def test_whoever_decides_for_themselves_is_heard(found: Circumstances) -> None:
    assert codes(found) == []


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Circumstances(decided_by=DecidedBy.SOMEBODY_ELSE), "consent-decided-by-other"),
        (Circumstances(present=(SUPPORTER,), decided_by=DecidedBy.SOMEBODY_ELSE), "consent-decided-by-other"),
        (Circumstances(minor=Minor(assent=False, guardian_agrees=True)), "consent-without-assent"),
        (Circumstances(minor=Minor(assent=True)), "consent-without-guardian"),
        (Circumstances(minor=Minor(assent=True, guardian_agrees=False)), "consent-guardian-refuses"),
        (
            Circumstances(minor=Minor(True, guardian_agrees=False, waiver=GuardianWaiver.UNACCOMPANIED)),
            "consent-guardian-refuses",
        ),
        (Circumstances(present=(GUARDIAN,)), "consent-guardian-of-adult"),
        (Circumstances(minor=RISK, present=(GUARDIAN,)), "consent-guardian-in-the-room"),
    ],
)
def test_each_fault_alone_is_refused(found: Circumstances, code: str) -> None:
    assert codes(found) == [code]
