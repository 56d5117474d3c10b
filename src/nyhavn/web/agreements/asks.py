"""What people say when they make an agreement, sign it, and hand over under it."""

from datetime import date

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from nyhavn.framework.agreement import Handed, ResultStatus
from nyhavn.framework.declared import Declared

LONGEST_TEXT, LONGEST_NAME, MOST_NAMES = 3000, 300, 100
HANDED: JsonDict = {
    Handed.AGGREGATES: "Protected tables (the rule)",
    Handed.RECORDS: "Single records, of those who agreed to this office (the exception)",
}
STATUSES: JsonDict = {
    ResultStatus.OFFICIAL: "Official statistics",
    ResultStatus.VALIDATED: "Citizen data, validated by the office",
    ResultStatus.CITIZEN_DATA: "Citizen data",
}
PUBLISH_FIRST: JsonDict = {"True": "Yes, first and by itself", "False": "No"}
FEW: JsonDict = {"lines": 3}


class NamesSaid(Declared):
    """Names, each on a line of its own."""

    @field_validator("variables", "purposes", check_fields=False)
    @classmethod
    def _once_each(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Blank lines go, and a name counts once."""
        return tuple(dict.fromkeys(name for name in (each.strip() for each in names) if name))


class DataSaid(NamesSaid):
    """What is handed over, for what, and from when to when."""

    handed: Handed = Field(Handed.AGGREGATES, title="What is handed over", json_schema_extra={"labels": HANDED})
    variables: tuple[str, ...] = Field(
        default=(),
        title="Which indicators, breakdowns and columns",
        description="One on each line, by their short names. Nothing else is handed over. May wait.",
        max_length=MOST_NAMES,
    )
    purposes: tuple[str, ...] = Field(
        default=(),
        title="For which statistics",
        description="One on each line, for example: SDG 6.1.1 for the national review of 2027. May wait.",
        max_length=MOST_NAMES,
    )
    starts: date = Field(title="First day")
    ends: date = Field(title="Last day", description="Five years after the first day at the latest.")


class AgreementDrafted(DataSaid):
    """A first draft. recipient: name of an organisation on this site, as in its address."""

    recipient: str = Field(title="With whom", description="An organisation on this site.", min_length=1, max_length=60)


class LawSaid(Declared):
    """On which ground, who answers, and what the results are called. What is not known yet may stay empty."""

    legal_basis: str = Field(
        "",
        title="Legal basis of the transfer",
        description="The law or the paragraph. Where there is none, say so.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    controller: str = Field(
        "", title="Who answers for the data after the transfer", max_length=LONGEST_TEXT, json_schema_extra=FEW
    )
    status: ResultStatus | None = Field(
        None, title="What results are called that the office publishes", json_schema_extra={"labels": STATUSES}
    )
    licence: str = Field("", title="Licence", description="For example CC-BY-4.0.", max_length=LONGEST_NAME)


class PeopleSaid(Declared):
    """What holds for the people and their community."""

    cut_off: date | None = Field(
        None,
        title="Until which day a withdrawal still reaches the data",
        description="Not before the first day. Until then the office deletes what it has and gets a new package.",
    )
    after_cut_off: str = Field(
        "", title="What happens with a withdrawal after that day", max_length=LONGEST_TEXT, json_schema_extra=FEW
    )
    credit: str = Field("", title="Who is named, and how", max_length=LONGEST_TEXT, json_schema_extra=FEW)
    corrections: str = Field(
        "", title="Who answers for mistakes, and corrects them", max_length=LONGEST_TEXT, json_schema_extra=FEW
    )
    edits: str = Field(
        "", title="What happens if the office edits or aggregates", max_length=LONGEST_TEXT, json_schema_extra=FEW
    )
    community_first: bool | None = Field(
        None, title="May the community publish first?", json_schema_extra={"labels": PUBLISH_FIRST}
    )


class AgreementSigned(Declared):
    """A yes to exactly these words."""

    fingerprint: str = Field(title="The words that you sign", min_length=64, max_length=64)
    as_role: str = Field(
        title="As whom you sign",
        description="Your role. Everybody who sees the agreement reads this; your name is not needed.",
        min_length=3,
        max_length=200,
    )


class DecisionLinked(Declared):
    """decision: uuid of what a body of the community decided."""

    decision: str = Field(title="Which decision", min_length=1, max_length=36)


class AgreementEnded(Declared):
    """Why a side ends it."""

    because: str = Field(
        title="Why", description="Both sides and the community read this.", min_length=3, max_length=LONGEST_TEXT
    )


class SeriesSaid(Declared):
    """Which official series an indicator is."""

    indicator: str = Field(title="Indicator of the release", max_length=LONGEST_NAME)
    series: str = Field(title="Code of the SDG series", description="For example SH_H2O_SAFE.", max_length=60)


class HandedOver(Declared):
    """What is handed over now. variables: none for all that the agreement names."""

    release: str = Field(title="Which release", min_length=1, max_length=36)
    handed: Handed = Field(Handed.AGGREGATES, title="What is handed over", json_schema_extra={"labels": HANDED})
    purpose: str = Field(
        title="For which statistics",
        description="In the words of the agreement.",
        min_length=1,
        max_length=LONGEST_TEXT,
    )
    variables: tuple[str, ...] = Field(
        default=(),
        title="Only these of what was agreed",
        description="One on each line. Leave it empty for everything that the agreement names.",
        max_length=MOST_NAMES,
    )
    series: tuple[SeriesSaid, ...] = Field(
        default=(),
        title="Official series",
        description="With these the package holds SDMX as well. Leave it empty where no series fits.",
        max_length=MOST_NAMES,
    )
    area: str = Field(
        "",
        title="Country of the figures, as M49 code",
        description="Only with series. For example 50 for Bangladesh, 454 for Malawi.",
        max_length=3,
        json_schema_extra={"width": "short"},
    )
    about: str = Field(
        "",
        title="Whom the figures are about, in words",
        description="Only with series. Leave it empty only where they are about the whole country.",
        max_length=LONGEST_NAME,
    )
    only_csv: tuple[str, ...] = Field(
        default=(),
        title="Breakdowns that the official structure has no codes for",
        description="One on each line. Only with series. Their tables go without SDMX, and the package says so.",
        max_length=MOST_NAMES,
    )


class PackageDeleted(Declared):
    """The recipient says that every copy is deleted."""

    deleted_on: date = Field(title="On which day was the last copy deleted?")
