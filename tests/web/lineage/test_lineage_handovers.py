"""A file with answers that somebody took out is asked back, and the person can see what became of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.waiting import waiting
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.production import exporting
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.handovers import say_deleted
from nyhavn.web.production.models import Handover
from web.cast import Cast
from web.withdrawing import said, taken_back, walked

SignedIn = Callable[[User], Client]
ASKED = "A file with answers that you took out must be deleted"


def taken_out(village: Cast) -> Handover:
    export_plan(by=village[Role.STEWARD], on=village.initiative)
    return Handover.objects.get()


def waits_for(village: Cast) -> list[str]:
    return [item.title for item in waiting(village[Role.STEWARD]) if item.title == ASKED]


def test_whoever_took_a_file_is_asked_to_delete_it(ready: Cast) -> None:
    export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert waits_for(ready) == []
    found = walked(ready, Contribution.objects.earliest("id").uuid)
    assert said(found)[-1] == ("export", "recalled", "export-recalled")
    assert waits_for(ready) == [ASKED]
    (told,) = [message for message in mail.outbox if message.to == [ready[Role.STEWARD].email]]
    assert "delete the file and every copy" in str(told.body)


def test_who_says_that_it_is_deleted_is_named_in_the_proof_and_nothing_waits_any_more(ready: Cast) -> None:
    export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    one, other = Contribution.objects.order_by("id").values_list("uuid", flat=True)[:2]
    made = taken_back(ready, one)
    walked(ready, other)
    handover = Handover.objects.get()
    say_deleted(by=ready[Role.STEWARD], on=handover, day=timezone.localdate())
    trace = proof(made).traces[-1]
    assert (trace.words, trace.on) == ("export-deleted", timezone.localdate())
    assert waits_for(ready) == []
    assert not handover.holds.exists()
    with pytest.raises(Refusal) as refused:
        say_deleted(by=ready[Role.STEWARD], on=handover, day=timezone.localdate())
    assert refused.value.codes == ("handover-deleted-already",)


def test_nobody_ends_an_account_while_a_file_is_out_that_they_could_not_be_asked_for(ready: Cast) -> None:
    steward, handover = ready[Role.STEWARD], taken_out(ready)
    with pytest.raises(Refusal) as refused:
        delete_account(by=steward, said=LeavingSaid(email=steward.email))
    assert refused.value.codes == ("handover-still-out",)
    assert f"handovers/{handover.uuid}/do/say-deleted/" in refused.value.reasons[0].do
    say_deleted(by=steward, on=handover, day=timezone.localdate())
    delete_account(by=steward, said=LeavingSaid(email=steward.email))
    assert not User.objects.filter(uuid=steward.uuid).exists()


def test_whoever_lost_the_role_can_still_say_that_the_file_is_deleted_and_nobody_else_can(
    ready: Cast, signed_in: SignedIn
) -> None:
    steward, handover = ready[Role.STEWARD], taken_out(ready)
    ready.initiative.roles.filter(user=steward).delete()
    address = f"/work/initiatives/{ready.initiative.slug}/handovers/{handover.uuid}/do/say-deleted/"
    today = timezone.localdate().isoformat()
    assert signed_in(ready[Role.COORDINATOR]).post(address, {"deleted_on": today}).status_code in {403, 404}
    client = signed_in(steward)
    assert client.get(address).status_code == 200
    assert client.post(address, {"deleted_on": today})["Location"] == "/work/"
    handover.refresh_from_db()
    assert handover.deleted_on == timezone.localdate()


def test_a_file_that_the_person_is_not_in_stays_with_whoever_took_it(ready: Cast) -> None:
    gone = Contribution.objects.earliest("id").uuid
    walked(ready, gone)
    export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert Handover.objects.get().holds.count() == 39
    walked(ready, gone)
    assert waits_for(ready) == []


def test_no_file_leaves_with_somebody_who_took_back_while_it_was_made(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exporting.plan_of

    def late(*arguments: object) -> object:
        taken_back(ready, Contribution.objects.earliest("id").uuid)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "plan_of", late)
    with pytest.raises(Refusal) as refused:
        export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert refused.value.codes == ("export-overtaken",)
    monkeypatch.undo()
    assert export_plan(by=ready[Role.STEWARD], on=ready.initiative).content


@pytest.mark.django_db(transaction=True)
def test_nobody_has_to_wait_while_a_file_is_made(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of files has one writer; opening a million contributions takes it minutes."""
    real, is_free = exporting.plan_of, []

    def seen(*arguments: object) -> object:
        is_free.append(not connection.in_atomic_block)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "plan_of", seen)
    export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert is_free == [True]


def test_a_withdrawal_that_was_written_before_the_file_and_committed_after_its_beginning_counts(
    ready: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exporting.plan_of

    def late(*arguments: object) -> object:
        made = taken_back(ready, Contribution.objects.earliest("id").uuid)
        Withdrawal.objects.filter(id=made.id).update(written_at=timezone.now() - timedelta(minutes=1))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "plan_of", late)
    with pytest.raises(Refusal) as refused:
        export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert refused.value.codes == ("export-overtaken",)
