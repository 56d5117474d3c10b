"""What can be done with a body, and what can be read of it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.community import actions, asks
from nyhavn.web.community.meeting_actions import record_meeting
from nyhavn.web.community.meeting_asks import MeetingSaid
from nyhavn.web.community.models import AgendaItem, Member
from nyhavn.web.community.points import Point, point_of_row, point_waiting
from nyhavn.web.community.queries import agenda_of, members_on
from nyhavn.web.community.showing import (
    BoardShown,
    DecidedShown,
    MeetingsShown,
    board_shown,
    decided_shown,
    meetings_shown,
)
from nyhavn.web.community.subjects import AGENDA_ITEM, BODY, MEMBER, board_home
from nyhavn.web.community.waiting_for_board import for_board
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading

_MAY = Right.RECORD_COMMUNITY_DECISION


def _charter(by: User, on: CommunityBody, said: asks.CharterSaid) -> Done:
    made = actions.say_how_it_decides(by=by, on=on, said=said)
    return Done("How it decides is on record.", made=made.uuid)


def _member(by: User, on: CommunityBody, said: asks.MemberNamed) -> Done:
    made = actions.name_member(by=by, on=on, said=said)
    return Done("The member is on record.", made=made.uuid)


def _change(by: User, on: Member, said: asks.MemberChanged) -> Done:
    actions.change_member(by=by, on=on, said=said)
    return Done("Saved.")


def _put(by: User, on: CommunityBody, said: asks.AgendaPut) -> Done:
    made = actions.put_on_agenda(by=by, on=on, said=said)
    return Done("It is on the agenda of the next meeting.", made=made.uuid)


def _take_off(by: User, on: AgendaItem, said: Confirmed) -> Done:
    actions.take_off_agenda(by=by, on=on)
    return Done("It is off the agenda.")


def _matter(by: User, on: CommunityBody, said: asks.MatterSaid) -> Done:
    actions.record_matter(by=by, on=on, said=said)
    return Done("The decision is on record, as one that was taken without a meeting.")


def _meeting(by: User, on: CommunityBody, said: MeetingSaid) -> Done:
    made = record_meeting(by=by, on=on, said=said)
    message = (
        _("The meeting is on record.")
        if made.has_quorum
        else _("The meeting is on record. Too few members were there, so nothing was decided.")
    )
    return Done(message, at=f"{board_home(on.initiative)}meetings/#meeting-{made.uuid}", made=made.uuid)


def _accounts(on: CommunityBody) -> dict[str, Choices]:
    people = {str(role.user.uuid): role.user.name for role in on.initiative.roles.select_related("user")}
    return {"account": tuple(people.items())}


def _said_before(on: Member) -> Mapping[str, Any]:
    account = str(on.account.uuid) if on.account else ""
    return {"name": on.name, "account": account, "last_day": on.last_day}


def agenda(on: CommunityBody) -> tuple[Point, ...]:
    """What a meeting is asked today: what waits and can be answered, then what people put on the agenda."""
    today = timezone.localdate()
    waiting = (point_waiting(item, today) for item in for_board(on.initiative) if item.key)
    return (*waiting, *(point_of_row(row) for row in agenda_of(on)))


def _open_meeting(on: CommunityBody) -> Mapping[str, Any]:
    points = [{"on": one.key, "title": one.title, "words": one.words} for one in agenda(on)]
    return {"sent": str(uuid4()), "held_on": timezone.localdate(), "points": points}


def _members(on: CommunityBody) -> dict[str, Choices]:
    """Only those who wish to be named can be ticked by name."""
    named = members_on(on, timezone.localdate()).exclude(name="")
    return {"members": tuple((str(member.uuid), member.name) for member in named)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "say-how-it-decides",
        "Say how this body decides",
        _MAY,
        BODY,
        _charter,
        asks=asks.CharterSaid,
        lead="Without enough members nothing is decided. These rules stay on record; new ones hold from tomorrow.",
        button="Record it",
    ),
    Operation(
        "name-member",
        "Record a member of this body",
        _MAY,
        BODY,
        _member,
        asks=asks.MemberNamed,
        lead="A seat needs no name. A name stands here only by the wish of the person, and can be taken away any time.",
        button="Record it",
        choices=_accounts,
    ),
    Operation(
        "change",
        "Change what is said about this member",
        _MAY,
        MEMBER,
        _change,
        asks=asks.MemberChanged,
        lead="The seat stays on record, because past meetings were counted with it.",
        button="Save",
        current=_said_before,
        choices=lambda on: _accounts(on.body),
    ),
    Operation(
        "put-on-agenda",
        "Put something on the agenda",
        _MAY,
        BODY,
        _put,
        asks=asks.AgendaPut,
        lead="The next meeting decides about it. Nothing changes before.",
        button="Put it on the agenda",
    ),
    Operation(
        "take-off",
        "Take this off the agenda",
        _MAY,
        AGENDA_ITEM,
        _take_off,
        lead="It is not put to the next meeting. The record of what was done shows that it was.",
        button="Take it off",
    ),
    Operation(
        "record-matter",
        "Record a decision that was taken without a meeting",
        _MAY,
        BODY,
        _matter,
        asks=asks.MatterSaid,
        lead="It is marked as taken without a meeting. It cannot lift what this body decided in one.",
        button="Record it",
    ),
    Operation(
        "hold-meeting",
        "Hold a meeting",
        _MAY,
        BODY,
        _meeting,
        asks=MeetingSaid,
        button="Record the meeting",
        current=_open_meeting,
        choices=_members,
        template="community/meeting.html",
        leaves_nothing=True,
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("board", "What waits for the board", _MAY, INITIATIVE, BoardShown, board_shown),
    Reading("meetings", "Meetings of the community's bodies", _MAY, INITIATIVE, MeetingsShown, meetings_shown),
    Reading(
        "community-binding",
        "What the community decided about openings, releases, categories and protection",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        DecidedShown,
        decided_shown,
    ),
)
