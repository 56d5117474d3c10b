"""What one person has said so far: the content of a draft, and nothing about the person's device."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_circumstances import Circumstances, GuardianWaiver, Helper, Minor, Modality, Present
from nyhavn.framework.declared import Declared


class Paper(Declared):
    """What stands on a paper form beside the answers: when the person agreed and how, and when the interview was.

    assent: of somebody who is not of age, None for an adult; the two fields after it belong to it.
    """

    consented_on: date
    contributed_on: date
    modality: Modality | None = None
    present: tuple[Helper, ...] = ()
    assent: bool | None = None
    guardian_agrees: bool | None = None
    guardian_waiver: GuardianWaiver | None = None

    def circumstances(self) -> Circumstances:
        """How it was said. Whoever was there has no account here and is not named."""
        minor = None if self.assent is None else Minor(self.assent, self.guardian_agrees, self.guardian_waiver)
        return Circumstances(self.modality, tuple(Present(helper) for helper in self.present), minor=minor)


class Visit(Declared):
    """A form that is being filled in.

    language: of the questions. notice: the one that was shown. consent: purpose -> yes or no; silent purposes are not
    in it. way: how the notice was taken in, None where nobody knows. agreed_at: the moment of the yes. answers: as
    typed, by question. paper: for what an enumerator keys in.
    corrects, version: the contribution that these answers correct, and which version of it the person saw.
    """

    language: str
    notice: UUID | None
    consent: Mapping[Purpose, bool] = Field(default={}, repr=False)
    way: Modality | None = None
    agreed_at: datetime | None = None
    answers: Mapping[str, str] = Field(default={}, repr=False)
    paper: Paper | None = None
    corrects: UUID | None = None
    version: int = 0
