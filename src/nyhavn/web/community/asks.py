"""What people say about a body: how it decides, who is in it, and what is put to it."""

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.community_body import BodyRules, DecidesBy, Matter, Proposal, QuorumKind
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.framework.threshold import LOWEST_FOR_PERSONS
from nyhavn.web.consent.asks import FEW, LONGEST_TEXT, LONGEST_TITLE, PURPOSES

MATTERS: JsonDict = {
    Matter.USE: "A use of the answers",
    Matter.OPENING: "Opening a collection",
    Matter.RELEASE: "Publishing a release",
    Matter.CODING: "The categories of a question",
    Matter.POLICY: "How small groups are protected",
    Matter.ACCESS: "How open results and records are",
    Matter.OTHER: "Something else (kept in the minutes; it stops nothing by itself)",
}
STEPS: JsonDict = {
    CommunityStep.VETOES: "It is against it",
    CommunityStep.LIFTS_VETO: "It lifts its own limit",
    CommunityStep.NEEDS_AGREEMENT: "From now on its agreement is needed",
    CommunityStep.NEEDS_NONE: "Its agreement is not needed any more",
    CommunityStep.AGREES: "It agrees to it",
}
QUORUMS: JsonDict = {QuorumKind.NUMBER: "A number of people", QuorumKind.SHARE: "A share of the members, in per cent"}
DECIDING: JsonDict = {
    DecidesBy.CONSENSUS: "Consensus: nobody is against",
    DecidesBy.MAJORITY: "More people for it than against it",
    DecidesBy.TWO_THIRDS: "At least two of three of those who vote yes or no",
}
PERSONAL: JsonDict = {"personal": True}


class CharterSaid(BodyRules):
    """How a body decides."""

    speaks_for: str = Field(title="Whom it speaks for", min_length=1, max_length=LONGEST_TEXT, json_schema_extra=FEW)
    quorum: QuorumKind = Field(title="What the quorum is counted in", json_schema_extra={"labels": QUORUMS})
    quorum_of: int = Field(
        title="How many must be there", description="People, or per cent of the members.", ge=1, le=100_000
    )
    decides_by: DecidesBy = Field(title="When something is decided", json_schema_extra={"labels": DECIDING})
    is_named: bool = Field(default=False, title="The body may be named in public")
    starts_on: date = Field(
        title="From which day", description="The first rules from any day of the mandate, new ones from tomorrow on."
    )


class MemberNamed(Declared):
    """A seat in the body."""

    name: str = Field(
        default="",
        title="Name",
        description="Only if this person wishes to be named here. Leave it empty for “a member”.",
        max_length=200,
        json_schema_extra=PERSONAL,
    )
    account: str = Field(default="", title="Account on this site", description="If this person has a role here.")
    first_day: date = Field(title="First day")
    last_day: date | None = Field(default=None, title="Last day", description="Leave it empty for no end.")


class MemberChanged(Declared):
    """What changed about a seat. An empty name is “a member” from then on, everywhere."""

    name: str = Field(
        default="",
        title="Name",
        description="Empty it when this person does not wish to be named any more.",
        max_length=200,
        json_schema_extra=PERSONAL,
    )
    account: str = Field(default="", title="Account on this site")
    last_day: date | None = Field(
        default=None, title="Last day", description="Today or later. It stays on record for the quorum."
    )


class Titled(Declared):
    """What is read aloud."""

    title: str = Field(title="What is asked, in one sentence", min_length=1, max_length=LONGEST_TITLE)
    words: str = Field(
        default="",
        title="What people should know before they decide",
        description="It is read aloud. Name no person.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class ProposalSaid(Proposal):
    """What is decided."""

    matter: Matter = Field(title="What it is about", json_schema_extra={"labels": MATTERS})
    step: CommunityStep = Field(title="What is decided", json_schema_extra={"labels": STEPS})
    purposes: tuple[Purpose, ...] = Field(
        default=(), title="For which uses", description="For a use only.", json_schema_extra={"labels": PURPOSES}
    )
    recipients: tuple[str, ...] = Field(
        default=(),
        title="For which recipients",
        description="For a use only. One on each line, as a short code. Leave it empty for everybody.",
    )
    about: str = Field(
        default="",
        title="Which release, which question or which level",
        description="Its short name. Leave it empty for all of them. Levels: open, registered, community-only. A limit "
        "on a level reaches everything more open.",
        max_length=200,
    )
    version: str = Field(
        default="",
        title="Which version",
        description="Of the release, or of the categories, as the board's page shows it. For a level: results or "
        "records. Empty for every one.",
        max_length=40,
    )
    threshold: int | None = Field(
        default=None,
        title="How many contributions a published number needs at least",
        description="For protection only. The plan's own number holds where it is higher.",
        ge=LOWEST_FOR_PERSONS,
        le=1000,
    )
    starts_on: date = Field(title="From which day it holds")
    ends_on: date | None = Field(default=None, title="Until which day", description="Leave it empty for no end.")

    def proposal(self) -> Proposal:
        """What is decided, without anything else that was asked."""
        return Proposal.model_validate({name: getattr(self, name) for name in Proposal.model_fields})


class AgendaPut(ProposalSaid, Titled):
    """Something for the next meeting."""


class MatterSaid(ProposalSaid):
    """A decision that was taken without a meeting."""

    decided_on: date = Field(title="Day of the decision")
    minutes: str = Field(
        title="Where it is written down",
        description="Name no person.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
