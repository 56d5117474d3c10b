"""What people say about needs."""

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.needs import RaisedBy

LONGEST_TEXT = 3000
FEW: JsonDict = {"lines": 3}
IN_PUBLIC = "Everybody reads this beside the results. Name no person."
KINDS: JsonDict = {
    RaisedBy.CIVIL_SOCIETY: "An organisation of civil society",
    RaisedBy.HUMAN_RIGHTS_INSTITUTION: "A human-rights institution or an ombudsperson",
    RaisedBy.STATISTICS_OFFICE: "A statistics office",
    RaisedBy.AUTHORITY: "Another authority",
    RaisedBy.RESEARCH: "A university or an institute",
    RaisedBy.OTHER: "Another body",
    RaisedBy.PRODUCER: "Whoever makes these data",
}
QUESTIONS = "Which questions ask about it"
TICKED = "Tick a whole group, or single questions."


class NeedSaid(Declared):
    """A need: what it is, who raised it, when, and where that is written down."""

    words: str = Field(
        title="What has to be known, and what for",
        description=f"In plain words, as it was said. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    body: str = Field(
        default="", title="The body of the community that raised it", description="Or name another body below."
    )
    raised_by: str = Field(
        default="",
        title="Or: the name of another body",
        description="An organisation, an office, an institution. No private person.",
        max_length=300,
    )
    kind: RaisedBy = Field(
        default=RaisedBy.OTHER,
        title="What kind of body that is",
        description="Only where you named another body.",
        json_schema_extra={"labels": {**KINDS, RaisedBy.COMMUNITY_BODY: "The body chosen above"}},
    )
    raised_on: date = Field(title="When it was raised")
    meeting: str = Field(
        default="", title="The meeting in which it was raised", description="Of the body chosen above."
    )
    minutes: str = Field(
        default="",
        title="Or: where it is written down",
        description=f"The minutes, a letter, a report, with its date. {IN_PUBLIC}",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    questions: tuple[str, ...] = Field(default=(), title=QUESTIONS, description=f"{TICKED} You can do it later.")


class QuestionsTicked(Declared):
    """The questions that ask about a need, all of them."""

    questions: tuple[str, ...] = Field(
        default=(), title=QUESTIONS, description=f"{TICKED} What is not ticked does not belong to it any more."
    )


class TablesTicked(Declared):
    """The tables that answer a need, all of them."""

    tables: tuple[str, ...] = Field(
        default=(),
        title="Which tables answer it",
        description="What is not ticked does not belong to it any more.",
    )


class QuestionsKept(Declared):
    """Questions that are asked without a need."""

    questions: tuple[str, ...] = Field(title="Which questions", description=TICKED, min_length=1)
    because: str = Field(
        title="Why they are asked",
        description=f"For example: it says who was asked, and by whom. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class KeepingEnded(Declared):
    """Questions that are not kept for a reason any more."""

    questions: tuple[str, ...] = Field(title="Which questions", min_length=1)


class WhySaid(Declared):
    """Why no question asks about a need, or why it was taken back."""

    because: str = Field(
        title="Why", description=IN_PUBLIC, min_length=3, max_length=LONGEST_TEXT, json_schema_extra=FEW
    )


class ReturnSaid(Declared):
    """Those who raised a need got the result."""

    on: date = Field(title="When")
    how: str = Field(
        title="How they got it",
        description=f"For example: read aloud in the assembly. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class UseSaid(Declared):
    """Somebody acted on a result."""

    on: date = Field(title="When")
    who: str = Field(title="Who", description="A body or a role. No private person.", min_length=1, max_length=300)
    what: str = Field(
        title="What they used it for, and what came of it",
        description=IN_PUBLIC,
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
