"""Principle 6: do identity questions let people decline and speak for themselves, and is none computed?"""

from nyhavn.framework.identity import IdentityQuestion, check_identity
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_OFFERS = Safeguard(
    "identity-is-said",
    "May people decline, choose several answers or use their own words, and is no identity computed?",
    ("instrument", "identity questions declared"),
)


def identity_is_said(records: ReleaseRecords) -> SafeguardEvidence:
    """Reads the instrument itself; what the declaration promises is not enough."""
    remarks = check_identity(records.instrument, records.identity)
    faults = [f"{remark.question}: {remark.sentence}" for remark in remarks if not remark.is_prompt]
    prompts = [f"{remark.question}: {remark.sentence}" for remark in remarks if remark.is_prompt]
    if faults:
        return _OFFERS.against(*faults, *prompts)
    if not records.identity:
        return _OFFERS.nothing("No question is declared as one about identity.", *prompts)
    asked = ", ".join(declared.question for declared in records.identity)
    offers = f"People may decline, and choose several answers or use their own words: {asked}."
    agreed = [_agreed(declared) for declared in records.identity if says_something(declared.agreed_by)]
    return _OFFERS.found(offers, *agreed, *prompts)


def _agreed(declared: IdentityQuestion) -> str:
    """Who agreed the categories, and when; which topic it is decides who has a say in that."""
    day = f" on {declared.agreed_date.isoformat()}" if declared.agreed_date else ""
    return f"{declared.question} ({declared.topic}): the categories were agreed by {declared.agreed_by}{day}."
