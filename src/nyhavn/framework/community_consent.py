"""The consent of a community: a second gate beside the consent of each person.

A body that speaks for a community may veto a purpose or a recipient, and may say that nothing goes out without its
agreement. Both only ever add a reason against a use: no agreement of a body turns a person's no into a yes, and no
decision names a person, so none can be aimed at one. A member's own copy, correction and withdrawal are no purposes,
and so are beyond every body.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.community_standing import Against, against
from nyhavn.framework.community_standing import CommunityStep as CommunityStep  # part of what is decided here
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Reason, Refusal


class CommunityStanding(StrEnum):
    """Why a community stands against a use: codes of refusals."""

    VETOED = "community-vetoed"
    NOT_AGREED = "community-not-agreed"


_STANDINGS = {Against.VETOED: CommunityStanding.VETOED, Against.NOT_AGREED: CommunityStanding.NOT_AGREED}


@dataclass(frozen=True)
class CommunityDecision:
    """One decision, as its minutes say. body: that of the line of bodies that follow each other.

    recipients: codes; empty for whoever receives it. starts_on, ends_on: first and last day on which it holds.
    in_meeting: whether it was taken in a meeting with a quorum.
    """

    body: UUID
    step: CommunityStep
    purposes: frozenset[Purpose]
    recipients: frozenset[str]
    starts_on: date
    ends_on: date | None
    at: datetime
    in_meeting: bool = False

    def concerns(self, purpose: Purpose, day: date) -> bool:
        """Whether it speaks of that purpose on that day."""
        return purpose in self.purposes and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def reaches(self, recipient: str) -> bool:
        """Whether a limit reaches this recipient. recipient: "" if it is not known who receives it; then it does."""
        return not self.recipients or not recipient or recipient in self.recipients

    def frees(self, other: "CommunityDecision") -> bool:
        """Whether what this one allows covers everything that the other limits, as far as recipients go."""
        return not self.recipients or (bool(other.recipients) and other.recipients <= self.recipients)

    def agrees_to(self, recipient: str) -> bool:
        """Whether an agreement covers this recipient; one with a list of recipients covers nobody unknown."""
        return not self.recipients or recipient in self.recipients

    def touches(self, other: "CommunityDecision") -> bool:
        """Whether there is a use that both are about."""
        is_for_one = not self.recipients or not other.recipients or not self.recipients.isdisjoint(other.recipients)
        return is_for_one and not self.purposes.isdisjoint(other.purposes)


def community_stands(
    decisions: Iterable[CommunityDecision], purpose: Purpose, day: date, *, recipient: str = ""
) -> CommunityStanding | None:
    """What the community has against this use on that day; None if nothing.

    decisions: of all bodies, in the order in which they were written. A veto of one body is not lifted by another.
    """
    found = against([decision for decision in decisions if decision.concerns(purpose, day)], recipient)
    return _STANDINGS[found] if found else None


_WORDS = {
    CommunityStanding.VETOED: (
        'The community has vetoed the purpose "{purpose}".',
        "Talk with the body that decided. Only that body can lift its veto.",
    ),
    CommunityStanding.NOT_AGREED: (
        'The community has said that its agreement is needed for the purpose "{purpose}". It is not there.',
        "Ask the body that decides for the community, and record what its minutes say.",
    ),
}


def community_reasons(
    decisions: Sequence[CommunityDecision], purposes: Iterable[Purpose], day: date, *, recipient: str = ""
) -> tuple[Reason, ...]:
    """What the community has against these uses on that day, a reason for each purpose; empty if nothing."""
    reasons = []
    for purpose in purposes:
        found = community_stands(decisions, purpose, day, recipient=recipient)
        if found is not None:
            what, do = _WORDS[found]
            reasons.append(Reason(found.value, what.format(purpose=purpose.value), "community decisions", do))
    return tuple(reasons)


def check_body_decides(decided_on: date, founded_on: date, ended_on: date | None, today: date) -> None:
    """Whether a body could decide on that day.

    Raises Refusal: "community-day-ahead", "community-before-mandate", "community-body-ended".
    """
    if decided_on > today:
        what, do = "The day of the decision has not come yet.", "Record it when it was taken."
        raise Refusal(Reason("community-day-ahead", what, "decided_on", do))
    if decided_on < founded_on:
        what = f"The mandate of this body begins on {founded_on.isoformat()}."
        raise Refusal(Reason("community-before-mandate", what, "decided_on", "Check the day, or name another body."))
    if ended_on is not None and decided_on > ended_on:
        what = f"This body ended on {ended_on.isoformat()}. What it decided goes on."
        do = "Name the body that follows it."
        raise Refusal(Reason("community-body-ended", what, "decided_on", do))
