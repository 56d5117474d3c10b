"""What people say about an initiative: its parts as questions. The chain's own models validate the answers."""

from collections.abc import Mapping
from datetime import date as Day
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.evidence import EvidenceKind
from nyhavn.framework.initiative_types import INITIATIVE_TYPES, InitiativeType
from nyhavn.framework.participation import PARTICIPATION
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.asks import Email

Said = Literal["nothing", "none", "these"]
SAID = {"nothing": "Nothing is said yet", "none": "There are none", "these": "These:"}
TYPES = {entry.code.value: f"{entry.name}: {entry.meaning}" for entry in INITIATIVE_TYPES.types}
LEVELS = {str(entry.level): f"{entry.level} {entry.name}. {entry.meaning}" for entry in PARTICIPATION.levels}
ROLES = {
    Role.COORDINATOR.value: "Coordinator: sets the initiative up, gives roles, opens the collection",
    Role.STEWARD.value: "Steward: looks after the contributions and decides what follows from the checks",
    Role.ENUMERATOR.value: "Enumerator: enters contributions in the name of others",
    Role.BOARD_MEMBER.value: "Board member: speaks for the community and sees results before publication",
    Role.APPROVER.value: "Approver: agrees to a release, as a second person",
    Role.ASSESSOR.value: "Assessor: judges the data for an office; from another organisation",
    Role.OBSERVER.value: "Observer: sees how the initiative works, and the record of what was done",
    Role.OUTSIDE_BODY.value: "Outside body: hears complaints, for example of a human-rights institution; sees no data",
}
OutsideRole = Literal["board-member", "approver", "assessor", "observer", "outside-body"]


def labelled(labels: Mapping[str, str]) -> JsonDict:
    """What people read for each answer, as forms take it."""
    return {"labels": dict(labels)}


def _language(said: str) -> str:
    parts = said.split("-")
    if not (2 <= len(parts[0]) <= 8 and all(part.isascii() and part.isalnum() for part in parts)):
        raise ValueError("This is no language code, such as en or pt-BR. Please check it.")
    return said


class AboutSaid(Declared):
    """What the initiative is about. All of it is public once the initiative or a release of it is."""

    title: str = Field(title="Title", description="As people will read it in lists.", min_length=1, max_length=300)
    type: InitiativeType = Field(
        title="What kind of initiative it is",
        description="The kind never decides whether it counts as citizen data.",
        json_schema_extra=labelled(TYPES),
    )
    community: str = Field(
        title="Community",
        description="The people whose lives it is about. Name a group, never a person.",
        min_length=1,
        max_length=300,
    )
    place: str = Field(title="Place", description="Where it happens, as wide as is safe.", min_length=1, max_length=300)
    summary: str = Field(
        default="",
        title="In a few sentences",
        description="What you want to know, and why.",
        max_length=3000,
        json_schema_extra={"lines": 5},
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        default="en",
        title="Language of these texts",
        description="A code such as en, es, fr or ar.",
        max_length=35,
        json_schema_extra={"width": "short"},
    )
    synthetic: bool = Field(
        default=False,
        title="All data of this initiative are invented",
        description="For training only. Every release says so.",
    )


class PartySaid(Declared):
    """Somebody with a part in the initiative."""

    name: str = Field(title="Name", description="A body, or a person who agreed to be named.", min_length=1)
    kind: PartyKind = Field(title="What kind of body")
    role: Literal["funder", "commissioner", "producer", "partner", "user"] = Field(
        title="Its part",
        json_schema_extra=labelled(
            {
                "funder": "Pays for it",
                "commissioner": "Asked for it",
                "producer": "Makes the data",
                "partner": "Helps",
                "user": "Uses the results",
            }
        ),
    )
    note: str = Field(default="", title="What else people should know")


class InterestsSaid(Declared):
    """Who pays for it, who asked for it, and who may gain from what comes out."""

    parties_are: Said = Field(
        default="nothing",
        title="Funders and others with a part in it",
        description="To say that there are none is an answer. To say nothing is not.",
        json_schema_extra=labelled(SAID),
    )
    parties: tuple[PartySaid, ...] = Field(default=(), title="Who they are")
    interests_are: Said = Field(
        default="nothing",
        title="Interests in the outcome",
        description="Who gains or loses if the figures are high or low?",
        json_schema_extra=labelled(SAID),
    )
    interests: tuple[str, ...] = Field(default=(), title="Which interests", description="One on each line.")


class EvidenceSaid(Declared):
    """One piece of evidence."""

    kind: EvidenceKind = Field(title="What it is")
    date: Day | None = Field(default=None, title="Its date", description="Evidence without a date does not count.")
    attested_by: str = Field(
        default="", title="Who vouches for it", description="Somebody other than the one who makes the claim."
    )
    shows: Literal["supports", "contradicts"] = Field(
        default="supports",
        title="What it shows",
        json_schema_extra=labelled({"supports": "It supports the claim", "contradicts": "It shows the opposite"}),
    )
    document: str = Field(default="", title="Where it is kept", description="A name or an address on the web.")


class StartSaid(Declared):
    """Who started the initiative, and who used its data first."""

    started_by: str = Field(default="", title="Who started it")
    kind: PartyKind = Field(default=PartyKind.UNKNOWN, title="What kind of body started it")
    claimed_by: str = Field(default="", title="Who says so", description="The body that makes this claim.")
    represents: str = Field(
        default="",
        title="For whom they speak",
        description="For an organisation of civil society: the group that it represents.",
    )
    first_used_by: str = Field(
        default="",
        title="Who used the data first",
        description="This decides nothing; it shows for whom the data were made.",
    )
    first_used_kind: PartyKind = Field(default=PartyKind.UNKNOWN, title="What kind of body used them first")


class InitiationSaid(StartSaid):
    """The same with evidence."""

    evidence: tuple[EvidenceSaid, ...] = Field(default=(), title="Evidence that they started it")
    mandate: tuple[EvidenceSaid, ...] = Field(default=(), title="Evidence that they speak for this group")


class Registered(Declared):
    """What is said when an initiative is registered. All but the short name can be changed later."""

    id: str = Field(
        title="Short name",
        description="Part of its address: small letters, digits and hyphens. It stays for ever.",
        pattern=r"^[a-z0-9][a-z0-9-]{1,60}$",
    )
    about: AboutSaid = Field(title="What it is about")
    interests: InterestsSaid = Field(default=InterestsSaid(), title="Funders and interests")
    initiation: StartSaid = Field(default=StartSaid(), title="Who started it", description="Evidence comes later.")


class StageSaid(Declared):
    """How far people took part in one stage. level: None takes the statement back."""

    level: Literal[1, 2, 3, 4, 5] | None = Field(
        default=None,
        title="Who decided here?",
        description="Levels 4 and 5 need evidence that somebody else vouches for.",
        json_schema_extra=labelled(LEVELS),
    )
    claimed_by: str = Field(default="", title="Who says so", description="The body that makes this claim.")
    evidence: tuple[EvidenceSaid, ...] = Field(default=(), title="Evidence")


class DefinitionSaid(Declared):
    """Which reading of the definition is printed."""

    print_strict: bool = Field(
        default=False,
        title="Also print the stricter reading",
        description="The definition says design and/or collection. Some read it as design and collection.",
    )


class ListingSaid(Declared):
    """Whether the initiative has a public page before its first release."""

    is_listed: bool = Field(
        default=False,
        title="Show a public page of this initiative",
        description="With its release the page is public in any case.",
    )


class RoleGiven(Declared):
    """Who gets which role."""

    person: str = Field(title="Who")
    role: Role = Field(title="Which role", json_schema_extra=labelled(ROLES))


class RoleOffered(Declared):
    """Who from outside the organisation is asked to take which role."""

    email: Email = Field(title="E-mail address", description="The person gets a link that works once.", max_length=254)
    role: OutsideRole = Field(title="Which role", json_schema_extra=labelled(ROLES))
