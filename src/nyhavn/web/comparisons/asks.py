"""What is said when published figures are put beside a reference."""

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.comparison import MarginKind
from nyhavn.framework.declared import Declared
from nyhavn.web.accounts.asks import WebAddress
from nyhavn.web.pages.uploads import Upload

LONGEST_TEXT = 2000
FEW: JsonDict = {"lines": 2}
KINDS: JsonDict = {
    MarginKind.COUNTS: "Counts: how many people or things are in each group",
    MarginKind.SHARES: "Shares of each group, between 0 and 1",
    MarginKind.FIGURES: "Figures of the indicator in each group, in its own unit",
}


class AspectTyped(Declared):
    """What both sides mean in one respect."""

    ours: str = Field(title="In this release", min_length=2, max_length=LONGEST_TEXT, json_schema_extra=FEW)
    theirs: str = Field(title="In the reference", min_length=2, max_length=LONGEST_TEXT, json_schema_extra=FEW)
    is_same: bool = Field(default=False, title="Both mean the same")


class ComparisonSaid(Declared):
    """A margin of a census or a survey, and what it means beside what the release means."""

    breakdown: str = Field(title="By which breakdown")
    indicator: str = Field(
        default="", title="Which figures", description="Leave it empty to compare who took part with the population."
    )
    file: Upload = Field(
        title="The margin, as a file",
        description="CSV with the columns category and value: the codes of the breakdown, and a number for each.",
    )
    kind: MarginKind = Field(title="What its numbers are", json_schema_extra={"labels": KINDS})
    source: str = Field(
        title="Where it is from",
        description="Who published it, under which title. Everybody reads this.",
        min_length=3,
        max_length=500,
    )
    address: WebAddress = Field(default="", title="Where it is found on the web", max_length=300)
    reference_date: date = Field(title="The day it speaks of")
    population: AspectTyped = Field(title="Population: of whom or what both speak")
    definition: AspectTyped = Field(title="Definition: what counts as a case on both sides")
    period: AspectTyped = Field(title="Period: which time both speak of")
    method: AspectTyped = Field(title="Method: how both were collected")


class ComparisonTakenBack(Declared):
    """Why a comparison should not be read any more."""

    because: str = Field(
        title="Why",
        description="Everybody reads this. Name no person.",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
