"""What pages and interface show of bodies, meetings and what they decided."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.community_body import DecidesBy, Matter, Outcome, QuorumKind, Result
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.declared import Declared
from nyhavn.web.community.meeting_models import PlaceKind
from nyhavn.web.community.models import AgendaItem, Meeting, MeetingItem
from nyhavn.web.community.models import MatterDecision as Stored
from nyhavn.web.community.queries import agenda_of, charter_on, meetings_in, members_on, rules_in, speaking
from nyhavn.web.community.waiting_for_board import ForBoard, for_board
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.models import Initiative


class WaitsShown(Declared):
    """One thing that waits. key: "" if a meeting cannot answer it."""

    title: str
    words: str
    key: str
    href: str
    since: date | None


class AgendaShown(Declared):
    """Something that people put on the agenda."""

    uuid: UUID
    title: str
    words: str


class RulesShown(Declared):
    """How a body decides today. needed: how many members a meeting today needs."""

    speaks_for: str
    quorum: QuorumKind
    quorum_of: int
    decides_by: DecidesBy
    needed: int


class SittingShown(Declared):
    """A body that can meet. members: number of seats. rules: None if nobody said how it decides."""

    uuid: UUID
    name: str
    mandate: str
    members: int
    rules: RulesShown | None
    agenda: tuple[AgendaShown, ...]


class BoardShown(Declared):
    """What waits for the bodies, and the bodies that can meet about it."""

    waiting: tuple[WaitsShown, ...]
    bodies: tuple[SittingShown, ...]


class DecisionTaken(Declared):
    """A decision about something else than a use. The number of a policy is not shown: it is restricted."""

    uuid: UUID
    body: str
    matter: Matter
    step: CommunityStep
    about: str
    version: str
    starts_on: date
    ends_on: date | None
    decided_on: date
    in_meeting: bool


class DecidedShown(Declared):
    """Everything of that kind, the newest first."""

    decisions: tuple[DecisionTaken, ...]


class ItemShown(Declared):
    """One item of a meeting. dissent: why some were against it, in their words."""

    uuid: UUID
    number: int
    title: str
    words: str
    said: str
    result: Result
    votes_for: int
    against: int
    abstained: int
    outcome: Outcome
    dissent: tuple[str, ...]
    gave_no_reason: bool


class MeetingShown(Declared):
    """One meeting. named: members who wish it to be written down that they were there."""

    uuid: UUID
    body: str
    held_on: date
    recorded_on: date
    place_kind: PlaceKind
    present: int
    members: int
    needed: int
    has_quorum: bool
    named: tuple[str, ...]
    minutes: str
    items: tuple[ItemShown, ...]


class MeetingsShown(Declared):
    """All meetings, the newest first."""

    meetings: tuple[MeetingShown, ...]


def board_shown(initiative: Initiative) -> BoardShown:
    """Everything that waits for the bodies of an initiative."""
    return BoardShown(
        waiting=tuple(_waits(item) for item in for_board(initiative)),
        bodies=tuple(sitting(body) for body in speaking(initiative)),
    )


def _waits(item: ForBoard) -> WaitsShown:
    return WaitsShown(title=item.title, words=item.words, key=item.key, href=item.href, since=item.since)


def sitting(body: CommunityBody) -> SittingShown:
    """A body as it stands today."""
    today = timezone.localdate()
    members, charter = members_on(body, today).count(), charter_on(body, today)
    return SittingShown(
        uuid=body.uuid,
        name=body.name,
        mandate=body.mandate,
        members=members,
        rules=RulesShown(
            speaks_for=charter.speaks_for,
            quorum=QuorumKind(charter.quorum),
            quorum_of=charter.quorum_of,
            decides_by=DecidesBy(charter.decides_by),
            needed=rules_in(charter).needed(members),
        )
        if charter
        else None,
        agenda=tuple(_put(row) for row in agenda_of(body)),
    )


def _put(row: AgendaItem) -> AgendaShown:
    return AgendaShown(uuid=row.uuid, title=row.title, words=row.words)


def decided_shown(initiative: Initiative) -> DecidedShown:
    """What was decided beside uses."""
    stored = Stored.objects.filter(body__initiative=initiative).exclude(matter=Matter.OTHER).select_related("body")
    return DecidedShown(decisions=tuple(_taken(one) for one in stored.order_by("-id")))


def _taken(one: Stored) -> DecisionTaken:
    return DecisionTaken(
        uuid=one.uuid,
        body=one.body.name,
        matter=Matter(one.matter),
        step=CommunityStep(one.step),
        about=one.about,
        version=one.version,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        decided_on=one.decided_on,
        in_meeting=one.item_id is not None,
    )


def meetings_shown(initiative: Initiative) -> MeetingsShown:
    """All meetings of an initiative."""
    return MeetingsShown(meetings=tuple(_meeting(one) for one in meetings_in(initiative)))


def _meeting(one: Meeting) -> MeetingShown:
    return MeetingShown(
        uuid=one.uuid,
        body=one.body.name,
        held_on=one.held_on,
        recorded_on=timezone.localdate(one.created_at),
        place_kind=PlaceKind(one.place_kind),
        present=one.present,
        members=one.members,
        needed=one.needed,
        has_quorum=one.has_quorum,
        named=tuple(here.member.name for here in one.presences.all() if here.member.name),
        minutes=one.minutes,
        items=tuple(_item(item) for item in one.items.all()),
    )


def _item(item: MeetingItem) -> ItemShown:
    return ItemShown(
        uuid=item.uuid,
        number=item.number,
        title=item.title,
        words=item.words,
        said=item.said,
        result=Result(item.result),
        votes_for=item.votes_for,
        against=item.against,
        abstained=item.abstained,
        outcome=Outcome(item.outcome),
        dissent=tuple(one.words for one in item.dissents.all()),
        gave_no_reason=item.gave_no_reason,
    )
