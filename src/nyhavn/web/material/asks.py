"""What people say when they add a piece, look at one, and show it."""

from datetime import date
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.material import Agreed, Finding, Looked, PieceKind, Subject
from nyhavn.web.consent.asks import BCP_47
from nyhavn.web.pages.uploads import Upload

UUID_PATTERN = r"^$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
LONG: dict[str, Any] = {"lines": 6}
SHORT: dict[str, Any] = {"lines": 2}
KINDS: JsonDict = {
    PieceKind.STORY: "A story, in words",
    PieceKind.PHOTOGRAPH: "A photograph",
    PieceKind.SOUND: "Sound",
    PieceKind.MAP: "A map, as a picture",
}
AGREED: JsonDict = {
    Agreed.PAPER: "On paper",
    Agreed.WITNESSED: "Spoken, before a witness",
    Agreed.RECORDED: "Spoken, and recorded",
    Agreed.MEETING: "In a meeting of those it is from",
}
FINDINGS: JsonDict = {
    Finding.NONE: "None are there",
    Finding.AGREED: "They are there, and everybody concerned agreed",
    Finding.TAKEN_OUT: "They were there, and are taken out",
    Finding.MUST_NOT: "They are there, and must not go out",
}
_FILES = "Pictures: JPEG, PNG or WebP up to 1 MB, maps up to 2 MB. Sound: MP3, Ogg or M4A up to 8 MB. None for a story."
_WORDS = "The story itself. Of a picture: what it shows. Of sound: everything that is said."
_CREDIT = "As the person wishes to be named, beside the piece. Empty: nobody is named."


class PieceChanged(Declared):
    """What people see and hear. file: empty leaves the one that is there."""

    title: str = Field(title="Title", min_length=1, max_length=120)
    words: str = Field(title="In words", description=_WORDS, min_length=3, max_length=20_000, json_schema_extra=LONG)
    credit: str = Field(default="", title="Named as", description=_CREDIT, max_length=120)
    file: Upload | None = Field(default=None, title="File", description=_FILES)


class PieceSaid(PieceChanged):
    """A new piece, and whose agreement it rests on: a contribution, or one of its own."""

    kind: PieceKind = Field(title="What it is", json_schema_extra={"labels": KINDS})
    language: str = Field(title="Language", description="Its code, such as ar or es.", pattern=BCP_47, max_length=35)
    contribution: str = Field(
        default="",
        title="The contribution it came with",
        description="Its number. Whoever takes that back takes this back too, at once.",
        pattern=UUID_PATTERN,
    )
    agreed_how: Agreed | None = Field(
        default=None,
        title="If it came with none: how the agreement is on record",
        json_schema_extra={"labels": AGREED},
    )
    asked_by: str = Field(default="", title="Who asked", description="Name or role. It is sealed.", max_length=120)
    agreed_on: date | None = Field(default=None, title="When they agreed")
    agreed_for: str = Field(
        default="", title="To what they agreed", description="In their words.", max_length=1000, json_schema_extra=SHORT
    )
    agreed_until: date | None = Field(
        default=None, title="Until when", description="Leave it empty for no end. After that day it is destroyed."
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.agreed_on and self.agreed_until and self.agreed_until < self.agreed_on:
            raise ValueError("The agreement would end before it begins.")
        return self


def _finding(title: str, prompts: str) -> Any:
    return Field(title=title, description=prompts, json_schema_extra={"labels": FINDINGS})


def _how(of: str) -> Any:
    what = (
        "How the agreement is on record, or what was taken out and how. Also why the machine is wrong, if it pointed."
    )
    return Field(default="", title=f"{of}: how", description=what, max_length=1000, json_schema_extra=SHORT)


class LookSaid(Declared):
    """What somebody found who looked and listened."""

    faces: Finding = _finding(
        "Faces and bodies",
        "Also at the edge, in a mirror, in the background. Children. A tattoo, a scar, a uniform, clothes that one "
        "person wears. In words: a description that fits one person.",
    )
    faces_how: str = _how("Faces and bodies")
    voices: Finding = _finding(
        "Voices",
        "Listen to the end. Also somebody behind, a child, a radio, a call to prayer, an accent. In words: a way of "
        "speaking that people know.",
    )
    voices_how: str = _how("Voices")
    places: Finding = _finding(
        "Places",
        "Signs, number plates, house fronts, a mountain, a well. A checkpoint, a hiding place, a grave. A map: who "
        "lives at a point, and what somebody could look for there.",
    )
    places_how: str = _how("Places")
    names: Finding = _finding(
        "Names",
        "Of whoever tells, of a child, of others who are told about and were not asked. Nicknames, an office that one "
        "person holds, papers, screens, telephone numbers, what stands on a shirt.",
    )
    names_how: str = _how("Names")

    def looked(self) -> tuple[Looked, ...]:
        """As the rules take it."""
        return tuple(
            Looked(subject, getattr(self, subject.value), getattr(self, f"{subject.value}_how")) for subject in Subject
        )


class ShowSaid(Declared):
    """Beside which release."""

    release: str = Field(title="Beside which release", pattern=UUID_PATTERN, min_length=1)
