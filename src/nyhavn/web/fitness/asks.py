"""What both sides of an assessment say."""

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.verdict import TITLES, OfficialPurpose, VerdictOutcome
from nyhavn.framework.fitness.workflow import AppealEnd
from nyhavn.web.pages.uploads import Upload

LONGEST, LONGEST_LINE, MOST_PURPOSES, MOST_FIXES, MOST_PIECES = 4000, 300, 10, 20, 20
OUTCOMES: JsonDict = {one.value: TITLES[one] for one in VerdictOutcome}
REPLIES: JsonDict = {"something": "I say this:", "nothing": "There is nothing to say"}
ENDS: JsonDict = {
    AppealEnd.UPHELD.value: "The verdict stands",
    AppealEnd.SENT_BACK.value: "The office has to judge again",
}


class PurposeSaid(Declared):
    """One thing that the data would be used for."""

    words: str = Field(title="What the data would be used for", min_length=3, max_length=LONGEST_LINE)
    indicator: str = Field(
        "", title="Indicator", description="Its code, such as 6.1.1. Empty where it is context.", max_length=40
    )
    breakdown: tuple[str, ...] = Field(
        (),
        title="Breakdowns",
        description="One a line, such as DISABILITY_STATUS. Empty for the headline.",
        max_length=8,
    )
    place: str = Field("", title="Place", max_length=LONGEST_LINE)

    def purpose(self) -> OfficialPurpose:
        """As the rules read it."""
        return OfficialPurpose(**self.model_dump())


class AssessmentRequested(Declared):
    """What an office is asked for. release: uuid of a published version. office: its short name."""

    release: str = Field(title="Which release")
    office: str = Field(title="Which office")
    purposes: tuple[PurposeSaid, ...] = Field(
        title="Purpose",
        description="There is a verdict for each one by itself.",
        min_length=1,
        max_length=MOST_PURPOSES,
    )
    words: str = Field(
        "",
        title="What the office should know",
        description="Both sides read it, nobody else.",
        max_length=LONGEST,
        json_schema_extra={"lines": 4},
    )
    producers_wish: bool = Field(
        default=False,
        title="No official use is wished",
        description="Then the office may say that it stays evidence of the community.",
    )


class CriteriaChosen(Declared):
    """By which criteria it is judged. criteria: their id."""

    criteria: str = Field(title="Criteria")


class CriteriaHandedIn(Declared):
    """Criteria of an office."""

    file: Upload = Field(title="File of criteria (TOML)", description="How it is written stands in the documentation.")


class AnswerSaid(Declared):
    """An answer to one criterion. computed: codes of computed evidence."""

    says: str = Field(title="Your answer")
    because: str = Field(
        title="Why",
        description="Everybody reads this once there is a verdict.",
        min_length=3,
        max_length=LONGEST,
        json_schema_extra={"lines": 4},
    )
    computed: tuple[str, ...] = Field((), title="It rests on what was computed", max_length=MOST_PIECES)
    documents: tuple[str, ...] = Field(
        (), title="It rests on documents", description="Where each is found, one a line.", max_length=MOST_PIECES
    )
    records: tuple[str, ...] = Field(
        (),
        title="It rests on records",
        description="Such as minutes of a meeting, one a line. Name no person.",
        max_length=MOST_PIECES,
    )


class DisputeSaid(Declared):
    """What is wrong with computed evidence. code: of it."""

    code: str = Field(title="Which")
    because: str = Field(
        title="What is wrong with it",
        description="It stays as it was computed; this stands beside it.",
        min_length=3,
        max_length=LONGEST,
        json_schema_extra={"lines": 4},
    )


class QuestionSaid(Declared):
    """A question to those who made the data."""

    words: str = Field(title="Your question", min_length=3, max_length=LONGEST, json_schema_extra={"lines": 4})


class QuestionAnswered(Declared):
    """An answer to the office."""

    words: str = Field(
        title="Your answer",
        description="The office reads it, and nobody else.",
        min_length=1,
        max_length=LONGEST,
        json_schema_extra={"lines": 4},
    )


class FixSaid(Declared):
    """What would have to change. criterion: code of a gateway question, dimension or criterion."""

    criterion: str = Field(title="Criterion")
    what: str = Field(title="What is lacking", max_length=LONGEST_LINE)
    remedy: str = Field(title="What would mend it", max_length=LONGEST_LINE)


class VerdictProposed(Declared):
    """A verdict for one purpose. purpose: its number, from 1."""

    purpose: str = Field(title="For which purpose")
    outcome: VerdictOutcome = Field(title="What comes out", json_schema_extra={"labels": OUTCOMES})
    because: str = Field(title="Why", max_length=LONGEST, json_schema_extra={"lines": 4})
    caveat: str = Field(
        "",
        title="Caveat",
        description="What the figures do not show, and how they differ. A proxy or complement needs it.",
        max_length=LONGEST,
        json_schema_extra={"lines": 3},
    )
    fixes: tuple[FixSaid, ...] = Field(
        (),
        title="What would have to change",
        description="Needed to return or refuse it.",
        max_length=MOST_FIXES,
    )


class Declined(Declared):
    """Why an office does not judge it: a criterion, what is lacking, and what would mend it."""

    because: str = Field(title="Why", min_length=3, max_length=LONGEST, json_schema_extra={"lines": 4})
    criterion: str = Field(title="By which criterion")
    what: str = Field(title="What is lacking", min_length=3, max_length=LONGEST_LINE)
    remedy: str = Field(title="What would mend it", min_length=3, max_length=LONGEST_LINE)


class ReplySaid(Declared):
    """What the producer says to a verdict before it is issued."""

    has: Literal["something", "nothing"] = Field(title="Your reply", json_schema_extra={"labels": REPLIES})
    words: str = Field(
        "",
        title="What you say to it",
        description="It stands beside the verdict, for everybody to read.",
        max_length=LONGEST,
        json_schema_extra={"lines": 5},
    )


class AppealSaid(Declared):
    """Why a verdict is wrong, and who is to decide about that. body: its short name."""

    body: str = Field(title="Who decides", description="It belongs to neither side.")
    because: str = Field(
        title="What is wrong with the verdict",
        description="Everybody reads this.",
        min_length=3,
        max_length=LONGEST,
        json_schema_extra={"lines": 5},
    )


class AppealDecided(Declared):
    """How an appeal ends."""

    end: AppealEnd = Field(title="What you decide", json_schema_extra={"labels": ENDS})
    reasons: str = Field(
        title="Your reasons",
        description="Everybody reads this.",
        min_length=3,
        max_length=LONGEST,
        json_schema_extra={"lines": 5},
    )
