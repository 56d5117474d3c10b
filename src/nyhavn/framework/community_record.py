"""What bodies of the community have on record about a release, as the plan carries it and the safeguards read it."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from pydantic import Field

from nyhavn.framework import community_consent, community_matters
from nyhavn.framework.community_body import Matter, Outcome, Proposal
from nyhavn.framework.declared import Declared


class BodyOnRecord(Declared):
    """A body. line: the body, or the first of those that took each other's place. name: "" where it is not named."""

    body: UUID
    line: UUID
    name: str = ""
    speaks_for: str = ""
    mandate: str = ""
    mandate_from: date
    ended_on: date | None = None


class ItemOnRecord(Declared):
    """One thing that a body was asked. meeting: whether in a meeting. present, needed: members there, and needed.

    outcome: what came of it; without a meeting always taken. against: whether somebody was. dissent: reasons that
    whoever gave them wants everybody to read. unread: whether there are reasons that stay with the community.
    no_reason: whether whoever was against gave none.
    """

    body: UUID
    decided_on: date
    proposal: Proposal
    outcome: Outcome = Outcome.TAKEN
    meeting: bool = False
    present: int = Field(default=0, ge=0)
    needed: int = Field(default=0, ge=0)
    against: bool = False
    dissent: tuple[str, ...] = ()
    unread: bool = False
    no_reason: bool = False

    @property
    def has_quorum(self) -> bool:
        """Whether enough members were there."""
        return self.meeting and self.present >= self.needed


class CommunityRecord(Declared):
    """[community]: the bodies, and what they were asked, in the order in which it was recorded."""

    body: tuple[BodyOnRecord, ...] = ()
    item: tuple[ItemOnRecord, ...] = ()

    def line_of(self, body: UUID) -> UUID:
        """The line of a body; itself where it is not on record."""
        return next((one.line for one in self.body if one.body == body), body)

    @property
    def taken(self) -> tuple[ItemOnRecord, ...]:
        """What binds. A meeting without a quorum decides nothing, whatever stands beside it."""
        return tuple(one for one in self.item if one.outcome is Outcome.TAKEN and (one.has_quorum or not one.meeting))

    def about_uses(self) -> tuple[community_consent.CommunityDecision, ...]:
        """What binds about uses."""
        return tuple(
            community_consent.CommunityDecision(
                body=self.line_of(one.body),
                step=one.proposal.step,
                purposes=frozenset(one.proposal.purposes),
                recipients=frozenset(one.proposal.recipients),
                starts_on=one.proposal.starts_on,
                ends_on=one.proposal.ends_on,
                at=_moment(one.decided_on),
                in_meeting=one.meeting,
            )
            for one in self.taken
            if one.proposal.matter is Matter.USE
        )

    def about_matters(self) -> tuple[community_matters.MatterDecision, ...]:
        """What binds about everything else."""
        return tuple(
            community_matters.MatterDecision(
                body=self.line_of(one.body),
                matter=one.proposal.matter,
                step=one.proposal.step,
                about=one.proposal.about,
                version=one.proposal.version,
                threshold=one.proposal.threshold,
                starts_on=one.proposal.starts_on,
                ends_on=one.proposal.ends_on,
                at=_moment(one.decided_on),
                in_meeting=one.meeting,
            )
            for one in self.taken
            if one.proposal.matter is not Matter.USE
        )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
