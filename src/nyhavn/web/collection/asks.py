"""What people say when they open a collection, hand in a file, or set a contribution aside."""

from collections.abc import Mapping
from datetime import date
from datetime import date as Day
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from nyhavn.chain.incoming import Chosen
from nyhavn.chain.incoming_persons import PersonColumns, Source
from nyhavn.chain.plan import PurposeColumn
from nyhavn.framework.attribution import LONGEST_NAME, Wish
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_circumstances import GuardianWaiver, Helper, Modality
from nyhavn.framework.declared import Declared
from nyhavn.framework.labels import all_labels
from nyhavn.framework.opening import Door
from nyhavn.framework.table_file import TableFile
from nyhavn.web.pages.uploads import Upload

DOOR_WORDS: JsonDict = {
    Door.FORM.value: "Web form: people answer on a phone or computer, without an account",
    Door.ENTRY.value: "Entry: enumerators key in paper forms",
    Door.IMPORT.value: "Files: tables from a device or another system",
}


COMMUNITY_WISHES: JsonDict = {
    Wish.NAMED.value: "To be named by its own name",
    Wish.COLLECTIVE.value: "To be named by a collective name",
    Wish.ANONYMOUS.value: "To stay unnamed",
}
LABELS: JsonDict = {label.code: f"{label.name} ({label.code})" for label in all_labels().values()}


class OpeningSaid(Declared):
    """How a collection opens."""

    doors: tuple[Door, ...] = Field(
        title="How do contributions come in?",
        description="You can close the collection and open another one with other ways.",
        json_schema_extra={"labels": DOOR_WORDS},
    )


class ClosingSaid(Declared):
    """Why a collection closes."""

    reason: str = Field(
        min_length=3, max_length=500, title="Why do you close it?", description="For example: everybody was asked."
    )


class FileSaid(Declared):
    """A file of contributions, and how it is written."""

    file: Upload = Field(title="File", description="A table as .csv, .tsv, .xlsx, .xls, .csv.gz or .zip.")
    sheet: str = Field(default="", title="Sheet", description="Only for a workbook with several sheets.")
    member: str = Field(default="", title="Table in the archive", description="Only for an archive with several.")
    delimiter: Literal[",", ";", "tab", "|"] = Field(
        default=",",
        title="What stands between cells",
        json_schema_extra={"labels": {",": "Comma", ";": "Semicolon", "tab": "Tab", "|": "Vertical bar"}},
    )
    encoding: str = Field(default="utf-8", title="Encoding", description="Most often utf-8; older programs: cp1252.")
    is_again: bool = Field(
        default=False,
        title="I know that this file was handed in before",
        description="Tick this only if you are asked to.",
    )

    @property
    def reading(self) -> TableFile:
        """How the file is read."""
        delimiter = "\t" if self.delimiter == "tab" else self.delimiter
        name, encoding = self.file.name, self.encoding
        return TableFile(file=name, sheet=self.sheet, member=self.member, delimiter=delimiter, encoding=encoding)


MODALITIES: JsonDict = {
    Modality.READ: "Read it",
    Modality.EASY_READ: "Read it in easy words with pictures",
    Modality.HEARD: "Heard it read aloud",
    Modality.PICTOGRAMS: "Saw it in pictures",
    Modality.SIGN_LANGUAGE: "In sign language",
}
HELPERS: JsonDict = {
    Helper.WITNESS: "A witness",
    Helper.INTERPRETER: "An interpreter",
    Helper.SUPPORTER: "Somebody who helped the person to decide",
    Helper.GUARDIAN: "A guardian",
}
WAIVERS: JsonDict = {
    GuardianWaiver.GUARDIAN_IS_THE_RISK: "The guardian is the risk",
    GuardianWaiver.UNACCOMPANIED: "The person has no guardian here",
    GuardianWaiver.MATURE_MINOR_BY_LAW: "The law lets a person of this age decide",
}


class ConsentColumn(Declared):
    """The column that says what people answered to one purpose."""

    purpose: Purpose = Field(title="Purpose")
    column: str = Field(title="Column")
    given: tuple[str, ...] = Field(title="Answers that mean yes", description="One on each line, as in the file.")
    refused: tuple[str, ...] = Field(default=(), title="Answers that mean no")
    withdrawn: tuple[str, ...] = Field(default=(), title="Answers that mean: taken back")


class BasisSaid(Declared):
    """On which basis the data of this file are used. Which parts are needed, the basis says."""

    kind: BasisKind = Field(default=BasisKind.CONSENT_RECORD_PER_PERSON, title="Basis")
    document: str = Field(default="", title="Document", description="Name or address of the attestation.")
    date: Day | None = Field(default=None, title="Day of the document")
    by: str = Field(default="", title="Who states the basis")
    licence: str = Field(default="", title="Licence under which the data were published")
    source: str = Field(default="", title="Where the data come from")


class DeclarationSaid(Declared):
    """What the columns of a file mean, and on which basis the data are used."""

    columns: Mapping[str, str] = Field(
        title="Columns of questions",
        description="On each line: question = column. Delete a line to leave the question out.",
        json_schema_extra={"lines": 12},
    )
    skipped: tuple[str, ...] = Field(
        default=(),
        title="Questions to leave out",
        description="Questions whose single choices have columns of their own are taken in unless you name them here.",
    )
    kept: tuple[str, ...] = Field(
        default=(),
        title="Further columns to keep",
        description="For example weights or clusters. Every other column is not stored.",
    )
    basis: BasisSaid = Field(title="On which basis are these data used?")
    consent: tuple[ConsentColumn, ...] = Field(default=(), title="What people agreed to, purpose by purpose")
    notice_version_column: str = Field(default="", title="Column with the version of the notice")
    notice_version: str = Field(default="", title="… or the version that all people saw")
    language_column: str = Field(default="", title="Column with the language of the notice")
    language: str = Field(default="", title="… or the language in which all people saw it")
    consented_on_column: str = Field(default="", title="Column with the day of the consent")
    consented_on: date | None = Field(default=None, title="… or the day on which all people agreed")
    modality_column: str = Field(
        default="",
        title="Column that says how the notice was taken in",
        description="Codes: read, heard, pictograms, sign-language.",
    )
    modality: Modality | None = Field(
        default=None, title="… or how all people took it in", json_schema_extra={"labels": MODALITIES}
    )
    present_column: str = Field(
        default="",
        title="Column that says who else was there",
        description="Codes with blanks between them: witness, interpreter, supporter, guardian.",
    )
    present: tuple[Helper, ...] = Field(
        default=(), title="… or who was there each time", json_schema_extra={"labels": HELPERS}
    )
    contributed_on_column: str = Field(default="", title="Column with the day of the interview")
    contributed_on: date | None = Field(default=None, title="… or the day of all interviews")
    date_format: str = Field(
        default="%Y-%m-%d",
        title="How days are written in the file",
        description="%Y-%m-%d reads 2026-11-22 and everything that begins so. %d/%m/%Y reads 22/11/2026.",
    )

    @property
    def chosen(self) -> Chosen:
        """Which columns are taken in."""
        return Chosen(self.columns, self.skipped, self.kept)

    @property
    def stated_basis(self) -> Basis:
        """The basis as the chain knows it."""
        return Basis.model_validate(self.basis.model_dump())

    @property
    def persons(self) -> PersonColumns:
        """Where consent and days stand. Without a consent record per person no consent is read from the file."""
        is_per_person = self.basis.kind is BasisKind.CONSENT_RECORD_PER_PERSON
        purposes = {
            said.purpose: PurposeColumn(
                column=said.column, given=said.given, refused=said.refused, withdrawn=said.withdrawn
            )
            for said in (self.consent if is_per_person else ())
        }
        return PersonColumns(
            contributed_on=Source(self.contributed_on_column, _iso(self.contributed_on)),
            purposes=purposes,
            is_per_person=is_per_person,
            notice_version=Source(self.notice_version_column, self.notice_version),
            language=Source(self.language_column, self.language),
            consented_on=Source(self.consented_on_column, _iso(self.consented_on)),
            modality=Source(self.modality_column, self.modality or ""),
            present=Source(self.present_column, " ".join(self.present)),
            date_format=self.date_format,
        )


class TakingInSaid(Declared):
    """The decision about rows with errors."""

    leaves_out: bool = Field(
        default=False,
        title="Leave out the rows with errors",
        description="They stay listed on the page of this file. Without a tick, a file with errors is not taken in.",
    )


class SetAsideSaid(Declared):
    """Why a contribution takes no part."""

    reason: str = Field(
        min_length=3,
        max_length=500,
        title="Why does it take no part?",
        description="Write no name and no answer here. You can undo this.",
        json_schema_extra={"lines": 3},
    )


class PaperSaid(Declared):
    """What stands at the head of a paper form."""

    notice: str = Field(title="Which notice was read to the person?", description="Its version stands on the paper.")
    language: str = Field(title="In which language?")
    consented_on: date = Field(title="When did the person agree?")
    contributed_on: date = Field(title="When was the interview?")
    modality: Modality | None = Field(
        default=None,
        title="How did the person take the notice in?",
        json_schema_extra={"labels": MODALITIES},
    )
    present: tuple[Helper, ...] = Field(
        default=(), title="Who else was there?", description="Write no name.", json_schema_extra={"labels": HELPERS}
    )
    is_minor: bool = Field(default=False, title="The person is not of age, and wants to take part")
    guardian_agrees: bool = Field(default=False, title="A guardian of this person agrees as well")
    guardian_waiver: GuardianWaiver | None = Field(
        default=None, title="If no guardian was asked: why?", json_schema_extra={"labels": WAIVERS}
    )

    @model_validator(mode="after")
    def _agreed_first(self) -> Self:
        if self.consented_on > self.contributed_on:
            raise ValueError("The interview is before the day on which the person agreed. Please check both.")
        return self


class ReceiptSaid(Declared):
    """The words of a receipt that somebody tells."""

    words: str = Field(
        min_length=3,
        max_length=200,
        title="Words of the receipt",
        description="As the person says them. Nobody else gets to see them.",
        json_schema_extra={"personal": True},
    )


class CommunityCreditSaid(Declared):
    """How a community is named."""

    wish: Literal[Wish.NAMED, Wish.COLLECTIVE, Wish.ANONYMOUS] = Field(
        title="What does the community wish?", json_schema_extra={"labels": COMMUNITY_WISHES}
    )
    name: str = Field(
        max_length=LONGEST_NAME,
        title="Name of the community",
        description="If it wishes to stay unnamed, this name is kept out of everything that is published.",
    )
    says_others: bool = Field(
        default=False,
        title="Write “and others” behind the names of people",
        description="How many they are is never said.",
    )


class LabelPut(Declared):
    """A Label, and the community's words in one language."""

    code: str = Field(title="Label", json_schema_extra={"labels": LABELS})
    language: str = Field(min_length=2, max_length=35, title="Language of the text", description="A code, such as en.")
    text: str = Field(
        min_length=3,
        max_length=2000,
        title="What the community asks of others",
        description="In the community's own words. Everybody reads this.",
        json_schema_extra={"lines": 4},
    )


class LabelTaken(Declared):
    """Which Label is taken back."""

    code: str = Field(title="Label", json_schema_extra={"labels": LABELS})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
