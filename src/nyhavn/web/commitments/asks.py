"""What is said when an authority is asked, when it answers, and when somebody looks what came of it."""

from datetime import date

from django.utils.translation import gettext_noop
from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.commitments import Proof, Seen
from nyhavn.framework.declared import Declared
from nyhavn.web.commitments.words import ANSWER_LABELS, PROOFS, SEEN, AuthorityAnswer

LONGEST_TEXT = 3000
FEW: JsonDict = {"lines": 3}
IN_PUBLIC = gettext_noop("Everybody can read this. Name no private person.")


class RequestSaid(Declared):
    """What an authority is asked, on the ground of what, and by when it should answer."""

    authority: str = Field(
        default="",
        title="The authority, if it has a page on this site",
        description="It answers there itself. Or name another one below.",
    )
    authority_name: str = Field(default="", title="Or: the name of an authority outside this site", max_length=300)
    how: str = Field(
        default="",
        title="How it was asked",
        description="For an authority outside this site: a letter with its date, a hearing, a petition.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    need: str = Field(default="", title="The need behind it", description="A need, or results, or both.")
    release: str = Field(default="", title="The published results behind it")
    asked_for: str = Field(
        title="What you ask for",
        description=f"What should be decided or done, in plain words. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    answer_by: date = Field(title="Until when you ask for an answer")


class BroughtSaid(Declared):
    """The day on which an authority was asked."""

    asked_on: date = Field(title="When it was asked", description="Today, or the day of the letter or the hearing.")


class AnswerSaid(Declared):
    """The answer of an authority, with its reasons."""

    answer: AuthorityAnswer = Field(title="The answer", json_schema_extra={"labels": ANSWER_LABELS})
    words: str = Field(
        title="The reasons",
        description=IN_PUBLIC,
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class CommitmentSaid(Declared):
    """What an authority commits itself to."""

    words: str = Field(
        title="What will be done",
        description=f"So that everybody can see later whether it was. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    due: date = Field(title="Until when")
    office: str = Field(
        title="Which office is responsible",
        description="An office or a department, no private person.",
        min_length=2,
        max_length=300,
    )


class ActionSaid(Declared):
    """What an authority did, and what shows it."""

    about: str = Field(default="", title="For which commitment", description="Leave it empty if it was not promised.")
    words: str = Field(
        title="What was done", description=IN_PUBLIC, min_length=3, max_length=LONGEST_TEXT, json_schema_extra=FEW
    )
    done_on: date = Field(title="When")
    proof: Proof = Field(title="What shows it", json_schema_extra={"labels": PROOFS})
    reference: str = Field(
        title="Where that is found",
        description="The number of the document, the budget line, the law, the address of the release.",
        min_length=2,
        max_length=LONGEST_TEXT,
    )
    keeps: bool = Field(default=False, title="With this the commitment is kept")


class Sourced(Declared):
    """Where the initiative has it from."""

    source: str = Field(
        title="Where that stands",
        description=f"A letter with its date, minutes, a gazette, a news report. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class AnswerRecorded(AnswerSaid, Sourced):
    """What an authority outside this site answered."""

    said_on: date = Field(title="When it answered")


class CommitmentRecorded(CommitmentSaid, Sourced):
    """What an authority outside this site committed itself to."""

    said_on: date = Field(title="When it said so")


class ActionRecorded(ActionSaid, Sourced):
    """What an authority outside this site did."""


class SeenSaid(Declared):
    """Whether it happened, as the community sees it."""

    about: str = Field(
        default="", title="Which commitment", description="Leave it empty to speak of the whole request."
    )
    seen: Seen = Field(title="Did it happen?", json_schema_extra={"labels": SEEN})
    seen_by: str = Field(
        title="Who saw it",
        description="A body, a group or a meeting. No private person.",
        min_length=2,
        max_length=300,
    )
    words: str = Field(
        title="What was seen",
        description=f"It may contradict the authority; both stand. {IN_PUBLIC}",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    seen_on: date = Field(title="When")


class CorrectionSaid(Declared):
    """What was wrong in something said before. That stays to be read."""

    about: str = Field(title="What is corrected")
    words: str = Field(
        title="What is right, and why",
        description=IN_PUBLIC,
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    takes_back: bool = Field(
        default=False,
        title="It should not count any more",
        description="It stays to be read, with the day on which it was taken back.",
    )
