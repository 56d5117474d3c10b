"""What is asked on the way to publication and after."""

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from nyhavn.framework.declared import Declared

LONG: dict[str, Any] = {"lines": 3}
IN_PUBLIC = "Everybody reads this, for ever. Name no person and quote no answer."


class Approved(Declared):
    """What somebody says who approves."""

    has_read: Literal[True] = Field(title="I have read the whole report, and nothing in it can harm anybody I know of")


class Way(StrEnum):
    """How results come home."""

    MEETING = "meeting"
    PRINT = "print"
    AUDIO = "audio"
    MESSAGE = "message"
    PICTURE = "picture"
    OTHER = "other"


WAYS: dict[str, Any] = {
    "meeting": "At a meeting",
    "print": "On paper",
    "audio": "Spoken: radio, recording, loudspeaker",
    "message": "As a message on the phone",
    "picture": "As a picture or a play",
    "other": "In another way",
}


class ResultsReturned(Declared):
    """When and how the community saw the results."""

    returned_on: date = Field(title="On which day", description="If there were several, the first one.")
    ways: tuple[Way, ...] = Field(min_length=1, title="How", json_schema_extra={"labels": WAYS})
    words: str = Field(
        "",
        max_length=1000,
        title="What people said, in a few words",
        description=f"You may leave this empty. {IN_PUBLIC}",
        json_schema_extra=LONG,
    )


class ReturnWaived(Declared):
    """Why the community does not see the results first."""

    reason: str = Field(min_length=3, max_length=1000, title="Why", description=IN_PUBLIC, json_schema_extra=LONG)


class DateSet(Declared):
    """The date of a release."""

    day: date = Field(title="Date", description="It is announced at once, and published at the beginning of that day.")


class DateChanged(Declared):
    """Another date, with a public reason."""

    day: date = Field(title="New date")
    reason: str = Field(min_length=3, max_length=1000, title="Why", description=IN_PUBLIC, json_schema_extra=LONG)


class GivenUp(Declared):
    """Why a release is not published."""

    reason: str = Field(
        min_length=3,
        max_length=1000,
        title="Why",
        description=f"If a date was announced: {IN_PUBLIC}",
        json_schema_extra=LONG,
    )


class Erratum(Declared):
    """What was wrong in something that is published."""

    wrong: str = Field(
        min_length=3, max_length=3000, title="What was wrong", description=IN_PUBLIC, json_schema_extra=LONG
    )
    figures: str = Field(
        min_length=3,
        max_length=1000,
        title="Which figures",
        description="For example: the table “Water by age”, the row “60 and over”.",
        json_schema_extra=LONG,
    )
    since: date = Field(title="Since when", description="The first day on which people could read it so.")


class WithdrawnForError(Declared):
    """Why something that is published is taken back."""

    reason: str = Field(
        min_length=3, max_length=3000, title="What is wrong", description=IN_PUBLIC, json_schema_extra=LONG
    )
