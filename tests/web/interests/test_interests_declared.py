"""Who pays, asked and may gain: declared with days, corrected in the open, in every release from then on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from nyhavn.framework.interests import InterestKind, Share
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.interests import actions
from nyhavn.web.interests.asks import InterestCorrected, InterestSaid, InterestTakenBack, NoneSaid
from nyhavn.web.interests.models import Declaration, OwnDeclaration
from nyhavn.web.interests.queries import declared_in, own_in, with_declared
from nyhavn.web.interests.showing import kinds_missing
from web.cast import Cast

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]
FUND: dict[str, Any] = {
    "kind": "funder",
    "who": "City fund",
    "what": "Pays the interviewers.",
    "since": "2026-01-02",
    "share": "most",
}


def home(village: Cast) -> str:
    return f"/work/initiatives/{village.initiative.slug}/"


def funded(village: Cast, **changes: Any) -> Declaration:
    said = InterestSaid.model_validate({**FUND, **changes})
    return actions.declare(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def test_what_is_declared_on_the_page_stands_on_the_public_page_with_its_days(
    village: Cast, signed_in: Sign, client: Client
) -> None:
    village.initiative.is_listed = True
    village.initiative.save()
    answer = signed_in(village[Role.COORDINATOR]).post(f"{home(village)}do/declare-interest/", FUND)
    assert answer.status_code == 302
    shown = client.get(f"/initiatives/{village.initiative.slug}/").content.decode()
    assert "City fund" in shown
    assert "Pays the interviewers." in shown
    assert "coordinator" in shown
    assert "Carmen" not in shown
    told = client.get(f"/api/v1/public-initiatives/{village.initiative.slug}").json()["declared"]
    assert [(one["who"], one["since"], one["share"]) for one in told] == [("City fund", "2026-01-02", "most")]


def test_silence_is_not_none(village: Cast, signed_in: Sign) -> None:
    assert kinds_missing(declared_in(village.initiative)) == tuple(InterestKind)
    page = signed_in(village[Role.OBSERVER]).get(f"{home(village)}independence/").content.decode()
    assert "That is not the same as none." in page
    for kind in InterestKind:
        actions.declare_none(by=village[Role.COORDINATOR], on=village.initiative, said=NoneSaid(kind=kind))
    assert kinds_missing(declared_in(village.initiative)) == ()


def test_a_correction_stands_beside_what_was_said_before(village: Cast, signed_in: Sign) -> None:
    first = funded(village)
    said = {**FUND, "until": "2026-06-30", "because": "The contract ended."}
    answer = signed_in(village[Role.COORDINATOR]).post(f"{home(village)}declarations/{first.uuid}/do/correct/", said)
    assert answer.status_code == 302, answer.content.decode()
    before, after = declared_in(village.initiative)
    assert (before.who, before.until) == ("City fund", None)
    assert (after.corrects, after.until, after.because) == (1, date(2026, 6, 30), "The contract ended.")
    page = signed_in(village[Role.OBSERVER]).get(f"{home(village)}independence/").content.decode()
    assert "The contract ended." in page


def test_each_declaration_has_one_history(village: Cast) -> None:
    first = funded(village)
    said = InterestTakenBack(because="It was another initiative.")
    actions.take_back(by=village[Role.COORDINATOR], on=first, said=said)
    with pytest.raises(Refusal) as refused:
        actions.correct(
            by=village[Role.COORDINATOR], on=first, said=InterestCorrected.model_validate({**FUND, "because": "No."})
        )
    assert refused.value.codes == ("declaration-already-corrected",)
    with pytest.raises(Refusal):
        actions.take_back(by=village[Role.COORDINATOR], on=Declaration.objects.get(number=2), said=said)


def test_days_stand_in_order(village: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        funded(village, until="2025-12-31")
    assert refused.value.codes == ("interest-days-order",)
    assert str(funded(village, until="2026-01-02").until) == "2026-01-02"


@pytest.mark.parametrize("model", [Declaration, OwnDeclaration])
def test_the_database_changes_and_deletes_nothing_that_was_declared(village: Cast, model: Any) -> None:
    funded(village)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(since=date(2020, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_an_account_goes_and_what_was_declared_stays_without_it(village: Cast) -> None:
    """Twin of the one before: a person is not held by what they declared."""
    board = village[Role.BOARD_MEMBER]
    before = own_in(village.initiative)
    delete_account(by=board, said=LeavingSaid(email=board.email))
    assert own_in(village.initiative) == before
    assert not OwnDeclaration.objects.filter(role="board-member").exclude(user=None).exists()


def test_what_is_declared_takes_the_place_of_what_was_said_without_days(village: Cast) -> None:
    said = about_of(village.initiative)
    undated = said.model_validate(
        {
            **said.model_dump(),
            "parties": [
                {"name": "An old fund", "kind": "government", "role": "funder"},
                {"name": "The school", "kind": "community", "role": "partner"},
            ],
            "interests": ["The mayor"],
        }
    )
    funded(village, share=Share.ALL)
    found = with_declared(undated, declared_in(village.initiative))
    assert [(party.name, party.role) for party in found.parties or ()] == [
        ("The school", "partner"),
        ("City fund", "funder"),
    ]
    assert found.interests == ("The mayor",)
    assert with_declared(undated, ()) == undated


def test_the_record_of_what_was_done_does_not_say_which_interest_somebody_has(village: Cast, signed_in: Sign) -> None:
    there = f"{home(village)}do/declare-own-interest/"
    said = {"kind": "works-for-funder", "since": "2026-02-01"}
    assert signed_in(village[Role.APPROVER]).post(there, said).status_code == 302
    entry = AuditRecord.objects.get(action="own-interest-declared")
    assert entry.by == village[Role.APPROVER].uuid
    assert "works-for-funder" not in str(AuditRecord.objects.filter(id=entry.id).values().get())


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ENUMERATOR])
def test_who_decides_nothing_is_not_asked(village: Cast, signed_in: Sign, role: Role) -> None:
    there = f"{home(village)}do/declare-own-interest/"
    assert signed_in(village[role]).post(there, {"kind": "none", "since": "2026-02-01"}).status_code == 403
    assert signed_in(village[Role.ASSESSOR]).post(there, {"kind": "none", "since": "2026-02-01"}).status_code == 302


def test_a_stranger_finds_no_page_of_it(village: Cast, signed_in: Sign, stranger: User) -> None:
    assert signed_in(stranger).get(f"{home(village)}independence/").status_code == 404
    assert signed_in(village[Role.OBSERVER]).get(f"{home(village)}independence/").status_code == 200
