"""What pages and interface show of notices."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.notice_terms import PurposeTerms


class Use(StrEnum):
    """How far a version is."""

    DRAFT = "draft"
    PLANNED = "planned"
    IN_USE = "in use"
    ENDED = "ended"


class LackShown(Declared):
    """Something that a notice lacks."""

    code: str
    what: str
    where: str = ""
    do: str = ""


class HintShown(Declared):
    """Something that could be said more simply. part: code of the part or purpose."""

    part: str
    sentence: str


class MediumShown(Declared):
    """A file that is shown with a text. sha256: of the file; captions: of its captions, "" for none."""

    uuid: UUID
    kind: MediumKind
    language: str
    sign_language: str
    title: str
    words: str
    media_type: str
    sha256: str
    captions: str


class EaseShown(Declared):
    """How easy a text is to read, by figures that stand for the language. lines: each a figure with what it means."""

    lines: tuple[str, ...]


class TextShown(Declared):
    """The notice in one language, every part as people read it. sha256: of the text as shown, "" for a draft.

    rendered: the record whose hash it is, "" for a draft and for texts of the first format. is_as_agreed: what is
    stored still has that hash; if not, somebody changed the database by hand.
    """

    language: str
    title: str
    parts: Mapping[str, str]
    questions: Mapping[Purpose, str]
    sha256: str
    rendered: str
    is_as_agreed: bool
    ease: EaseShown
    hints: tuple[HintShown, ...]


class NoticeVersionShown(Declared):
    """One version of the notice."""

    uuid: UUID
    version: str
    use: Use
    purposes: tuple[Purpose, ...]
    contact: str
    valid_from: date | None
    valid_until: date | None
    terms: tuple[PurposeTerms, ...]
    witnessed_path: bool | None
    texts: tuple[TextShown, ...]
    media: tuple[MediumShown, ...]
    lacks: tuple[LackShown, ...]


class NoticesShown(Declared):
    """All versions, the newest first."""

    notices: tuple[NoticeVersionShown, ...]
