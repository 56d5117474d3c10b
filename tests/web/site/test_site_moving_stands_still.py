"""While a community moves nothing changes in it, on any page or endpoint; and codes of earlier versions are noticed."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.moving import IS_STILL, OWNED_ELSEWHERE, TRANSITIONS, MoveState, MoveStep, after
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection import vault
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import read_typed_code
from nyhavn.web.complaints.actions import say_not_solved, take_outside
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.incidents.models import Incident
from nyhavn.web.initiatives import guards
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.openness.actions import ask_to_read
from nyhavn.web.openness.asks import AccessAsked
from nyhavn.web.receipts.door import knock
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving import standing
from nyhavn.web.site.moving.leaving import check_may_leave, old_codes
from nyhavn.web.site.moving.standing import check_operation
from web import objects, pieces
from web.cast import Cast
from web.complaining import answered, came_in, complained
from web.log_attacker import open_the_tables
from web.people_in_danger import WORDS, frozen
from web.publishing import work
from web.receipt_holders import Person, holder

pytestmark = pytest.mark.django_db
SIGNED = '{"body":"","signature":""}'


@pytest.fixture
def amina(village: Cast) -> Person:
    return holder(objects.collection(village))


def moving(village: Cast, state: MoveState) -> Move:
    decided = {"decided_at": timezone.now(), "left": SIGNED} if state in OWNED_ELSEWHERE else {}
    return Move.objects.create(
        initiative=village.initiative,
        archive=village.initiative.uuid,
        state=state,
        digest="0" * 64,
        address="https://new.example",
        **decided,
    )


def codes_of(act: Act, village: Cast) -> Iterator[str]:
    try:
        check_guards(act, village.initiative)
    except Refusal as refused:
        yield from (reason.code for reason in refused.reasons)


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.TAKE_BACK])
def test_no_act_is_carried_out_while_it_moves_or_after(village: Cast, act: Act) -> None:
    objects.nothing_feared(village)
    pieces.open_to_all(village)
    assert not list(codes_of(act, village)), "the twin"
    move = moving(village, MoveState.LEAVING)
    assert list(codes_of(act, village)) == ["workspace-leaving"]
    move.delete()
    moving(village, MoveState.GONE)
    assert list(codes_of(act, village)) == ["workspace-moved"]


def test_taking_back_is_refused_only_where_it_has_to_be_said_elsewhere(village: Cast) -> None:
    moving(village, MoveState.LEAVING)
    assert not list(codes_of(Act.TAKE_BACK, village))
    Move.objects.update(state=MoveState.DECIDED, decided_at=timezone.now(), left=SIGNED)
    assert list(codes_of(Act.TAKE_BACK, village)) == ["workspace-moved"]


def test_nothing_but_a_move_ever_stands_in_the_way_of_taking_back() -> None:
    assert [code for code, (acts, _) in guards._GUARDS.items() if Act.TAKE_BACK in acts] == ["moving"]


@pytest.mark.parametrize("page", ["harm", "complain"])
def test_nothing_is_reported_where_nobody_could_act_on_it_and_the_words_stay_on_the_page(
    village: Cast, amina: Person, page: str
) -> None:
    Initiative.objects.update(is_listed=True)
    said = {"kind": "threat", "topic": "conduct", "reach": "producer", "words": WORDS}
    at, move = f"/initiatives/village-water/{page}/", moving(village, MoveState.GONE)
    shown = Client().post(at, said)
    assert shown.status_code in (409, 422)
    assert "Go to https://new.example." in shown.content.decode()
    assert WORDS in shown.content.decode()
    assert not Incident.objects.exists()
    assert not Complaint.objects.exists()
    move.delete()
    frozen(village)  # the twin: a stop keeps nobody from reporting
    assert Client().post(at, said).status_code == 200
    assert Incident.objects.count() + Complaint.objects.count() == 1


def test_no_operation_changes_anything_in_it(village: Cast, amina: Person) -> None:
    for on in (village.initiative, amina.collection, amina.collection.questionnaire, amina.contribution):
        check_operation(on, "anything")
    move = moving(village, MoveState.LEAVING)
    for on in (village.initiative, amina.collection, amina.collection.questionnaire, amina.contribution):
        with pytest.raises(Refusal, match="moving to another site"):
            check_operation(on, "anything")
    check_operation(amina.contribution, "withdraw-contribution")
    check_operation(village.organisation, "anything")
    move.state = MoveState.STAYED
    move.save()
    check_operation(village.initiative, "anything")


def test_a_code_of_an_earlier_version_works_here_and_is_counted_before_a_move(village: Cast, amina: Person) -> None:
    assert old_codes(village.initiative) == 0
    check_may_leave(village.initiative, loses_codes=False)
    earlier = vault.keyed_hash("receipt", read_typed_code(amina.words).plain.encode())
    Contribution.objects.filter(uuid=amina.contribution.uuid).update(receipt=earlier)
    assert knock(amina.words, source="a phone", mode=ConsentMode.WEB_FORM) is not None
    assert old_codes(village.initiative) == 1
    with pytest.raises(Refusal, match="earlier version"):
        check_may_leave(village.initiative, loses_codes=False)
    check_may_leave(village.initiative, loses_codes=True)


def test_every_state_and_step_has_an_answer() -> None:
    for state in MoveState:
        for step in MoveStep:
            assert after(state, step) == TRANSITIONS.get((state, step))
    assert OWNED_ELSEWHERE < IS_STILL
    assert after(MoveState.DECIDED, MoveStep.CALL_OFF) is None, "what was decided is never called off"
    assert after(MoveState.GONE, MoveStep.CALL_OFF) is None


SPOKEN = {"kind": "harm", "topic": "harm", "words": "My neighbour was beaten.", "reach": "producer"}


@pytest.mark.parametrize("door", ["harm", "complain"])
@pytest.mark.parametrize("state", [MoveState.LEAVING, MoveState.GONE])
def test_nothing_is_taken_from_people_that_would_be_lost_on_the_way(
    village: Cast, amina: Person, door: str, state: MoveState
) -> None:
    at = f"/c/{amina.collection.code}/{door}/"
    assert Client().post(at, SPOKEN).status_code == 200, "the twin"
    move = moving(village, state)
    answer = Client().post(at, SPOKEN)
    assert answer.status_code == 422
    assert standing.reason_of(move).what in answer.content.decode()
    assert SPOKEN["words"] in answer.content.decode()
    assert Complaint.objects.count() + Incident.objects.count() == 1


def test_an_objection_and_a_wish_to_read_wait_for_the_new_site_too(village: Cast) -> None:
    filed = complained(village)
    answered(village, filed.complaint)
    request = {"who": "Lena", "purpose": "A thesis", "until": timezone.localdate()}
    moving(village, MoveState.LEAVING)
    for act in (
        lambda: say_not_solved(on=filed.complaint, words="It is not."),
        lambda: take_outside(on=filed.complaint),
        lambda: ask_to_read(on=village.initiative, said=AccessAsked.model_validate(request)),
    ):
        with pytest.raises(Refusal, match="moving to another site"):
            act()


def test_nobody_is_reminded_of_what_went_to_another_site(village: Cast) -> None:
    complained(village)
    open_the_tables(("complaints_complaint",))
    work()
    came_in(30)
    mail.outbox.clear()
    move = moving(village, MoveState.GONE)
    enqueue("complaints-remind", key="one")
    work()
    assert not mail.outbox
    move.delete()
    enqueue("complaints-remind", key="two")
    work()
    assert mail.outbox
