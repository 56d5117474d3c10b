"""What bodies have on record, as a plan carries it to a release."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.community_body import Matter, Outcome, Proposal
from nyhavn.framework.community_record import BodyOnRecord, CommunityRecord, ItemOnRecord
from nyhavn.web.community.models import MatterDecision, MeetingItem
from nyhavn.web.community.queries import charter_on
from nyhavn.web.consent.community_models import CommunityBody, CommunityDecision
from nyhavn.web.consent.community_queries import lines_of
from nyhavn.web.initiatives.models import Initiative

Moment = tuple[datetime, int]  # and the number of the row, for those of one transaction
Found = Iterator[tuple[Moment, ItemOnRecord]]


def community_record(initiative: Initiative) -> CommunityRecord | None:
    """Everything on record; None where no body is. The order is that in which things were recorded."""
    bodies = list(CommunityBody.objects.filter(initiative=initiative).order_by("id"))
    if not bodies:
        return None
    lines = lines_of(initiative)
    items = _items(initiative)
    found = sorted((*_uses(initiative, items), *_matters(initiative), *_undecided(items)), key=lambda pair: pair[0])
    return CommunityRecord(body=tuple(_body(body, lines) for body in bodies), item=tuple(one for _, one in found))


def _body(body: CommunityBody, lines: Mapping[int, UUID]) -> BodyOnRecord:
    """A body that does not wish to be named has no name in anything that leaves this site."""
    charter = charter_on(body, timezone.localdate())
    named = charter if charter is not None and charter.is_named else None
    return BodyOnRecord(
        body=body.uuid,
        line=lines[body.id],
        name=body.name if named else "",
        speaks_for=named.speaks_for if named else "",
        mandate=body.mandate if named else "on record",
        mandate_from=body.mandate_from,
        ended_on=body.ended_on,
    )


def _items(initiative: Initiative) -> Mapping[UUID, MeetingItem]:
    found = MeetingItem.objects.filter(meeting__body__initiative=initiative).select_related("meeting__body")
    return {item.uuid: item for item in found.prefetch_related("dissents")}


def _uses(initiative: Initiative, items: Mapping[UUID, MeetingItem]) -> Found:
    for one in CommunityDecision.objects.filter(body__initiative=initiative).select_related("body").order_by("id"):
        content = {name: getattr(one, name) for name in ("step", "purposes", "recipients", "starts_on", "ends_on")}
        proposal = Proposal.model_validate({"matter": Matter.USE, **content})
        item = items.get(one.decided_in) if one.decided_in else None
        yield (one.created_at, one.id), _recorded(one.body.uuid, one, proposal, item)


def _matters(initiative: Initiative) -> Found:
    found = MatterDecision.objects.filter(body__initiative=initiative).select_related("body", "item__meeting")
    names = ("matter", "step", "about", "version", "threshold", "starts_on", "ends_on")
    for one in found.exclude(matter=Matter.OTHER).prefetch_related("item__dissents").order_by("id"):
        proposal = Proposal.model_validate({name: getattr(one, name) for name in names})
        yield (one.created_at, one.id), _recorded(one.body.uuid, one, proposal, one.item)


def _undecided(items: Mapping[UUID, MeetingItem]) -> Found:
    """What a body was asked and did not decide, or answered with a no that binds nothing."""
    for item in items.values():
        proposal = Proposal.model_validate(item.proposal)
        if item.outcome == Outcome.TAKEN or proposal.matter is Matter.OTHER or item.decisions.exists():
            continue
        kept = ItemOnRecord(
            body=item.meeting.body.uuid,
            decided_on=item.meeting.held_on,
            proposal=proposal,
            outcome=Outcome(item.outcome),
            **_of_meeting(item),
        )
        yield (item.meeting.created_at, item.id), kept


def _recorded(
    body: UUID, one: CommunityDecision | MatterDecision, proposal: Proposal, item: MeetingItem | None
) -> ItemOnRecord:
    met = _of_meeting(item) if item else {}
    return ItemOnRecord(body=body, decided_on=one.decided_on, proposal=proposal, **met)


def _of_meeting(item: MeetingItem) -> dict[str, object]:
    """What the meeting adds. Reasons leave this site only where whoever gave them wanted it."""
    dissents = list(item.dissents.all())
    return {
        "meeting": True,
        "present": item.meeting.present,
        "needed": item.meeting.needed,
        "against": item.against > 0,
        "dissent": tuple(one.words for one in dissents if one.is_public),
        "unread": any(not one.is_public for one in dissents),
        "no_reason": item.gave_no_reason,
    }
