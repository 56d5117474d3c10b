"""What people say when they record who decides for a community, and what was decided."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.web.consent.asks import FEW, LONGEST_TEXT, LONGEST_TITLE, PURPOSES

STEPS: JsonDict = {
    CommunityStep.VETOES: "It vetoes the use",
    CommunityStep.LIFTS_VETO: "It lifts its own veto",
    CommunityStep.NEEDS_AGREEMENT: "From now on its agreement is needed",
    CommunityStep.NEEDS_NONE: "Its agreement is not needed any more",
    CommunityStep.AGREES: "It agrees to the use",
}


class BodySaid(Declared):
    """A body that speaks for the community."""

    name: str = Field(title="Name of the body", min_length=1, max_length=LONGEST_TITLE)
    mandate: str = Field(
        title="Who gave it the right to speak for the community, and about what",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    decides_how: str = Field(
        title="How it decides",
        description="For example: in open assembly, by consensus, with the women's group heard first.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    mandate_from: date = Field(title="First day of its mandate")
    follows: str = Field(
        default="",
        title="The body whose place it takes",
        description="It can lift what that body decided. Only a body that has ended can be followed.",
    )


class BodyEnded(Declared):
    """The last day of a body."""

    ended_on: date = Field(title="Last day of its mandate", description="What it decided goes on after this day.")


class DecisionSaid(Declared):
    """What a body decided. It speaks of purposes and recipients; there is no way to name a person in it."""

    step: CommunityStep = Field(title="What was decided", json_schema_extra={"labels": STEPS})
    purposes: tuple[Purpose, ...] = Field(
        title="For which uses",
        description="People can see, copy, correct and take back their own answers whatever is decided here.",
        min_length=1,
        json_schema_extra={"labels": PURPOSES},
    )
    recipients: tuple[str, ...] = Field(
        default=(),
        title="For which recipients",
        description="One on each line, as a short code such as statistics-office. Leave it empty for everybody.",
    )
    starts_on: date = Field(title="From which day it holds")
    ends_on: date | None = Field(default=None, title="Until which day", description="Leave it empty for no end.")
    decided_on: date = Field(title="Day of the decision")
    minutes: str = Field(
        title="Where it is written down",
        description="The minutes or the record of the decision. Name no person.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("The last day is before the first day. Please check both.")
        return self
