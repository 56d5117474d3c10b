"""What people say when they write a notice."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared

LONGEST_TEXT, LONGEST_TITLE, LONGEST_VERSION = 20_000, 300, 40
FEW: JsonDict = {"lines": 3}
MANY: JsonDict = {"lines": 10}
BCP_47 = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"

PURPOSES: JsonDict = {
    Purpose.COLLECTION: "Keep the answers at all",
    Purpose.COMMUNITY_USE: "Let the community use them",
    Purpose.PUBLISHED_AGGREGATES: "Count them in published totals",
    Purpose.OPEN_MICRODATA: "Publish single answers without names",
    Purpose.STATISTICS_OFFICE: "Give them to the statistics office",
    Purpose.RE_CONTACT: "Ask the person again later",
    Purpose.MEDIA: "Keep photos, sound or film",
    Purpose.ATTRIBUTION: "Name the person as somebody who took part",
}
PURPOSES_HINT = "Each is asked for itself. The first is always asked. Ask only what you need."


class NoticeDrafted(Declared):
    """A new version of the notice. starts_from: version whose texts are copied, "" for none."""

    version: str = Field(
        title="Name of the version",
        description="Short, such as 2026-1. It stands in every record of consent.",
        pattern=r"^[\w][\w .-]*$",
        max_length=LONGEST_VERSION,
    )
    purposes: tuple[Purpose, ...] = Field(
        title="What you ask for", description=PURPOSES_HINT, min_length=1, json_schema_extra={"labels": PURPOSES}
    )
    contact: str = Field(
        title="Whom people can ask",
        description="A telephone number, a place and time, an address. The same in every language.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    starts_from: str = Field(default="", title="Copy the texts of", description="You can change them afterwards.")


class NoticeChanged(Declared):
    """What a draft asks for, and whom people can ask."""

    purposes: tuple[Purpose, ...] = Field(
        title="What you ask for", description=PURPOSES_HINT, min_length=1, json_schema_extra={"labels": PURPOSES}
    )
    contact: str = Field(title="Whom people can ask", min_length=1, max_length=LONGEST_TEXT, json_schema_extra=FEW)


def _question(title: str, example: str) -> str:
    return Field(
        default="",
        title=title,
        description=f"For example: “{example}”",
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 2},
    )


class Questions(Declared):
    """One question per purpose, in the words of the person who answers. Empty for purposes that are not asked."""

    collection: str = _question("Collection", "May we keep your answers?")
    community_use: str = _question("Community use", "May our village use your answers to plan?")
    published_aggregates: str = _question("Published figures", "May your answers count in totals that we publish?")
    open_microdata: str = _question("Open single answers", "May we publish your answers without your name?")
    statistics_office: str = _question("Statistics office", "May we give your answers to the statistics office?")
    re_contact: str = _question("Asking you again", "May we come back and ask you again?")
    media: str = _question("Photo, sound or film", "May we keep the photo you gave us?")
    attribution: str = _question("Naming you", "Do you want to be named as somebody who took part?")

    def by_purpose(self) -> Mapping[Purpose, str]:
        """The questions that are not empty."""
        said = {purpose: str(getattr(self, purpose.value.replace("-", "_"))) for purpose in Purpose}
        return {purpose: question for purpose, question in said.items() if question}


def questions_of(by_purpose: Mapping[str, str]) -> Questions:
    """Questions as they are stored, for a form to start from."""
    return Questions.model_validate({purpose.replace("-", "_"): text for purpose, text in by_purpose.items()})


LongText = Annotated[str, Field(max_length=LONGEST_TEXT)]


class TextSaid(Declared):
    """The notice in one language. A part may stay empty while the notice is a draft."""

    title: str = Field(title="Title", min_length=1, max_length=LONGEST_TITLE)
    body: LongText = Field(
        default="",
        title="What people are told",
        description="Who asks, what for, how long it takes. That taking part is free, and that “no” has no bad effect.",
        json_schema_extra=MANY,
    )
    retention: LongText = Field(default="", title="How long the answers are kept", json_schema_extra=FEW)
    recipients: LongText = Field(default="", title="Who sees the answers", json_schema_extra=FEW)
    can_take_back: LongText = Field(
        default="",
        title="What people can take back, and how",
        description="For example: with your code you can see, correct or delete your answers at any time.",
        json_schema_extra=FEW,
    )
    stays: LongText = Field(
        default="",
        title="What cannot be taken back",
        description="For example: figures that are published before you take your answers back stay published.",
        json_schema_extra=FEW,
    )
    lost_code: LongText = Field(
        default="",
        title="What it means to lose the code",
        description="For example: if you lose your code, nobody can find your answers, and they cannot be deleted.",
        json_schema_extra=FEW,
    )
    questions: Questions = Field(
        default=Questions(),
        title="The questions",
        description="One for each thing you ask for. Leave the others empty.",
    )


class NewTextSaid(TextSaid):
    """The notice in a language that it does not have yet."""

    language: str = Field(
        title="Language", description="Its code, such as en, ar or pt-BR.", pattern=BCP_47, max_length=35
    )


class FirstDay(Declared):
    """From when a version is in use."""

    valid_from: date = Field(
        title="First day",
        description="From this day the words cannot be changed. An earlier version ends the day before.",
    )


class LastDay(Declared):
    """Until when a version is in use."""

    valid_until: date = Field(title="Last day", description="After this day nobody can agree under this version.")
