"""What people say when they report harm, and what is said about what was done."""

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.incidents import IncidentKind, IncidentStep
from nyhavn.framework.roles import Role

LONGEST_TEXT = 5000
KINDS: JsonDict = {
    IncidentKind.HARM: "Somebody came to harm",
    IncidentKind.THREAT: "Somebody is threatened, or afraid",
    IncidentKind.DATA_BREACH: "Answers or papers were lost, stolen or seen by others",
    IncidentKind.PRESSURE: "Somebody was pressed to take part, to answer or to be silent",
    IncidentKind.OTHER: "Something else",
}
ABOUT: JsonDict = {
    Role.COORDINATOR: "Whoever coordinates it",
    Role.STEWARD: "Whoever looks after the data",
    Role.ENUMERATOR: "Somebody who asks the questions",
    Role.BOARD_MEMBER: "Somebody who speaks for the community",
    Role.APPROVER: "Whoever approves what is published",
    Role.ASSESSOR: "Somebody who judges it from outside",
    Role.OUTSIDE_BODY: "Somebody who hears complaints from outside",
}
DONE: dict[IncidentStep, str] = {
    IncidentStep.ACKNOWLEDGE: "Read, and somebody acts on it",
    IncidentStep.TELL_AUTHORITY: "The data protection authority",
    IncidentStep.CLOSE: "Closed",
}


class IncidentSaid(Declared):
    """What happened, in the words of whoever reports it."""

    kind: IncidentKind = Field(title="What is it?", json_schema_extra={"labels": KINDS})
    words: str = Field(
        title="What happened?",
        description="Nobody sees who writes this, unless you say it here. If you want an answer, say how you can be "
        "reached without danger.",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 6, "personal": True},
    )
    about: tuple[Role, ...] = Field(
        default=(),
        title="Whom is it about?",
        description="Nobody in these roles is shown it. Leave it empty if it is about none of them.",
        json_schema_extra={"labels": ABOUT},
    )


class ActSaid(Declared):
    """What was done, for those who may read the incident."""

    words: str = Field(
        title="What was done, and what follows",
        description="Those who may read the incident read this.",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 4},
    )


class AuthoritySaid(Declared):
    """What the data protection authority was told, or why it need not be."""

    words: str = Field(
        title="Which authority was told what, and when; or why it need not be told",
        description="A breach need not be told only where it is unlikely to result in a risk to anybody.",
        min_length=3,
        max_length=LONGEST_TEXT,
        json_schema_extra={"lines": 4},
    )
