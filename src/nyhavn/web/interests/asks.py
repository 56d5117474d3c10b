"""What people say when they declare an interest, of the initiative or of their own."""

from datetime import date
from typing import Any

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.interests import InterestKind, OwnInterest, Share

LONG: dict[str, Any] = {"lines": 3}
IN_PUBLIC = "Everybody reads this, in every release from now on."
KINDS: JsonDict = {
    InterestKind.FUNDER: "Pays for it, with money or in kind",
    InterestKind.COMMISSIONER: "Asked for it",
    InterestKind.INTEREST: "Gains or loses if the figures are high or low",
}
SHARES: JsonDict = {
    Share.SMALL: "Less than a tenth of the costs",
    Share.UP_TO_HALF: "Up to half",
    Share.MOST: "More than half",
    Share.ALL: "All of it",
}
OWN: JsonDict = {
    OwnInterest.NONE: "I have no interest in what comes out",
    OwnInterest.PAID: "I work for somebody who pays for it or asked for it",
    OwnInterest.RELATED: "I am related to, or close to, somebody who pays or gains",
    OwnInterest.GAINS: "I gain or lose if the figures are high or low",
    OwnInterest.OTHER: "There is something else that could sway me",
}


class InterestSaid(Declared):
    """Somebody who pays, who asked, or who may gain."""

    kind: InterestKind = Field(title="What they do", json_schema_extra={"labels": KINDS})
    who: str = Field(
        title="Who", description="A body, or a person who agreed to be named.", min_length=1, max_length=300
    )
    what: str = Field(
        title="What exactly",
        description=f"What is paid for, asked for, or gained. {IN_PUBLIC}",
        min_length=1,
        max_length=1000,
        json_schema_extra=LONG,
    )
    since: date = Field(title="Since when")
    until: date | None = Field(default=None, title="Until when", description="Leave it empty while it goes on.")
    share: Share | None = Field(
        default=None,
        title="How much of the costs",
        description="You may leave this open.",
        json_schema_extra={"labels": SHARES},
    )


class NoneSaid(Declared):
    """There is nobody of one kind."""

    kind: InterestKind = Field(
        title="There is nobody who does this", json_schema_extra={"labels": KINDS}, description=IN_PUBLIC
    )


class InterestCorrected(InterestSaid):
    """The same, said rightly."""

    because: str = Field(
        title="Why it is corrected", description=IN_PUBLIC, min_length=3, max_length=1000, json_schema_extra=LONG
    )


class InterestTakenBack(Declared):
    """It should not have been declared at all."""

    because: str = Field(
        title="Why it was wrong", description=IN_PUBLIC, min_length=3, max_length=1000, json_schema_extra=LONG
    )


class OwnSaid(Declared):
    """What somebody who decides says of themselves."""

    kind: OwnInterest = Field(
        title="What holds for you",
        description="Everybody reads this with your role. Your name is shown to nobody outside.",
        json_schema_extra={"labels": OWN},
    )
    since: date = Field(title="Since when", description="Today, or the day on which it began.")
    until: date | None = Field(
        default=None,
        title="Until when",
        description="Leave it empty while it goes on. What you declared before does not end before today.",
    )
