"""Saying how a body decides, naming its members, putting something on its agenda, recording what it decided."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.community_body import Matter, Proposal
from nyhavn.framework.community_consent import check_body_decides
from nyhavn.framework.community_matters import MatterDecision
from nyhavn.framework.community_standing import meeting_reasons
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.community import asks
from nyhavn.web.community.models import AgendaItem, Charter, MeetingItem, Member
from nyhavn.web.community.models import MatterDecision as Stored
from nyhavn.web.community.queries import matter_decisions
from nyhavn.web.consent.community_actions import record_decision
from nyhavn.web.consent.community_asks import DecisionSaid
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_queries import lines_of

IN_THE_RECORD_OF_A_MEETING = "See the minutes of the meeting."


def say_how_it_decides(*, by: User, on: CommunityBody, said: asks.CharterSaid) -> Charter:
    """Record how a body decides from a day on. New rules never reach a day that has begun. Raises Refusal."""
    with transaction.atomic():
        body = hold(on)
        tomorrow = timezone.localdate() + timedelta(days=1)
        earliest = tomorrow if body.charters.exists() else body.mandate_from
        if said.starts_on < earliest:
            what = f"These rules can hold from {earliest.isoformat()} on."
            do = "Choose a later day. What was decided under other rules stays decided."
            raise refusal("community-rules-too-soon", what, where="starts_on", do=do)
        if body.charters.filter(starts_on=said.starts_on).exists():
            what = "There are rules from this day on already."
            raise refusal("community-rules-too-soon", what, where="starts_on", do="Choose the day after it.")
        made = Charter.objects.create(
            body=body,
            speaks_for=said.speaks_for,
            quorum=said.quorum.value,
            quorum_of=said.quorum_of,
            decides_by=said.decides_by.value,
            is_named=said.is_named,
            starts_on=said.starts_on,
            recorded_by=by,
        )
        facts: dict[str, Fact] = {"quorum": made.quorum, "of": made.quorum_of, "decides by": made.decides_by}
        _record("community-rules-said", by, body, facts)
    return made


def name_member(*, by: User, on: CommunityBody, said: asks.MemberNamed) -> Member:
    """Record a seat. Raises Refusal."""
    with transaction.atomic():
        body = hold(on)
        _check_last_day(said.last_day, said.first_day)
        made = Member.objects.create(
            body=body,
            name=said.name,
            account=_account(body, said.account),
            first_day=said.first_day,
            last_day=said.last_day,
        )
        _record("community-member-named", by, body)
    return made


def change_member(*, by: User, on: Member, said: asks.MemberChanged) -> None:
    """Change or take away the name and the account of a seat, or say when its term ends. Raises Refusal."""
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).select_related("body__initiative").get(id=on.id)
        if said.last_day != member.last_day:
            _check_last_day(said.last_day, member.first_day, before=member.last_day)
        member.name, member.account = said.name, _account(member.body, said.account, but=member)
        member.last_day = said.last_day
        member.save(update_fields=["name", "account", "last_day"])
        _record("community-member-changed", by, member.body)


def _check_last_day(last_day: date | None, first_day: date, *, before: date | None = None) -> None:
    """A term that ends in the past would make a quorum smaller than it was."""
    if last_day is not None and last_day < first_day:
        what, do = "The last day is before the first day.", "Please check both."
        raise refusal("community-term-days", what, where="last_day", do=do)
    today = timezone.localdate()
    if (last_day is not None and last_day < today) or (before is not None and before < today):
        what = "A term ends today or later: past meetings were counted with this member."
        raise refusal("community-term-days", what, where="last_day", do="Choose today, or a later day.")


def _account(body: CommunityBody, uuid: str, *, but: Member | None = None) -> User | None:
    """The account of somebody with a role here, who has no other seat in this body."""
    if not uuid:
        return None
    people = (role.user for role in body.initiative.roles.select_related("user"))
    found = next((user for user in people if str(user.uuid) == uuid), None)
    if found is None:
        what = "This account has no role in the initiative."
        raise refusal("community-account-unknown", what, where="account", do="Choose another one, or none.")
    others = body.members.filter(account=found, last_day=None)
    if (others.exclude(id=but.id) if but else others).exists():
        what = "This account has a seat in this body already."
        raise refusal("community-account-sits", what, where="account", do="One person has one seat.")
    return found


def put_on_agenda(*, by: User, on: CommunityBody, said: asks.AgendaPut) -> AgendaItem:
    """Put something to the next meeting. Raises Refusal."""
    with transaction.atomic():
        body = hold(on)
        if body.ended_on is not None:
            what = "This body has ended."
            raise refusal("community-body-ended", what, do="Put it to the body that follows it.")
        content = said.proposal().model_dump(mode="json")
        made = AgendaItem.objects.create(body=body, title=said.title, words=said.words, proposal=content, put_by=by)
        _record("community-agenda-put", by, body, {"matter": said.matter.value, "step": said.step.value})
    return made


def take_off_agenda(*, by: User, on: AgendaItem) -> None:
    """It is not put to the meeting any more. Raises Refusal."""
    with transaction.atomic():
        item = AgendaItem.objects.select_for_update(of=("self",)).select_related("body__initiative").get(id=on.id)
        if item.settled_at is not None:
            raise refusal("community-agenda-settled", "This is off the agenda.", do="Nothing needs to be done.")
        item.settled_at = timezone.now()
        item.save(update_fields=["settled_at"])
        _record("community-agenda-taken-off", by, item.body)


def record_matter(*, by: User, on: CommunityBody, said: asks.MatterSaid) -> None:
    """Record what a body decided without a meeting. Raises Refusal."""
    with transaction.atomic():
        body = hold(on)
        enact(by=by, body=body, proposal=said.proposal(), decided_on=said.decided_on, minutes=said.minutes)


def enact(
    *,
    by: User,
    body: CommunityBody,
    proposal: Proposal,
    decided_on: date,
    minutes: str = IN_THE_RECORD_OF_A_MEETING,
    item: MeetingItem | None = None,
) -> None:
    """Let a decision bind. item: of the meeting with a quorum; None without one. Call it in a transaction.

    What is about a use is recorded where consent looks for it, and nowhere else. Raises Refusal.
    """
    if proposal.matter is Matter.USE:
        own = {name: getattr(proposal, name) for name in ("step", "purposes", "recipients", "starts_on", "ends_on")}
        said = DecisionSaid.model_validate({**own, "decided_on": decided_on, "minutes": minutes})
        record_decision(by=by, on=body, said=said, decided_in=item.uuid if item else None)
        return
    check_body_decides(decided_on, body.mandate_from, body.ended_on, timezone.localdate())
    reasons = meeting_reasons(matter_decisions(body.initiative), _value(body, proposal, in_meeting=item is not None))
    if reasons:
        raise Refusal(*reasons)
    own = {name: getattr(proposal, name) for name in ("about", "version", "threshold", "starts_on", "ends_on")}
    Stored.objects.create(
        body=body,
        item=item,
        matter=proposal.matter.value,
        step=proposal.step.value,
        decided_on=decided_on,
        minutes=minutes,
        recorded_by=by,
        **own,
    )
    facts = {"matter": proposal.matter.value, "step": proposal.step.value, "meeting": item is not None}
    _record("community-decision-recorded", by, body, facts)


def _value(body: CommunityBody, proposal: Proposal, *, in_meeting: bool) -> MatterDecision:
    return MatterDecision(
        body=lines_of(body.initiative)[body.id],
        matter=proposal.matter,
        step=proposal.step,
        about=proposal.about,
        version=proposal.version,
        threshold=proposal.threshold,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        at=timezone.now(),
        in_meeting=in_meeting,
    )


def hold(body: CommunityBody) -> CommunityBody:
    """The body, held for this transaction."""
    held = CommunityBody.objects.select_for_update(of=("self",)).select_related("initiative")
    return held.get(id=body.id)


def _record(action: str, by: User, body: CommunityBody, facts: Mapping[str, Fact] | None = None) -> None:
    record(action, by=by, kind="community-body", on=body.uuid, scope=body.initiative.uuid, facts=facts)
