"""A body of the community at work, as its people take the steps: rules, members, agenda, meetings."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from nyhavn.framework.community_body import DecidesBy, Matter, QuorumKind, Result
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.roles import Role
from nyhavn.web.community import actions
from nyhavn.web.community.asks import AgendaPut, CharterSaid, MatterSaid, MemberNamed
from nyhavn.web.community.meeting_actions import record_meeting
from nyhavn.web.community.meeting_asks import MeetingSaid, PointSaid
from nyhavn.web.community.meeting_models import PlaceKind
from nyhavn.web.community.models import AgendaItem, Meeting, Member
from nyhavn.web.consent.community_actions import name_body
from nyhavn.web.consent.community_asks import BodySaid
from nyhavn.web.consent.community_models import CommunityBody
from web.cast import Cast

FIRST_DAY = date(2025, 1, 7)


def today() -> date:
    return timezone.localdate()


def rules(**changes: object) -> CharterSaid:
    values: dict[str, object] = {
        "speaks_for": "Everybody in the village",
        "quorum": QuorumKind.NUMBER,
        "quorum_of": 5,
        "decides_by": DecidesBy.MAJORITY,
        "starts_on": FIRST_DAY,
    }
    return CharterSaid.model_validate(values | changes)


def named(village: Cast, name: str = "The assembly") -> CommunityBody:
    """A body of which nobody has said how it decides."""
    said = BodySaid(name=name, mandate="The village, on water.", decides_how="By vote.", mandate_from=FIRST_DAY)
    return name_body(by=village[Role.BOARD_MEMBER], on=village.initiative, said=said)


def assembly(village: Cast, name: str = "The assembly", **changes: object) -> CommunityBody:
    """A body that decides by majority when five are there."""
    made = named(village, name)
    actions.say_how_it_decides(by=village[Role.BOARD_MEMBER], on=made, said=rules(**changes))
    return made


def member(village: Cast, body: CommunityBody, name: str = "", **changes: object) -> Member:
    said = MemberNamed.model_validate({"name": name, "first_day": FIRST_DAY} | changes)
    return actions.name_member(by=village[Role.BOARD_MEMBER], on=body, said=said)


def put(village: Cast, body: CommunityBody, matter: Matter, step: CommunityStep, **changes: object) -> AgendaItem:
    """Something on the agenda, to hold from today on."""
    values = {"title": "Shall it be so?", "words": "Think well.", "matter": matter, "step": step, "starts_on": today()}
    return actions.put_on_agenda(
        by=village[Role.BOARD_MEMBER], on=body, said=AgendaPut.model_validate(values | changes)
    )


def point(on: str = "", **changes: object) -> PointSaid:
    """An item that everybody was for, unless said otherwise."""
    values = {"on": on, "title": "Shall it be so?", "result": Result.COUNTED, "votes_for": 5}
    return PointSaid.model_validate(values | changes)


def met(village: Cast, body: CommunityBody, *points: PointSaid, **changes: object) -> Meeting:
    """A meeting of five, today."""
    values = {"sent": str(uuid4()), "held_on": today(), "place_kind": PlaceKind.TOGETHER, "present": 5}
    said = MeetingSaid.model_validate(values | {"points": points} | changes)
    return record_meeting(by=village[Role.BOARD_MEMBER], on=body, said=said)


def decided(village: Cast, body: CommunityBody, matter: Matter, step: CommunityStep, **changes: object) -> Meeting:
    """A meeting that decides one thing."""
    item = put(village, body, matter, step, **changes)
    return met(village, body, point(f"agenda:{item.uuid}"))


def alone(village: Cast, body: CommunityBody, matter: Matter, step: CommunityStep, **changes: object) -> None:
    """A decision that somebody records without a meeting."""
    values = {"matter": matter, "step": step, "starts_on": today(), "decided_on": today(), "minutes": "Told me so."}
    said = MatterSaid.model_validate(values | changes)
    actions.record_matter(by=village[Role.COORDINATOR], on=body, said=said)
