"""What the page of a meeting sends: everything at once, at its end."""

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.community_body import Ballot, Result
from nyhavn.framework.declared import Declared
from nyhavn.web.community.meeting_models import PlaceKind
from nyhavn.web.consent.asks import FEW, LONGEST_TEXT, LONGEST_TITLE

RESULTS: JsonDict = {
    Result.COUNTED: "The votes were counted",
    Result.NOBODY_AGAINST: "Nobody was against it",
    Result.PUT_OFF: "Not decided today",
}
PLACES: JsonDict = {
    PlaceKind.TOGETHER: "Together in one place",
    PlaceKind.PHONE: "On the phone",
    PlaceKind.ONLINE: "Online",
    PlaceKind.MIXED: "Some together, some elsewhere",
    PlaceKind.IN_WRITING: "In writing",
}
UUID = r"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$"
MOST_PEOPLE = 100_000


class PointSaid(Declared):
    """What came of one item."""

    on: str = Field(default="", title="Key", max_length=300)
    title: str = Field(default="", title="What is asked, in one sentence", max_length=LONGEST_TITLE)
    words: str = Field(default="", title="What people should know before they decide", max_length=LONGEST_TEXT)
    result: Result = Field(default=Result.PUT_OFF, title="How did it come out?", json_schema_extra={"labels": RESULTS})
    votes_for: int = Field(default=0, title="How many were for it", ge=0, le=MOST_PEOPLE)
    against: int = Field(default=0, title="How many were against it", ge=0, le=MOST_PEOPLE)
    abstained: int = Field(default=0, title="How many did not want to say yes or no", ge=0, le=MOST_PEOPLE)
    dissent: tuple[str, ...] = Field(
        default=(),
        title="Why some were against it",
        description="In their words, one reason on each line. Without names.",
    )
    gave_no_reason: bool = Field(default=False, title="They gave no reason")
    dissent_is_public: bool = Field(default=False, title="They want everybody to read their reasons")
    said: str = Field(
        default="",
        title="What was said",
        description="For the minutes. Without names.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )

    @property
    def ballot(self) -> Ballot:
        """The votes."""
        return Ballot(result=self.result, votes_for=self.votes_for, against=self.against, abstained=self.abstained)


class MeetingSaid(Declared):
    """A whole meeting. sent: number of the page; the same meeting sent twice is recorded once."""

    sent: str = Field(default="", title="Number of the page", pattern=UUID)
    held_on: date = Field(title="Day of the meeting")
    place_kind: PlaceKind = Field(title="How did you meet?", json_schema_extra={"labels": PLACES})
    present: int = Field(
        title="How many members are here", description="Members only, not guests.", ge=0, le=MOST_PEOPLE
    )
    members: tuple[str, ...] = Field(
        default=(), title="Who is here", description="Only if they wish that it is written down."
    )
    points: tuple[PointSaid, ...] = Field(default=(), title="Item")
    minutes: str = Field(
        default="",
        title="What else belongs in the minutes",
        description="Without names.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
