"""An initiative as project metadata of PPSR-Core (core.citizenscience.org), as portals of citizen science exchange it.

Only what is known is said. Several fields are mandatory there that no initiative has to have here, such as a picture,
or coordinates, which could lead to people. They are left out and named; whoever sends the file on fills them or not.
Field names are those of PPSR-Core (2021); its texts and its schema are not used.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from nyhavn.exchange.bundle.canonical import readable_json
from nyhavn.framework.alignment import AlignmentRecord
from nyhavn.framework.alignment_making import check_names_nobody

# PPSR-Core wants one of its list of sciences; of that list this project chose the one that fits whatever it is about.
SCIENCE: Final = "Statistics"
ON_THE_WEB: Final = "Website"  # of its list of means of contact
UNKNOWN: Final = "Unknown"  # its word for the duration of a project without an end
MANDATORY: Final = (
    "contactPoint",
    "language",
    "projectAim",
    "projectDateCreated",
    "projectDescription",
    "projectDuration",
    "projectGeographicLocation",
    "projectId",
    "projectLastUpdatedDate",
    "projectMedia",
    "projectName",
    "projectResponsiblePartyContactEmail",
    "projectResponsiblePartyName",
    "projectScienceType",
    "projectStartDate",
    "projectStatus",
)


class ProjectStatus(StrEnum):
    """Its list of states."""

    NOT_STARTED = "Not yet started"
    ACTIVE = "Active"
    PERIODIC = "Periodically active"
    ON_HOLD = "On hold"
    COMPLETED = "Completed"
    ABANDONED = "Abandoned"


@dataclass(frozen=True)
class ProjectFacts:
    """What is known beside the record; None and "" where it is not.

    created_at: when the initiative was entered here. email: of the organisation, as it gave it for everybody.
    """

    created_at: datetime | None = None
    started_on: date | None = None
    ended_on: date | None = None
    status: ProjectStatus | None = None
    aim: str = ""
    email: str = ""
    keywords: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValueError("it would end before it starts")


@dataclass(frozen=True)
class PpsrCore:
    """The project. lacking: names of mandatory fields that nothing is known of."""

    project: dict[str, Any]
    lacking: tuple[str, ...]

    def written(self) -> bytes:
        """The file, as PPSR-Core lists projects."""
        return readable_json({"Project": [self.project]})


def ppsr_core(record: AlignmentRecord, facts: ProjectFacts, *, withheld: tuple[str, ...]) -> PpsrCore:
    """The project of a record that may leave: one can be had for no other.

    withheld: names of those who wish not to be named, looked for in what comes beside the record, too. Raises Refusal
    "alignment-names-somebody".
    """
    initiative = record.initiative
    said: dict[str, Any] = {
        "projectId": initiative.id.urn,
        "projectName": initiative.title,
        "projectAim": facts.aim,
        "projectDescription": initiative.summary,
        "projectUrl": initiative.address,
        "projectDateCreated": _moment(facts.created_at),
        "projectLastUpdatedDate": _moment(record.made_at),
        "projectStatus": facts.status.value if facts.status else "",
        "projectStartDate": _day(facts.started_on),
        "projectEndDate": _day(facts.ended_on),
        "projectDuration": _duration(facts),
        "projectScienceType": SCIENCE,
        "language": initiative.language,
        "projectLocality": initiative.place,
        "projectResponsiblePartyName": initiative.organisation,
        "projectResponsiblePartyContactEmail": facts.email,
        "keyword": ", ".join(facts.keywords),
        "contactPoint": _contact(record),
    }
    project = {name: value for name, value in said.items() if value}
    check_names_nobody(project, withheld)
    return PpsrCore(project, tuple(name for name in MANDATORY if name not in project))


def _contact(record: AlignmentRecord) -> dict[str, str]:
    """The page of the initiative: there people are reached as they wish to be."""
    if not record.initiative.organisation:
        return {}
    return {
        "contactName": record.initiative.organisation,
        "contactPointType": "organisation",
        "meansOfContact": ON_THE_WEB,
        "contactDetails": record.initiative.address,
    }


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _day(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def _duration(facts: ProjectFacts) -> str:
    """Days as ISO 8601 has them. Without an end nobody knows; without a beginning nothing is said."""
    if facts.started_on is None:
        return ""
    return f"P{(facts.ended_on - facts.started_on).days}D" if facts.ended_on else UNKNOWN
