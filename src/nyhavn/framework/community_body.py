"""A body of a community at work: what it can decide about, its quorum, and what comes of a vote.

How many must be there is the body's own number, so it is data. A decision without a quorum is not taken, whoever wrote
it down. Whoever was against stands in the minutes with the reason, in words and without a name.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.framework.openness_levels import AccessLevel, Material
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.threshold import LOWEST_FOR_PERSONS


class QuorumKind(StrEnum):
    """What a quorum is counted in."""

    NUMBER = "number"  # so many people; for an open assembly too
    SHARE = "share"  # so many per cent of the members


class DecidesBy(StrEnum):
    """When a proposal is taken."""

    CONSENSUS = "consensus"  # nobody is against
    MAJORITY = "majority"  # more for it than against it
    TWO_THIRDS = "two-thirds"  # of those who were for or against


class BodyRules(Declared):
    """How a body decides. quorum_of: people, or per cent of the members."""

    quorum: QuorumKind
    quorum_of: int = Field(ge=1)
    decides_by: DecidesBy

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.quorum is QuorumKind.SHARE and self.quorum_of > 100:
            raise ValueError("A share of the members is at most 100 per cent.")
        return self

    def needed(self, members: int) -> int:
        """How many must be there. members: on the day of the meeting."""
        if self.quorum is QuorumKind.NUMBER:
            return self.quorum_of
        return max(1, math.ceil(members * self.quorum_of / 100))


class Matter(StrEnum):
    """What can be decided about."""

    USE = "use"  # a purpose, and with it a transfer
    OPENING = "opening"
    RELEASE = "release"
    CODING = "coding"  # the categories of a question
    POLICY = "policy"  # how small groups are protected
    ACCESS = "access"  # how open results and records are
    OTHER = "other"  # kept in the minutes; binds nothing in code


class Proposal(Declared):
    """What is to be decided. Nothing in it can name a person.

    about: a release, a question or a level of access; "" for all of them. version: of a coding, or the material that
    the level is for; "" for every one. threshold: smallest number of contributions in a published cell. starts_on,
    ends_on: first and last day on which it holds.
    """

    matter: Matter
    step: CommunityStep
    purposes: tuple[Purpose, ...] = ()
    recipients: tuple[str, ...] = ()
    about: str = Field(default="", max_length=200)
    version: str = Field(default="", max_length=40)
    threshold: int | None = Field(default=None, ge=LOWEST_FOR_PERSONS)
    starts_on: date
    ends_on: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problem = _wrong_with(self)
        if problem:
            raise ValueError(problem)
        return self


def _wrong_with(said: Proposal) -> str:
    """What is missing or does not belong together, as a sentence; "" if nothing."""
    if said.ends_on is not None and said.ends_on < said.starts_on:
        return "The last day is before the first day. Please check both."
    if said.matter is not Matter.USE and (said.purposes or said.recipients):
        return "Uses and recipients belong to a decision about a use."
    if said.matter is not Matter.POLICY and said.threshold is not None:
        return "A number of contributions belongs to a decision about protection."
    wrong = _WRONG_IN.get(said.matter)
    return wrong(said) if wrong else ""


def _wrong_in_use(said: Proposal) -> str:
    return "" if said.purposes else "Choose the uses that this is about."


def _wrong_in_policy(said: Proposal) -> str:
    if said.step is CommunityStep.VETOES and said.threshold is None:
        return "Say how many contributions a published number needs at least."
    if said.step not in (CommunityStep.VETOES, CommunityStep.LIFTS_VETO):
        return "About protection a body can set a lower limit, or lift its own."
    return ""


def _wrong_in_coding(said: Proposal) -> str:
    if said.step is CommunityStep.AGREES and not (said.about and said.version):
        return "Name the question and the version of its categories that is agreed."
    return ""


def _wrong_in_access(said: Proposal) -> str:
    if said.about and said.about not in set(AccessLevel):
        return "Write a level of access: open, registered, community-only or closed-with-metadata."
    if said.version and said.version not in set(Material):
        return "A level is for results, records or stories. Leave it empty for all of them."
    return ""


_WRONG_IN: Mapping[Matter, Callable[[Proposal], str]] = {
    Matter.USE: _wrong_in_use,
    Matter.POLICY: _wrong_in_policy,
    Matter.CODING: _wrong_in_coding,
    Matter.ACCESS: _wrong_in_access,
}


class Result(StrEnum):
    """How a meeting came to a result on one item."""

    COUNTED = "counted"
    NOBODY_AGAINST = "nobody-against"
    PUT_OFF = "put-off"


class Outcome(StrEnum):
    """What came of one item."""

    TAKEN = "taken"
    NOT_TAKEN = "not-taken"
    NO_QUORUM = "no-quorum"
    PUT_OFF = "put-off"


class Ballot(Declared):
    """The votes on one item. Numbers only: who voted how is nowhere."""

    result: Result
    votes_for: int = Field(default=0, ge=0)
    against: int = Field(default=0, ge=0)
    abstained: int = Field(default=0, ge=0)

    @property
    def total(self) -> int:
        """Everybody who is counted in it."""
        return self.votes_for + self.against + self.abstained


def has_quorum(rules: BodyRules, *, members: int, present: int) -> bool:
    """Whether enough are there. members: of the body on that day."""
    return present >= rules.needed(members)


def outcome_of(rules: BodyRules, ballot: Ballot, *, members: int, present: int) -> Outcome:
    """What came of an item. Without a quorum nothing is taken, whatever the votes say."""
    if ballot.result is Result.PUT_OFF:
        return Outcome.PUT_OFF
    if not has_quorum(rules, members=members, present=present):
        return Outcome.NO_QUORUM
    return Outcome.TAKEN if _carried(rules.decides_by, ballot) else Outcome.NOT_TAKEN


def _carried(decides_by: DecidesBy, ballot: Ballot) -> bool:
    if ballot.result is Result.NOBODY_AGAINST:
        return True
    if decides_by is DecidesBy.CONSENSUS:
        return ballot.votes_for > 0 and ballot.against == 0
    if decides_by is DecidesBy.TWO_THIRDS:
        return ballot.votes_for > 0 and 3 * ballot.votes_for >= 2 * (ballot.votes_for + ballot.against)
    return ballot.votes_for > ballot.against


def check_present(rules: BodyRules, *, members: int, present: int) -> None:
    """Raises Refusal: "community-members-missing", "community-more-present-than-members"."""
    if rules.quorum is not QuorumKind.SHARE:
        return
    if members == 0:
        what = "The quorum is a share of the members, and on that day no member is on record."
        do = "Record the members first. A name is not needed."
        raise refusal("community-members-missing", what, where="present", do=do)
    if present > members:
        what = f"More people are counted than the body has members on record ({members})."
        do = "Count members only, not guests."
        raise refusal("community-more-present-than-members", what, where="present", do=do)


def ballot_reasons(ballot: Ballot, *, present: int, where: str, dissent: int, gave_no_reason: bool) -> list[Reason]:
    """What is wrong with the record of one item. dissent: number of reasons written down."""
    reasons = []
    if ballot.total > present:
        what = "There are more votes than people present."
        reasons.append(Reason("community-more-votes-than-present", what, where, "Count again, or correct the number."))
    if ballot.result is Result.NOBODY_AGAINST and ballot.against:
        what = "It says that nobody was against, and counts votes against."
        do = "Choose that the votes were counted, or correct the number."
        reasons.append(Reason("community-consensus-with-votes-against", what, where, do))
    if ballot.against and not dissent and not gave_no_reason:
        what = "Somebody was against, and the reason is not written down."
        do = "Ask for the reason and write it down without a name, or say that none was given."
        reasons.append(Reason("community-dissent-missing", what, where, do))
    return reasons
