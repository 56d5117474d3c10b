"""A lost code: two different people of the team hear the person; then there is a new code, or all is taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.lost_code import KEPT_FOR, NEXT, OPEN_FOR, Ground, LostCodeState, LostCodeStep, LostCodeWish
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import ReceiptKind
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import consent_records
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.receipts import lost_code_actions as help_with
from nyhavn.web.receipts.lost_code_actions import Known
from nyhavn.web.receipts.models import LostCode
from web import objects
from web.cast import Cast, person
from web.own_browser import OwnBrowser
from web.receipt_holders import Person, holder

pytestmark = pytest.mark.django_db
TWO = (Ground.KNOWS_DAY_AND_PLACE, Ground.KNOWN_TO_TEAM)
ONE = (Ground.KNOWS_DAY_AND_PLACE,)
NEW, BACK = LostCodeWish.NEW_CODE, LostCodeWish.TAKE_BACK


@pytest.fixture
def told(amina: Person) -> Person:
    """Amina was told that a lost code can be helped with a witness."""
    Notice.objects.update(witnessed_path=True)
    return amina


def known(**more: object) -> Known:
    return Known(timezone.localdate(), Door.FORM, **more)  # type: ignore[arg-type]


def asked(village: Cast, wish: LostCodeWish = NEW, grounds: tuple[Ground, ...] = TWO) -> LostCode:
    return help_with.ask(
        by=village[Role.STEWARD], initiative=village.initiative, known=known(), wish=wish, grounds=grounds
    )


def waits_for(village: Cast) -> dict[Role, str]:
    """What lies on whose desk of lost codes."""
    found = {
        role: [item.title for item in waiting(user) if "lost" in item.title] for role, user in village.people.items()
    }
    return {role: titles[0] for role, titles in found.items() if titles}


def refused(code: str, refusal: pytest.ExceptionInfo[Refusal]) -> bool:
    return [reason.code for reason in refusal.value.reasons] == [code]


def test_two_people_help_and_the_new_code_opens_what_the_old_one_does_not_any_more(told: Person, village: Cast) -> None:
    on = asked(village)
    help_with.confirm(by=village[Role.COORDINATOR], on=on)
    code = help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.WORDS)
    assert len(code.split()) == 7
    assert OwnBrowser().come(told.words).status == 422
    assert "34" in OwnBrowser().come(code).open("/mine/held/").text
    assert LostCode.objects.get().state == "done"


def test_each_step_waits_on_the_desk_of_whoever_can_take_it_and_of_nobody_else(told: Person, village: Cast) -> None:
    on = asked(village)
    assert waits_for(village) == {Role.COORDINATOR: "Somebody who lost the code needs a witness"}
    help_with.confirm(by=village[Role.COORDINATOR], on=on)
    assert waits_for(village) == {Role.STEWARD: "A lost code has its witness: do what the person wants"}
    help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.WORDS)
    assert waits_for(village) == {}


def test_a_request_that_ended_by_itself_waits_for_nobody(told: Person, village: Cast) -> None:
    on = asked(village)
    LostCode.objects.filter(id=on.id).update(asked_at=timezone.now() - OPEN_FOR - timedelta(hours=1))
    assert waits_for(village) == {}


def test_on_the_page_what_waits_comes_before_what_was_done(told: Person, village: Cast) -> None:
    help_with.refuse(by=village[Role.COORDINATOR], on=asked(village, BACK))
    asked(village)
    client = Client()
    client.force_login(village[Role.COORDINATOR])
    page = client.get("/work/initiatives/village-water/lost-codes/").content.decode()
    assert page.index("What waits") < page.index("A new code, asked on") < page.index("What was done in the last weeks")
    assert page.index("What was done in the last weeks") < page.index("Taking everything back, asked on")
    assert page.count("Be the witness") == 1 and "Ends by itself" in page


def test_a_visit_that_the_old_code_opened_ends_with_it(told: Person, village: Cast) -> None:
    thief = OwnBrowser().come(told.words).open("/mine/menu/")
    on = asked(village)
    help_with.confirm(by=village[Role.COORDINATOR], on=on)
    help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.PAPER)
    assert thief.open("/mine/held/").path == "/mine/"


def test_two_people_take_everything_back_and_the_ledger_says_who_was_there(told: Person, village: Cast) -> None:
    on = asked(village, BACK, ONE)
    help_with.confirm(by=village[Role.COORDINATOR], on=on)
    assert help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.WORDS) == ""
    assert not Contribution.objects.exists()
    standing = consent_records(village.initiative)[told.contribution.uuid]
    assert standing.state(Purpose.COLLECTION) is ConsentState.WITHDRAWN
    assert Withdrawal.objects.get().mode == "witnessed"
    assert not LostCode.objects.exists()
    event = ConsentEvent.objects.filter(state="ConsentWithdrawn", purpose="collection").get()
    assert {one["helper"]: one["account"] for one in event.present} == {
        "supporter": str(village[Role.STEWARD].uuid),
        "witness": str(village[Role.COORDINATOR].uuid),
    }


def test_nobody_is_witness_of_an_own_request(told: Person, village: Cast) -> None:
    on = asked(village)
    with pytest.raises(Refusal) as refusal:
        help_with.confirm(by=village[Role.STEWARD], on=on)
    assert refused("lost-code-same-person", refusal)
    with pytest.raises(IntegrityError), transaction.atomic():
        LostCode.objects.update(state="confirmed", confirmed_by=village[Role.STEWARD], confirmed_at=timezone.now())


def test_the_witness_does_not_get_the_code(told: Person, village: Cast) -> None:
    on = asked(village)
    other = person("Selma")
    RoleAssignment.objects.create(initiative=village.initiative, user=other, role=Role.STEWARD.value)
    help_with.confirm(by=other, on=on)
    with pytest.raises(Refusal) as refusal:
        help_with.finish(by=other, on=on, kind=ReceiptKind.WORDS)
    assert refused("lost-code-other-asker", refusal)


def test_without_a_witness_nothing_is_done(told: Person, village: Cast) -> None:
    on = asked(village)
    with pytest.raises(Refusal) as refusal:
        help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.WORDS)
    assert refused("lost-code-step-unfitting", refusal)
    assert "34" in OwnBrowser().come(told.words).open("/mine/held/").text


def test_a_request_that_was_refused_stays_refused(told: Person, village: Cast) -> None:
    on = asked(village)
    help_with.refuse(by=village[Role.COORDINATOR], on=on)
    with pytest.raises(Refusal) as refusal:
        help_with.confirm(by=village[Role.COORDINATOR], on=on)
    assert refused("lost-code-step-unfitting", refusal)
    assert asked(village).state == "requested"


@pytest.mark.parametrize("said", [False, None])
def test_where_the_notice_offered_no_way_there_is_none(amina: Person, village: Cast, said: bool | None) -> None:
    Notice.objects.update(witnessed_path=said)
    with pytest.raises(Refusal) as refusal:
        asked(village)
    assert refused("lost-code-no-path", refusal)
    assert not LostCode.objects.exists()


def test_a_new_code_needs_two_grounds_because_it_opens_the_answers(told: Person, village: Cast) -> None:
    with pytest.raises(Refusal) as refusal:
        asked(village, NEW, ONE)
    assert refused("lost-code-grounds", refusal)
    assert asked(village, BACK, ONE)


def test_where_more_than_one_fits_nobody_is_found(told: Person, village: Cast) -> None:
    holder(told.collection, b"a neighbour")
    with pytest.raises(Refusal) as refusal:
        asked(village)
    assert refused("lost-code-several-fit", refusal)


def test_what_is_on_record_tells_two_apart(told: Person, village: Cast) -> None:
    """The neighbour's answers came in five hours before."""
    objects.contribution(told.collection)
    earlier = timezone.now() - timedelta(hours=5)
    Contribution.objects.exclude(uuid=told.contribution.uuid).update(received_at=earlier)
    by = village[Role.STEWARD]
    hour = timezone.localtime().hour
    made = help_with.ask(by=by, initiative=village.initiative, known=known(hour=hour), wish=NEW, grounds=TWO)
    assert made.contribution == told.contribution.uuid


@pytest.mark.parametrize("what", ["row", "hour"])
def test_where_nothing_fits_it_is_said(told: Person, village: Cast, what: str) -> None:
    by, half_a_day_off = village[Role.STEWARD], (timezone.localtime().hour + 12) % 24
    said = {"row": {"row": 3}, "hour": {"hour": half_a_day_off}}[what]
    with pytest.raises(Refusal) as refusal:
        help_with.ask(by=by, initiative=village.initiative, known=known(**said), wish=NEW, grounds=TWO)
    assert refused("lost-code-nobody-fits", refusal)


def test_one_request_at_a_time(told: Person, village: Cast) -> None:
    asked(village)
    with pytest.raises(Refusal) as refusal:
        asked(village)
    assert refused("lost-code-asked-already", refusal)


def test_a_request_ends_by_itself_after_a_week(told: Person, village: Cast) -> None:
    on = asked(village)
    LostCode.objects.update(asked_at=timezone.now() - OPEN_FOR)
    with pytest.raises(Refusal) as refusal:
        help_with.confirm(by=village[Role.COORDINATOR], on=on)
    assert refused("lost-code-too-late", refusal)
    help_with.forget()
    assert not LostCode.objects.exists()


def test_what_was_done_is_forgotten_after_a_month(told: Person, village: Cast) -> None:
    help_with.refuse(by=village[Role.COORDINATOR], on=asked(village))
    help_with.forget()
    assert LostCode.objects.exists()
    LostCode.objects.update(ended_at=timezone.now() - KEPT_FOR)
    help_with.forget()
    assert not LostCode.objects.exists()


def test_whoever_takes_back_with_a_code_after_all_needs_no_help(told: Person, village: Cast) -> None:
    asked(village)
    OwnBrowser().come(told.words).open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    assert not LostCode.objects.exists()


def test_the_log_says_who_helped_and_not_whose_code_it_was(told: Person, village: Cast) -> None:
    on = asked(village)
    help_with.confirm(by=village[Role.COORDINATOR], on=on)
    help_with.finish(by=village[Role.STEWARD], on=on, kind=ReceiptKind.WORDS)
    records = AuditRecord.objects.filter(kind="lost-code").order_by("id")
    assert [(one.action, one.by) for one in records] == [
        ("lost-code-asked", village[Role.STEWARD].uuid),
        ("lost-code-confirmed", village[Role.COORDINATOR].uuid),
        ("lost-code-done", village[Role.STEWARD].uuid),
    ]
    assert str(told.contribution.uuid) not in str([(one.on, one.facts) for one in records])


def test_through_the_pages_the_code_is_shown_once(told: Person, village: Cast) -> None:
    home = "/work/initiatives/village-water/"
    steward, witness = Client(), Client()
    steward.force_login(village[Role.STEWARD])
    witness.force_login(village[Role.COORDINATOR])
    said = {"day": timezone.localdate().isoformat(), "door": "form", "wish": "new-code", "grounds": ["document-shown"]}
    assert steward.post(f"{home}do/help-lost-code/", said).status_code == 422
    said["grounds"] = ["document-shown", "known-to-the-team"]
    assert steward.post(f"{home}do/help-lost-code/", said).status_code == 302
    one = f"{home}lost-codes/{LostCode.objects.get().uuid}/do/"
    assert "waits for a witness" in witness.get(f"{home}lost-codes/").content.decode()
    assert str(told.contribution.uuid)[:8] not in witness.get(f"{home}lost-codes/").content.decode()
    assert witness.post(f"{one}confirm/", {"is_heard": "on"}).status_code == 302
    answer = steward.post(f"{one}finish/", {"kind": "paper"})
    assert answer["Cache-Control"] == "no-store"
    assert "The old one opens nothing any more" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.ENUMERATOR, Role.OBSERVER, Role.APPROVER, Role.BOARD_MEMBER])
def test_whoever_has_no_right_helps_nobody(told: Person, village: Cast, role: Role) -> None:
    one = f"/work/initiatives/village-water/lost-codes/{asked(village).uuid}/do/confirm/"
    client = Client()
    client.force_login(village[role])
    assert client.get("/work/initiatives/village-water/do/help-lost-code/").status_code == 403
    assert client.post(one, {"is_heard": "on"}).status_code == 403
    assert LostCode.objects.get().state == "requested"


def test_a_stranger_learns_nothing(told: Person, village: Cast, harbour: Cast) -> None:
    one = f"/work/initiatives/village-water/lost-codes/{asked(village).uuid}/do/confirm/"
    client = Client()
    client.force_login(harbour[Role.STEWARD])
    for path in (one, "/work/initiatives/village-water/lost-codes/"):
        assert client.get(path).status_code == 404


def test_every_state_knows_its_steps() -> None:
    assert set(NEXT) == set(LostCodeState)
    assert {state for state, steps in NEXT.items() if steps} == {LostCodeState.REQUESTED, LostCodeState.CONFIRMED}
    assert {step for steps in NEXT.values() for step in steps} == set(LostCodeStep)
