"""Where an agreement stands, which words are signed, and for which purposes there can be none.

A signature is about exactly the words that were read. So they have a fingerprint, and other words need new signatures.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.agreement import Agreement, Ban, agreement_faults, not_agreed
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Reason, check_none

REMIND_BEFORE = (60, 14)  # days before the end; this project's decision: time for a new one, and a last call
NOT_TERMS = frozenset({"community", "signatures"})  # what others say to the words

# Words that make a purpose one of control and not of statistics. A tripwire for what is said openly, in the language of
# these pages; whoever hides it breaks the promises that they sign. Statistics of migration and of violence are welcome.
_CONTROL: Mapping[Ban, str] = {
    Ban.IMMIGRATION: r"immigration (control|enforcement|police|raids?|checks?|authorit\w+)|"
    r"border (control|police|guards?)|deport\w*|expulsion\w*|visa (checks?|control|decisions?)|for immigration",
    Ban.POLICE: r"polic(e|ing)|prosecut\w*|law enforcement|criminal investigations?|surveillance of people|arrests?",
    Ban.LINKAGE: r"linkage|record linking|linking (records|people|persons)",
    Ban.IDENTIFICATION: r"re-?identif\w*|identifying (people|persons|individuals)",
}
_ABOUT_THEM = re.compile(r"\b(report(ed|ing)?|said|told|turned|gone|went) (it )?(to|by) the police\b", re.IGNORECASE)


class AgreementState(StrEnum):
    """Where an agreement stands on a day."""

    DRAFT = "draft"  # something is not stated
    OPEN = "waits-for-a-yes"  # of a party or the community
    AHEAD = "begins-later"
    IN_FORCE = "in-force"
    OVER = "over"  # its last day has passed
    ENDED = "ended"  # a party ended it


def agreement_state(agreement: Agreement, on: Day, *, vetoed: bool, is_ended: bool) -> AgreementState:
    """Where it stands. vetoed: by a body of the community, on that day. is_ended: by a party."""
    if is_ended:
        return AgreementState.ENDED
    if on > agreement.ends:
        return AgreementState.OVER
    if any(agreement_faults(agreement)):
        return AgreementState.DRAFT
    if any(not_agreed(agreement, on, vetoed=vetoed)):
        return AgreementState.OPEN
    return AgreementState.IN_FORCE if agreement.starts <= on else AgreementState.AHEAD


def due_reminder(days_left: int) -> int | None:
    """Which reminder is due: the smallest number of days that the end is within; None before all, and after the end."""
    reached = [days for days in REMIND_BEFORE if 0 <= days_left <= days]
    return min(reached, default=None)


def fingerprint(agreement: Agreement) -> str:
    """SHA-256 of the terms as they are signed, without who said yes to them."""
    terms = agreement.model_dump(mode="json", exclude=set(NOT_TERMS))
    terms["bans"] = sorted(terms["bans"])
    written = json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def check_purposes(purposes: Iterable[str]) -> None:
    """Raises Refusal "agreement-purpose-banned" for purposes that every agreement bans, a reason each."""
    check_none(tuple(_banned(purposes)))


def _banned(purposes: Iterable[str]) -> Iterator[Reason]:
    for purpose in purposes:
        left = _ABOUT_THEM.sub("", purpose)
        for ban, words in _CONTROL.items():
            if re.search(rf"\b({words})\b", left, re.IGNORECASE):
                what = f'"{purpose}" is no purpose of an agreement. In every agreement both promise: {ban}.'
                do = "Name the statistics that are made. If that is what you did, say it in other words."
                yield Reason("agreement-purpose-banned", what, "purposes", do)
                break


def check_signing(signed: str, newest: str, *, signed_other_side: bool, is_signed: bool) -> None:
    """Whether somebody may sign these words. signed, newest: fingerprints. signed_other_side: the same account did.

    Raises Refusal: agreement-changed, agreement-signed-already, agreement-same-signatory.
    """
    reasons = []
    if signed != newest:
        do = "Read the newest words, and sign them."
        reasons.append(Reason("agreement-changed", "The agreement was changed since you read it.", "fingerprint", do))
    if is_signed:
        what, do = "Your side has signed these words already.", "Nothing needs to be done."
        reasons.append(Reason("agreement-signed-already", what, "fingerprint", do))
    if signed_other_side:
        what = "The same account signed for the other side. Nobody makes an agreement with themselves."
        reasons.append(Reason("agreement-same-signatory", what, "signature", "Somebody else signs for this side."))
    check_none(reasons)


def named_in(names: str) -> frozenset[str]:
    """Single recipients in what a notice says of them: all of it, and what semicolons part.

    No comma parts a name, or "Office of Statistics, Somewhere" would name the Office of Statistics of everywhere.
    """
    return frozenset(filter(None, (names.strip(), *(name.strip() for name in names.split(";")))))


HANDED_PURPOSE = Purpose.STATISTICS_OFFICE  # what each person, and the community, says yes to
