"""What people say of how long and for whom, and of files that are shown with a notice."""

from typing import Any

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.notice_terms import PurposeTerms
from nyhavn.web.consent.asks import BCP_47, FEW, LONGEST_TEXT, LONGEST_TITLE
from nyhavn.web.pages.uploads import Upload

KINDS: JsonDict = {
    MediumKind.EASY_READ: "Easy to read: a picture, with easy words beside it",
    MediumKind.AUDIO: "To listen to",
    MediumKind.PICTOGRAMS: "Pictograms",
    MediumKind.SIGN_LANGUAGE: "Sign language film",
}


class TermsSaid(Declared):
    """How long and for whom, purpose by purpose, and what a lost code means."""

    witnessed_path: bool = Field(
        title="Can people who lost their code still take their answers back, with a witness?",
        description="If not, the notice says so in every language, before people agree.",
    )
    terms: tuple[PurposeTerms, ...] = Field(
        title="How long, and for whom",
        description="Once for each purpose you ask for. It stands beside the question.",
        min_length=1,
    )


class MediumSaid(Declared):
    """A file to be shown with the text in one language."""

    kind: MediumKind = Field(title="What it is", json_schema_extra={"labels": KINDS})
    language: str = Field(
        title="With the text in", description="The code of a language that has a text.", pattern=BCP_47, max_length=35
    )
    title: str = Field(title="Title", description="A few words.", min_length=1, max_length=LONGEST_TITLE)
    words: str = Field(
        title="The same in words",
        description="What a picture shows or the easy words beside it; everything that is said in sound or film.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    file: Upload = Field(
        title="File",
        description="Pictures: PNG, JPEG, WebP. Sound: MP3, Ogg, M4A up to 4 MB. Film: MP4, WebM up to 20 MB.",
    )
    captions: Upload | None = Field(default=None, title="Captions", description="Of a film, as a WebVTT file.")
    sign_language: str = Field(
        default="",
        title="Which sign language",
        description="Only for a film. Its code, such as ase, bfi or jos.",
        pattern=rf"^$|{BCP_47}",
        max_length=35,
    )


def terms_now(purposes: list[str], terms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each purpose that is asked, with what was said of it."""
    said = {one["purpose"]: one for one in terms}
    return [said.get(purpose, {"purpose": purpose}) for purpose in purposes]
