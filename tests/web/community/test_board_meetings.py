"""A meeting is recorded at once at its end: quorum, votes, dissent, and what follows from them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from nyhavn.framework.community_body import Matter, Outcome, QuorumKind, Result
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.community.actions import change_member, say_how_it_decides, take_off_agenda
from nyhavn.web.community.asks import MemberChanged
from nyhavn.web.community.models import AgendaItem, Dissent, MatterDecision, Meeting, MeetingItem, Member
from nyhavn.web.community.queries import agenda_of, charter_on, floor_in, matter_decisions, members_on
from nyhavn.web.consent.community_actions import end_body, record_decision
from nyhavn.web.consent.community_asks import BodyEnded, DecisionSaid
from nyhavn.web.consent.community_queries import community_against
from nyhavn.web.consent.models import CommunityDecision
from nyhavn.web.pages.added_only import SAYS
from web import board
from web.cast import Cast

pytestmark = pytest.mark.django_db
STEP = CommunityStep


def test_what_a_meeting_decides_points_at_the_meeting(village: Cast) -> None:
    assembly = board.assembly(village)
    meeting = board.decided(village, assembly, Matter.OPENING, STEP.VETOES)
    item = meeting.items.get()
    assert (item.outcome, meeting.has_quorum) == (Outcome.TAKEN, True)
    assert MatterDecision.objects.get().item == item
    assert not agenda_of(assembly).exists()
    board.alone(village, assembly, Matter.RELEASE, STEP.VETOES)
    assert [one.in_meeting for one in matter_decisions(village.initiative)] == [True, False]


@pytest.mark.parametrize("recipients", [(), ("office", "press"), (" ",), ("office", "school")])
def test_nobody_alone_agrees_to_a_use_for_which_a_meeting_asked_to_be_asked(
    village: Cast, recipients: tuple[str, ...]
) -> None:
    assembly = board.assembly(village)
    use = {"purposes": (Purpose.STATISTICS_OFFICE,)}
    board.decided(village, assembly, Matter.USE, STEP.NEEDS_AGREEMENT, recipients=("office", "press"), **use)
    with pytest.raises(Refusal) as refused:
        board.alone(village, assembly, Matter.USE, STEP.AGREES, recipients=recipients, **use)
    assert refused.value.codes == ("community-lift-needs-meeting",)
    board.alone(village, assembly, Matter.USE, STEP.AGREES, recipients=("school",), **use)
    board.decided(village, assembly, Matter.USE, STEP.AGREES, recipients=recipients, **use)


def test_a_use_decided_in_a_meeting_stands_where_consent_looks_for_it(village: Cast) -> None:
    assembly = board.assembly(village)
    purposes = (Purpose.STATISTICS_OFFICE,)
    meeting = board.decided(village, assembly, Matter.USE, STEP.VETOES, purposes=purposes)
    assert CommunityDecision.objects.get().decided_in == meeting.items.get().uuid
    assert not MatterDecision.objects.exists()
    found = community_against(village.initiative, purposes, board.today())
    assert [one.code for one in found] == ["community-vetoed"]


def test_too_few_decide_nothing_and_the_minutes_say_so(village: Cast) -> None:
    assembly = board.assembly(village)
    item = board.put(village, assembly, Matter.OPENING, STEP.VETOES)
    meeting = board.met(village, assembly, board.point(f"agenda:{item.uuid}", votes_for=4), present=4)
    assert (meeting.has_quorum, meeting.items.get().outcome) == (False, Outcome.NO_QUORUM)
    assert not matter_decisions(village.initiative)
    assert agenda_of(assembly).get() == item  # it is put to the next one
    board.met(village, assembly, board.point(f"agenda:{item.uuid}"))
    assert len(matter_decisions(village.initiative)) == 1


def test_a_share_is_of_the_members_on_that_day(village: Cast) -> None:
    assembly = board.assembly(village, quorum=QuorumKind.SHARE, quorum_of=50)
    seats = [board.member(village, assembly) for _ in range(8)]
    assert board.met(village, assembly, present=4).has_quorum
    assert not board.met(village, assembly, present=3).has_quorum
    with pytest.raises(Refusal) as refused:
        board.met(village, assembly, present=9)
    assert refused.value.codes == ("community-more-present-than-members",)
    gone = MemberChanged(last_day=board.today())
    change_member(by=village[Role.COORDINATOR], on=seats[0], said=gone)
    assert members_on(assembly, board.today()).count() == 8  # to the end of the day
    assert members_on(assembly, board.today() + timedelta(1)).count() == 7


def test_a_no_to_a_question_binds_and_a_later_yes_lifts_it(village: Cast) -> None:
    assembly = board.assembly(village)
    no = board.point("opening", votes_for=1, against=4, dissent=("The season of floods is near.",))
    assert board.met(village, assembly, no).items.get().outcome == Outcome.NOT_TAKEN
    assert [one.step for one in matter_decisions(village.initiative)] == [STEP.VETOES]
    board.met(village, assembly, board.point("opening"))
    assert [one.step for one in matter_decisions(village.initiative)] == [STEP.VETOES, STEP.LIFTS_VETO, STEP.AGREES]


def test_what_is_not_carried_on_an_agenda_binds_nothing(village: Cast) -> None:
    assembly = board.assembly(village)
    item = board.put(village, assembly, Matter.OPENING, STEP.VETOES)
    board.met(village, assembly, board.point(f"agenda:{item.uuid}", votes_for=2, against=2, gave_no_reason=True))
    assert not matter_decisions(village.initiative)
    assert not agenda_of(assembly).exists()


def test_a_decision_never_holds_before_the_day_of_its_meeting(village: Cast) -> None:
    assembly = board.assembly(village)
    early = board.today() - timedelta(days=90)
    board.decided(village, assembly, Matter.OPENING, STEP.VETOES, starts_on=early)
    assert matter_decisions(village.initiative)[0].starts_on == board.today()


def test_sent_twice_it_is_recorded_once(village: Cast) -> None:
    """The connection may drop after the site has it and before the answer is back."""
    assembly = board.assembly(village)
    sent = str(uuid4())
    first = board.met(village, assembly, board.point("opening"), sent=sent)
    assert board.met(village, assembly, board.point("opening"), sent=sent) == first
    against = {"votes_for": 3, "against": 2, "dissent": ("The floods.", "No road."), "said": "Long."}
    other = board.met(village, assembly, board.point(**against), minutes="M.", sent=(late := str(uuid4())))
    assert board.met(village, assembly, board.point(**against), minutes="M.", sent=late) == other
    assert (Meeting.objects.count(), MeetingItem.objects.count()) == (2, 2)
    assert [one.matter for one in matter_decisions(village.initiative)] == [Matter.OPENING, Matter.OTHER]
    with pytest.raises(Refusal) as refused:  # changed while nobody knew that it had arrived
        board.met(village, assembly, board.point("opening", votes_for=4), sent=sent)
    assert refused.value.codes == ("community-meeting-recorded",)


def test_a_page_of_one_body_sent_to_another_is_a_meeting_of_its_own(village: Cast) -> None:
    sent, one, other = str(uuid4()), board.assembly(village), board.assembly(village, "The women's group")
    assert board.met(village, one, sent=sent) != board.met(village, other, sent=sent)
    assert board.met(village, other, sent=sent.upper()) == Meeting.objects.get(body=other)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    "key",
    ["coding", "coding:water", "coding: : ", f"release:{'x' * 201}:1", f"release:water:{'1' * 41}", "release:a:b:c"],
)
def test_a_key_that_asks_for_nothing_that_could_be_decided_is_kept_as_words(village: Cast, key: str) -> None:
    assembly = board.assembly(village)
    meeting = board.met(
        village, assembly, board.point(key, title="Shall it be so?", votes_for=0, against=5, gave_no_reason=True)
    )
    assert meeting.items.get().title == "Shall it be so?"
    assert {one.matter for one in matter_decisions(village.initiative)} <= {Matter.OTHER}
    board.met(village, assembly, board.point("coding:water:1", votes_for=0, against=5, gave_no_reason=True))
    assert [one.about for one in matter_decisions(village.initiative) if one.matter is Matter.CODING] == ["water"]


def test_what_was_taken_off_the_agenda_meanwhile_is_kept_and_binds_nothing(village: Cast) -> None:
    assembly = board.assembly(village)
    item = board.put(village, assembly, Matter.OPENING, STEP.VETOES)
    take_off_agenda(by=village[Role.COORDINATOR], on=item)
    board.met(village, assembly, board.point(f"agenda:{item.uuid}", title="Shall it stay closed?"))
    assert MeetingItem.objects.get().title == "Shall it stay closed?"
    assert [one.matter for one in matter_decisions(village.initiative)] == [Matter.OTHER]
    with pytest.raises(Refusal) as refused:
        take_off_agenda(by=village[Role.COORDINATOR], on=item)
    assert refused.value.codes == ("community-agenda-settled",)


def test_the_words_of_an_agenda_are_those_that_were_put_on_it(village: Cast) -> None:
    """Whoever holds the device cannot write other words beside a vote than those that people were asked."""
    assembly = board.assembly(village)
    item = board.put(village, assembly, Matter.OPENING, STEP.VETOES)
    board.met(village, assembly, board.point(f"agenda:{item.uuid}", title="Shall we dance?", words="Yes."))
    found = MeetingItem.objects.get()
    assert (found.title, found.words) == (item.title, item.words)


@pytest.mark.parametrize(
    ("changes", "said", "code"),
    [
        ({"held_on": date(2025, 1, 6)}, {}, "community-before-mandate"),
        ({"held_on": date(2999, 1, 1)}, {}, "community-day-ahead"),
        ({}, {"votes_for": 6}, "community-more-votes-than-present"),
        ({}, {"votes_for": 4, "against": 1}, "community-dissent-missing"),
        ({}, {"result": Result.NOBODY_AGAINST, "votes_for": 0, "against": 1, "gave_no_reason": True},
         "community-consensus-with-votes-against"),
        ({}, {"title": ""}, "entry-missing"),
        ({"members": ("a", "b", "c", "d", "e", "f")}, {}, "community-fewer-present-than-named"),
    ],
)  # fmt: skip
def test_each_fault_of_a_meeting_alone(
    village: Cast, changes: dict[str, object], said: dict[str, object], code: str
) -> None:
    assembly = board.assembly(village)
    with pytest.raises(Refusal) as refused:
        board.met(village, assembly, board.point("opening", **said), **changes)
    assert refused.value.codes == (code,)
    assert not Meeting.objects.exists() and not MatterDecision.objects.exists()


def test_nobody_can_tell_a_quorum_before_it_is_said_how_the_body_decides(village: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        board.met(village, board.named(village), board.point("opening"))
    assert refused.value.codes == ("community-rules-missing",)


def test_a_body_that_ended_meets_no_more_and_has_no_agenda(village: Cast) -> None:
    assembly = board.assembly(village)
    end_body(by=village[Role.COORDINATOR], on=assembly, said=BodyEnded(ended_on=board.today() - timedelta(1)))
    for act in (
        lambda: board.met(village, assembly, board.point("opening")),
        lambda: board.put(village, assembly, Matter.OPENING, STEP.VETOES),
        lambda: board.alone(village, assembly, Matter.OPENING, STEP.VETOES),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.codes == ("community-body-ended",)


# --- A leader who would decide alone ---------------------------------------------------------


def test_new_rules_never_reach_a_meeting_that_was_held(village: Cast) -> None:
    assembly = board.assembly(village)
    for day in (board.today() - timedelta(1), board.today()):
        with pytest.raises(Refusal) as refused:
            say_how_it_decides(by=village[Role.COORDINATOR], on=assembly, said=board.rules(quorum_of=1, starts_on=day))
        assert refused.value.codes == ("community-rules-too-soon",)
    tomorrow = board.today() + timedelta(1)
    say_how_it_decides(by=village[Role.COORDINATOR], on=assembly, said=board.rules(quorum_of=7, starts_on=tomorrow))
    found = [charter_on(assembly, day) for day in (board.today(), tomorrow)]
    assert [one.quorum_of for one in found if one] == [5, 7]


def test_nobody_shrinks_a_quorum_by_ending_terms_in_the_past(village: Cast) -> None:
    assembly = board.assembly(village, quorum=QuorumKind.SHARE, quorum_of=50)
    seat = board.member(village, assembly)
    yesterday = board.today() - timedelta(1)
    with pytest.raises(Refusal) as refused:
        change_member(by=village[Role.COORDINATOR], on=seat, said=MemberChanged(last_day=yesterday))
    assert refused.value.codes == ("community-term-days",)
    with pytest.raises(Refusal):
        board.member(village, assembly, last_day=date(2025, 1, 6))


@pytest.mark.parametrize("step", [STEP.LIFTS_VETO, STEP.AGREES, STEP.NEEDS_NONE])
def test_what_a_meeting_limited_nobody_lifts_alone(village: Cast, step: CommunityStep) -> None:
    assembly = board.assembly(village)
    for limit in (STEP.VETOES, STEP.NEEDS_AGREEMENT):
        board.decided(village, assembly, Matter.RELEASE, limit)
        board.decided(village, assembly, Matter.USE, limit, purposes=(Purpose.STATISTICS_OFFICE,))
    with pytest.raises(Refusal) as refused:
        board.alone(village, assembly, Matter.RELEASE, step)
    assert refused.value.codes == ("community-lift-needs-meeting",)
    said = DecisionSaid(
        step=step,
        purposes=(Purpose.STATISTICS_OFFICE,),
        starts_on=board.today(),
        decided_on=board.today(),
        minutes="I say so.",
    )
    with pytest.raises(Refusal) as refused:
        record_decision(by=village[Role.COORDINATOR], on=assembly, said=said)
    assert refused.value.codes == ("community-lift-needs-meeting",)
    board.decided(village, assembly, Matter.RELEASE, step)
    board.decided(village, assembly, Matter.USE, step, purposes=(Purpose.STATISTICS_OFFICE,))


def test_what_was_said_in_a_meeting_is_never_changed_or_deleted(village: Cast) -> None:
    assembly = board.assembly(village)
    board.met(village, assembly, board.point("opening", votes_for=4, against=1, dissent=("No road.",)))
    for change in (
        lambda: Dissent.objects.update(words="Fine."),
        lambda: Dissent.objects.all().delete(),
        lambda: MeetingItem.objects.update(against=0),
        lambda: Meeting.objects.update(present=99),
        lambda: MatterDecision.objects.update(step="vetoes"),
        lambda: assembly.charters.update(quorum_of=1),
    ):
        with pytest.raises(DatabaseError, match=SAYS), transaction.atomic():
            change()


def test_the_database_refuses_a_quorum_that_was_not_counted(village: Cast) -> None:
    assembly = board.assembly(village)
    wrong = {"held_on": board.today(), "place_kind": "together", "members": 9, "sent": uuid4()}
    with pytest.raises(DatabaseError, match="quorum"), transaction.atomic():
        Meeting.objects.create(body=assembly, present=4, needed=5, has_quorum=True, **wrong)


# --- Who somebody is -------------------------------------------------------------------------


def test_a_name_is_taken_back_and_the_seat_stays(village: Cast) -> None:
    assembly = board.assembly(village)
    seat = board.member(village, assembly, "Amina", account=str(village[Role.BOARD_MEMBER].uuid))
    board.met(village, assembly, members=(str(seat.uuid),))
    change_member(by=village[Role.COORDINATOR], on=seat, said=MemberChanged())
    seat.refresh_from_db()
    assert (seat.name, seat.account, Member.objects.count()) == ("", None, 1)


def test_whoever_ends_an_account_is_named_in_no_seat_any_more(village: Cast) -> None:
    assembly, own = board.assembly(village), village[Role.BOARD_MEMBER]
    seat = board.member(village, assembly, "Boris", account=str(own.uuid))
    board.decided(village, assembly, Matter.OPENING, STEP.VETOES)
    delete_account(by=own, said=LeavingSaid(email=own.email))
    seat.refresh_from_db()
    assert (seat.name, seat.account) == ("", None)
    assert len(matter_decisions(village.initiative)) == 1


def test_an_account_has_one_seat_and_a_role_here(village: Cast, harbour: Cast) -> None:
    assembly = board.assembly(village)
    own = str(village[Role.BOARD_MEMBER].uuid)
    board.member(village, assembly, account=own)
    for account, code in (
        (own, "community-account-sits"),
        (str(harbour[Role.BOARD_MEMBER].uuid), "community-account-unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            board.member(village, assembly, account=account)
        assert refused.value.codes == (code,)


def test_the_record_of_what_was_done_holds_no_word_and_no_name(village: Cast) -> None:
    assembly = board.assembly(village)
    board.member(village, assembly, "Amina")
    board.met(village, assembly, board.point("opening", votes_for=4, against=1, dissent=("No road.",)))
    facts = " ".join(str(entry.facts) for entry in AuditRecord.objects.all())
    assert "Amina" not in facts and "road" not in facts and "4" not in facts
    assert AuditRecord.objects.filter(action="community-meeting-recorded").get().facts == {"items": 1, "quorum": True}


def test_a_stricter_policy_is_the_strictest_of_all_bodies(village: Cast) -> None:
    for name, threshold in (("The assembly", 10), ("The women's group", 20)):
        board.decided(village, board.assembly(village, name), Matter.POLICY, STEP.VETOES, threshold=threshold)
    assert floor_in(village.initiative, board.today()) == 20
    assert AgendaItem.objects.filter(settled_at=None).count() == 0
