"""The alignment record of an initiative: what can be checked of it against the framework, by anybody, by program.

Its verdict with the clause and the reading, how much say people had at each stage and what shows it, evidence for and
against each of the ten principles, and its releases by their hashes. There is no score and no tick. It holds no number
of people, no name of anybody who attested something, and nothing that a release does not say in public.
"""

from datetime import UTC, datetime, timedelta
from datetime import date as Day
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from nyhavn.framework.chain import Stage
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import Outcome, PartyKind, StageStanding
from nyhavn.framework.evidence import EvidenceKind
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.foreign_text import ADDRESS
from nyhavn.framework.openness_levels import AccessLevel
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() != timedelta(0) or moment.microsecond:
        raise ValueError("a moment is in UTC, and of a whole second")
    return moment


def whole_second(moment: datetime) -> datetime:
    """A moment as records spell it. Raises ValueError if it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("The moment has no time zone.")
    return moment.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Name = Annotated[str, Field(max_length=FEDERATION.name_letters)]
Said = Annotated[str, Field(min_length=1, max_length=FEDERATION.name_letters)]
Text = Annotated[str, Field(max_length=FEDERATION.text_letters)]
Words = Annotated[str, Field(min_length=1, max_length=FEDERATION.text_letters)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,80}$")]
Address = Annotated[str, Field(pattern=ADDRESS, max_length=FEDERATION.address_letters)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ReleaseId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,80}$")]
VersionName = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,38}$")]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]  # a whole number that every reader of JSON reads alike
Texts = Annotated[tuple[Words, ...], Field(max_length=FEDERATION.parts)]


class AlignmentVocabulary(Vocabulary):
    """What every record states. record_licence: of the record itself, SPDX. statement: how it was made, in words."""

    record_licence: str
    statement: str


ALIGNMENT = read_vocabulary(AlignmentVocabulary, "alignment")


class Reading(StrEnum):
    """How the definition is read: engaged in design and/or collection, as reported, or in both, as some read it."""

    AND_OR = "and/or"
    AND = "and"


class EvidenceOnRecord(Declared):
    """One piece of evidence, without the name of whoever attests it. why_not: why it does not count, "" if it does."""

    kind: EvidenceKind
    date: Day | None
    shows: Literal["supports", "contradicts"]
    counts: bool
    why_not: Name

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if self.counts is bool(self.why_not):
            raise ValueError("evidence that does not count says why, and no other does")
        return self


Pieces = Annotated[tuple[EvidenceOnRecord, ...], Field(max_length=FEDERATION.parts)]


class StageOnRecord(Declared):
    """How much say people had at one stage. level_claimed: what somebody says, None if nobody does.

    level_shown: the level that may be relied on; None where it is not answered, unproven or contradicted.
    """

    stage: Stage
    standing: StageStanding
    level_claimed: Annotated[int, Field(ge=1, le=5)] | None
    level_shown: Annotated[int, Field(ge=1, le=5)] | None
    reason: Words
    evidence: Pieces


class InitiationOnRecord(Declared):
    """Who started it: the kind of body that is claimed, and what shows it. mandate: that it speaks for the group."""

    kind: PartyKind
    standing: StageStanding
    reason: Words
    evidence: Pieces
    mandate: Pieces


class VerdictOnRecord(Declared):
    """Whether it counts as citizen data. strict_outcome: under the reading "and", None if nobody asked for it."""

    outcome: Outcome
    clause: Literal["initiated", "design", "collection", "none", "open"]
    reading: Reading
    strict_outcome: Outcome | None
    sentence: Words
    open_questions: Texts
    judged_on: Day


class SafeguardOnRecord(Declared):
    """What one safeguard says. release, release_version: in whose dossier it stands."""

    code: Code
    question: Words
    says: Annotated[tuple[Words, ...], Field(min_length=1, max_length=FEDERATION.parts)]
    release: ReleaseId
    release_version: VersionName


Safeguards = Annotated[tuple[SafeguardOnRecord, ...], Field(max_length=FEDERATION.parts)]


class PrincipleOnRecord(Declared):
    """A principle: what speaks for it, what against it, where no record speaks, and what records cannot show."""

    number: Annotated[int, Field(ge=1, le=10)]
    name: Said
    explanation: Words
    evidence_for: Safeguards
    evidence_against: Safeguards
    no_evidence: Safeguards
    cannot_show: Words


class FileOnRecord(Declared):
    """A public file and its hash."""

    address: Address
    sha256: Sha256


class ReleaseOnRecord(Declared):
    """A release by its identifier. statement: what was signed about its files; dossier: its evidence by principle.

    Of a withdrawn one only that it was withdrawn, and the hash by which a copy is known again.
    """

    id: ReleaseId
    version: VersionName
    state: Literal["published", "superseded", "withdrawn"]
    issued_at: Moment
    access: AccessLevel
    licence: Name
    address: Address
    statement: FileOnRecord | None
    dossier: FileOnRecord | None

    @model_validator(mode="after")
    def _says_no_more_than_it_may(self) -> Self:
        if self.dossier is not None and (self.state == "withdrawn" or self.access is not AccessLevel.OPEN):
            raise ValueError("only a release that stands and is open has a dossier for everybody")
        return self

    @property
    def named(self) -> tuple[str, str]:
        """Identifier and version."""
        return self.id, self.version


class SubjectOnRecord(Declared):
    """The initiative. id: stays when it moves to another installation. address: of its page. language: BCP 47.

    kind: code of framework.initiative_types, "" if not said.
    """

    id: UUID
    address: Address
    title: Said
    summary: Text
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
    organisation: Name
    community: Name
    place: Name
    kind: Annotated[str, Field(pattern=r"^[a-z-]*$", max_length=80)]


class SoftwareOnRecord(Declared):
    """What made the record."""

    name: Said
    version: Said


class RulesOnRecord(Declared):
    """Versions of the vocabularies that it was judged by, so that it can be judged again."""

    chain: Said
    participation: Said
    principles: Said


class AlignmentRecord(Declared):
    """The whole record. number: counts up with each record of this initiative. licence: of the record itself."""

    number: Number
    made_at: Moment
    software: SoftwareOnRecord
    rules: RulesOnRecord
    licence: Said
    statement: Words
    initiative: SubjectOnRecord
    verdict: VerdictOnRecord
    initiation: InitiationOnRecord
    stages: Annotated[tuple[StageOnRecord, ...], Field(min_length=len(Stage), max_length=len(Stage))]
    principles: Annotated[tuple[PrincipleOnRecord, ...], Field(min_length=10, max_length=10)]
    releases: Annotated[tuple[ReleaseOnRecord, ...], Field(max_length=FEDERATION.releases)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if [one.stage for one in self.stages] != list(Stage):
            raise ValueError("the stages stand once each, in order")
        if [one.number for one in self.principles] != list(range(1, 11)):
            raise ValueError("the principles stand once each, in order")
        named = [one.named for one in self.releases]
        if len(set(named)) != len(named):
            raise ValueError("a release stands there twice")
        return self

    def release(self, named: tuple[str, str]) -> ReleaseOnRecord | None:
        """The release of that identifier and version."""
        return next((one for one in self.releases if one.named == named), None)
