"""What people say when they complain, and what is said to them."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from nyhavn.framework.complaints import ComplaintStep, ComplaintTopic, Reach, RemedyKind
from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Role

LONGEST_TEXT = 5000
LONGEST_NAME = 300
TOPICS: JsonDict = {
    ComplaintTopic.CONSENT: "What I agreed to, or did not",
    ComplaintTopic.HARM: "Somebody came to harm, or could",
    ComplaintTopic.FIGURES: "Figures are wrong about us",
    ComplaintTopic.CREDIT: "Who is named, or not",
    ComplaintTopic.ACCESS: "Who may see or use something, or not",
    ComplaintTopic.CONDUCT: "How somebody behaved",
    ComplaintTopic.OTHER: "Something else",
}
REACHES: JsonDict = {
    Reach.PRODUCER: "Those who make the data",
    Reach.BOTH: "Those who make the data, and the body outside",
    Reach.OUTSIDE: "Only the body outside",
}
ABOUT: JsonDict = {
    Role.COORDINATOR: "Whoever coordinates it",
    Role.STEWARD: "Whoever looks after the data",
    Role.ENUMERATOR: "Somebody who asks the questions",
    Role.BOARD_MEMBER: "Somebody who speaks for the community",
    Role.APPROVER: "Whoever approves what is published",
    Role.ASSESSOR: "Somebody who judges it from outside",
    Role.OBSERVER: "Somebody who observes it",
    Role.OUTSIDE_BODY: "Whoever hears complaints from outside",
}
REMEDY_WORDS: JsonDict = {
    "none": "Nothing is put right; the answer says why",
    RemedyKind.ERRATUM: "A correction beside the release",
    RemedyKind.WITHDRAWAL: "The release is withdrawn",
    RemedyKind.NEW_VERSION: "A new version of the release",
    RemedyKind.OTHER: "Something else, as the answer says",
}
DONE: dict[ComplaintStep, str] = {
    ComplaintStep.ACKNOWLEDGE: "Read, and somebody looks into it",
    ComplaintStep.ANSWER: "Answered",
    ComplaintStep.PROMISE: "Answered, and something is promised",
    ComplaintStep.REMEDY: "Done",
    ComplaintStep.SAY_NOT_SOLVED: "Not solved, says whoever complained",
    ComplaintStep.TAKE_OUTSIDE: "Sent to the body outside, by whoever complained",
}


class ComplaintSaid(Declared):
    """What somebody complains about, and what they want."""

    topic: ComplaintTopic = Field(title="What is it about?", json_schema_extra={"labels": TOPICS})
    words: str = Field(
        title="What is wrong?",
        description="Nobody sees who writes this, unless you say it here.",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 6, "personal": True},
    )
    wish: str = Field(
        "",
        title="What should be done?",
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 3, "personal": True},
    )
    for_body: str = Field(
        "",
        title="Do you speak for a group or a body? Its name",
        description="You may leave this empty. Those who answer read it.",
        max_length=LONGEST_NAME,
    )
    about: tuple[Role, ...] = Field(
        default=(),
        title="Whom is it about?",
        description="Nobody in these roles is shown it or decides. Leave it empty if it is about none of them.",
        json_schema_extra={"labels": ABOUT},
    )
    reach: Reach = Field(Reach.PRODUCER, title="Who should read it?", json_schema_extra={"labels": REACHES})
    may_be_told: bool = Field(
        default=False,
        title="It may be said in public that there is a complaint, also if it is the only one",
        description="What you write is never public. Without this, single complaints are not spoken of.",
    )


class WordsSaid(Declared):
    """Words to whoever complained."""

    words: str = Field(
        title="What you say to whoever complained",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 4},
    )


class ComplaintAnswered(WordsSaid):
    """An answer with its reasons, and what is put right until when."""

    words: str = Field(
        title="Your answer, and the reasons for it",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 5},
    )
    remedy: Literal["none", "erratum", "withdrawal", "new-version", "other"] = Field(
        title="What is put right?", json_schema_extra={"labels": REMEDY_WORDS}
    )
    remedy_by: date | None = Field(None, title="Until which day?", description="Where something is put right.")

    @model_validator(mode="after")
    def _has_day(self) -> "ComplaintAnswered":
        if (self.remedy == "none") != (self.remedy_by is None):
            raise ValueError("A remedy needs a day, and an answer without one has none.")
        return self


class RemedyDone(WordsSaid):
    """What was done. done: uuid of what happened to a release; "" for something else."""

    words: str = Field(
        title="What was done",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 4},
    )
    done: str = Field("", title="Which correction, withdrawal or new version?", max_length=36)


class OutsideBodyNamed(Declared):
    """A body outside to which people can complain."""

    name: str = Field(title="Name of the body", description="Everybody reads this.", min_length=3, max_length=300)
    address: str = Field(
        title="How people reach it without this site",
        description="An address, a telephone number, opening hours. Everybody reads this.",
        min_length=3,
        max_length=1000,
        json_schema_extra={"lines": 3},
    )
