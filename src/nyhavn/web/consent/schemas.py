"""What pages and interface show of notices."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared


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


class TextShown(Declared):
    """The notice in one language, every part as people read it. sha256: of the text as shown, "" for a draft.

    is_as_agreed: the text still has that hash; if not, somebody changed the database by hand.
    """

    language: str
    title: str
    parts: Mapping[str, str]
    questions: Mapping[Purpose, str]
    sha256: str
    is_as_agreed: bool
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
    texts: tuple[TextShown, ...]
    lacks: tuple[LackShown, ...]


class NoticesShown(Declared):
    """All versions, the newest first."""

    notices: tuple[NoticeVersionShown, ...]
