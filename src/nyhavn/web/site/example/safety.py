"""Who could be hurt by the example: two dangers on record, and what its questionnaire asks about."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Role
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.safety.queries import register_of
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import People

LOOKED_AT_AGAIN = timedelta(days=180)
RISKS: tuple[Mapping[str, Any], ...] = (
    {
        "harm": "Somebody at home hears answers about disability, and holds them against the person.",
        "at_risk": "person",
        "likelihood": "possible",
        "severity": "serious",
        "mitigation": "The person chooses where to answer. Who asks leaves when somebody comes in, and never insists.",
    },
    {
        "harm": "A district is blamed for what its figures show, or a group in it.",
        "at_risk": "group",
        "likelihood": "possible",
        "severity": "noticeable",
        "mitigation": "Small groups are hidden, limits stand beside figures, and the federation sees results first.",
    },
)


def think_of_harm(people: People, initiative: str, today: date) -> UUID | None:
    """The risks, each with somebody who answers for it; gives the first one."""
    made: list[UUID | None] = []
    for risk in RISKS:
        said = {**risk, "owner": str(people[Role.STEWARD].uuid), "review_date": today + LOOKED_AT_AGAIN}
        made.append(do(people.coordinator, "initiative.write-risk", said, initiative=initiative).made)
    return made[0]


def answer_what_is_asked(people: People, initiative: str, risk: UUID | None) -> None:
    """Questionnaire and plan ask about dangers; that risk answers what nobody looked at yet."""
    asked = register_of(Initiative.objects.get(slug=initiative)).open_prompts
    answer = {"prompts": asked, "risk": str(risk)}
    do(people.coordinator, "initiative.answer-prompts", answer, initiative=initiative)
