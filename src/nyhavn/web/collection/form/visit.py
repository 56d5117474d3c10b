"""What one person has said so far: the content of a draft, and nothing about the person's device."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared


class Paper(Declared):
    """What stands on a paper form beside the answers: when the person agreed, and when the interview was."""

    consented_on: date
    contributed_on: date


class Visit(Declared):
    """A form that is being filled in.

    language: of the questions. notice: the one that was shown. consent: purpose -> yes or no; silent purposes are not
    in it. agreed_at: the moment of the yes. answers: as typed, by question. paper: for what an enumerator keys in.
    corrects, version: the contribution that these answers correct, and which version of it the person saw.
    """

    language: str
    notice: UUID | None
    consent: Mapping[Purpose, bool] = Field(default={}, repr=False)
    agreed_at: datetime | None = None
    answers: Mapping[str, str] = Field(default={}, repr=False)
    paper: Paper | None = None
    corrects: UUID | None = None
    version: int = 0
