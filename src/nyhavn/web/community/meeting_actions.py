"""Recording a meeting, all at once at its end: who was there, each item, and what follows from it."""

from collections.abc import Iterator
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.community_body import (
    BodyRules,
    Outcome,
    Proposal,
    ballot_reasons,
    check_present,
    has_quorum,
    outcome_of,
)
from nyhavn.framework.community_consent import check_body_decides
from nyhavn.framework.community_matters import Aim, told_on
from nyhavn.framework.community_standing import CommunityStep, limits
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.community.actions import enact, hold
from nyhavn.web.community.meeting_asks import MeetingSaid, PointSaid
from nyhavn.web.community.models import Dissent, Meeting, MeetingItem, Presence
from nyhavn.web.community.points import Point, point_sent
from nyhavn.web.community.queries import charter_on, matter_decisions, members_on, rules_in
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_queries import lines_of


def record_meeting(*, by: User, on: CommunityBody, said: MeetingSaid) -> Meeting:
    """Record a meeting with everything that was decided in it. Sent twice, it is recorded once. Raises Refusal."""
    sent = uuid5(on.uuid, said.sent.lower()) if said.sent else uuid4()  # a page belongs to one body
    with transaction.atomic():
        body = hold(on)
        known = Meeting.objects.filter(sent=sent).first()
        if known is not None:
            _check_same(known, said)
            return known
        check_body_decides(said.held_on, body.mandate_from, body.ended_on, timezone.localdate())
        rules, members = _rules(body, said), members_on(body, said.held_on).count()
        check_present(rules, members=members, present=said.present)
        reasons = list(_reasons(said))
        if reasons:
            raise Refusal(*reasons)
        made = _meeting(by, body, said, rules, members, sent)
        for number, point in enumerate(said.points, start=1):
            _record_point(by, made, rules, number, point)
        facts = {"items": len(said.points), "quorum": made.has_quorum}
        scope = body.initiative.uuid
        record("community-meeting-recorded", by=by, kind="community-body", on=body.uuid, scope=scope, facts=facts)
    return made


def _check_same(known: Meeting, said: MeetingSaid) -> None:
    """What was changed on the page after it had arrived is not lost without a word. Raises Refusal."""
    kept = (known.held_on, known.place_kind, known.present, known.minutes, [_kept(item) for item in known.items.all()])
    sent = (said.held_on, said.place_kind.value, said.present, said.minutes, [_sent(point) for point in said.points])
    if kept != sent:
        what = "This meeting is on record already, as it was sent before. What you changed since is not."
        do = "Copy what you changed. Another meeting puts right what is wrong."
        raise refusal("community-meeting-recorded", what, do=do)


def _kept(item: MeetingItem) -> tuple[object, ...]:
    dissent = tuple((one.words, one.is_public) for one in item.dissents.all())
    return item.result, item.votes_for, item.against, item.abstained, item.said, item.gave_no_reason, dissent


def _sent(point: PointSaid) -> tuple[object, ...]:
    dissent = tuple((words, point.dissent_is_public) for words in point.dissent)
    counted = (point.result.value, point.votes_for, point.against, point.abstained)
    return (*counted, point.said, point.gave_no_reason, dissent)


def _rules(body: CommunityBody, said: MeetingSaid) -> BodyRules:
    charter = charter_on(body, said.held_on)
    if charter is None:
        what = "It is not said yet how this body decides, so nobody can tell whether enough members are there."
        raise refusal("community-rules-missing", what, where="held_on", do="Say first how it decides.")
    return rules_in(charter)


def _reasons(said: MeetingSaid) -> Iterator[Reason]:
    """What is wrong with the record, item by item."""
    if len(set(said.members)) > said.present:
        what = "More members are ticked than people are counted."
        yield Reason("community-fewer-present-than-named", what, "present", "Count again.")
    for number, point in enumerate(said.points, start=1):
        where = f"item {number}"
        if not point.title:
            yield Reason("entry-missing", "What is asked is not written down.", where, "Please fill it in.")
        yield from ballot_reasons(
            point.ballot,
            present=said.present,
            where=where,
            dissent=len(point.dissent),
            gave_no_reason=point.gave_no_reason,
        )


def _meeting(by: User, body: CommunityBody, said: MeetingSaid, rules: BodyRules, members: int, sent: UUID) -> Meeting:
    made = Meeting.objects.create(
        body=body,
        held_on=said.held_on,
        place_kind=said.place_kind.value,
        present=said.present,
        members=members,
        needed=rules.needed(members),
        has_quorum=has_quorum(rules, members=members, present=said.present),
        minutes=said.minutes,
        sent=sent,
        recorded_by=by,
    )
    here = [member for member in members_on(body, said.held_on) if str(member.uuid) in said.members]
    Presence.objects.bulk_create(Presence(meeting=made, member=member) for member in here)
    return made


def _record_point(by: User, meeting: Meeting, rules: BodyRules, number: int, said: PointSaid) -> None:
    """One item: what was put, how it came out, who was against and why, and the decision that follows."""
    point = point_sent(meeting.body, said.on, said.title, said.words, meeting.held_on)
    outcome = outcome_of(rules, said.ballot, members=meeting.members, present=meeting.present)
    item = MeetingItem.objects.create(
        meeting=meeting,
        number=number,
        title=point.title,
        words=point.words,
        said=said.said,
        proposal=point.proposal.model_dump(mode="json"),
        result=said.result.value,
        votes_for=said.votes_for,
        against=said.against,
        abstained=said.abstained,
        gave_no_reason=said.gave_no_reason,
        outcome=outcome.value,
    )
    Dissent.objects.bulk_create(
        Dissent(item=item, words=words, is_public=said.dissent_is_public) for words in said.dissent
    )
    if point.row is not None and outcome in (Outcome.TAKEN, Outcome.NOT_TAKEN):
        point.row.settled_at = timezone.now()
        point.row.save(update_fields=["settled_at"])
    for proposal in _following(meeting, point, outcome):
        enact(by=by, body=meeting.body, proposal=proposal, decided_on=meeting.held_on, item=item)


def _following(meeting: Meeting, point: Point, outcome: Outcome) -> Iterator[Proposal]:
    """What binds from here on. A question is answered by its no as well. Nothing holds before it was decided."""
    proposal = point.proposal
    if proposal.starts_on < meeting.held_on:
        ends_on = proposal.ends_on and max(proposal.ends_on, meeting.held_on)
        proposal = proposal.model_copy(update={"starts_on": meeting.held_on, "ends_on": ends_on})
    if outcome is Outcome.TAKEN:
        if point.is_question and _vetoed_by_itself(meeting, proposal):
            yield proposal.model_copy(update={"step": CommunityStep.LIFTS_VETO})
        yield proposal
    elif outcome is Outcome.NOT_TAKEN and point.is_question:
        yield proposal.model_copy(update={"step": CommunityStep.VETOES})


def _vetoed_by_itself(meeting: Meeting, proposal: Proposal) -> bool:
    """Whether this body, or one whose place it took, had said no to exactly this."""
    line = lines_of(meeting.body.initiative)[meeting.body_id]
    told = told_on(matter_decisions(meeting.body.initiative), proposal.matter, meeting.held_on)
    aim = Aim(proposal.about, proposal.version)
    return any(one.body == line for one in limits(told, CommunityStep.VETOES, aim))
