"""The record of what was done: in plain words, without names, under seals that show a later change."""

from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.models import AuditRecord, Seal
from nyhavn.web.audit.seals import SealStanding, broken_seals, seal
from nyhavn.web.initiatives.log_queries import ON_ONE_PAGE, log_shown, newest_log
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from web.cast import Cast
from web.log_attacker import open_the_tables

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/work/initiatives/village-water/log/"


def did(village: Cast, action: str = "notice-published", **facts: str | int | bool) -> None:
    by, scope = village[Role.STEWARD], village.initiative.uuid
    record(action, by=by, kind="notice", on=scope, scope=scope, facts=facts)


def test_a_record_reads_as_a_sentence_with_its_facts(village: Cast) -> None:
    did(village, "collection-opened", doors_open=2, is_first=True, mode="by-hand")
    (entry,) = newest_log(village.initiative).entries
    assert entry.what == "Collection opened"
    assert entry.facts == {"doors open": "2", "is first": "yes", "mode": "by hand"}
    assert entry.by == village[Role.STEWARD].uuid


def test_only_the_records_of_this_initiative_are_shown(village: Cast, harbour: Cast) -> None:
    did(village)
    did(harbour)
    assert len(newest_log(village.initiative).entries) == 1


def test_what_was_sealed_and_not_touched_is_shown_as_unchanged(village: Cast) -> None:
    did(village)
    assert [entry.seal for entry in newest_log(village.initiative).entries] == [SealStanding.NOT_YET]
    seal()
    did(village)
    seal()
    assert {entry.seal for entry in newest_log(village.initiative).entries} == {SealStanding.HOLDS}
    assert broken_seals() == ()


@pytest.mark.parametrize("change", ["facts", "action", "by", "removed", "moved"])
def test_every_later_change_breaks_the_seal_over_it_and_no_other(village: Cast, change: str) -> None:
    for _ in range(2):
        did(village, level=1)
        did(village, level=2)
        seal()
    first = AuditRecord.objects.order_by("id")[0]
    changes = {
        "facts": lambda: AuditRecord.objects.filter(id=first.id).update(facts={"level": 5}),
        "action": lambda: AuditRecord.objects.filter(id=first.id).update(action="notice-dropped"),
        "by": lambda: AuditRecord.objects.filter(id=first.id).update(by=village.admin.uuid),
        "removed": first.delete,
        "moved": lambda: AuditRecord.objects.filter(id=first.id).update(seal=None),
    }
    number = first.id
    open_the_tables()
    changes[change]()
    broken = Seal.objects.order_by("id")[0]
    assert broken_seals() == (broken.id,)
    standing = {entry.number: entry.seal for entry in newest_log(village.initiative).entries}
    second, third = AuditRecord.objects.filter(id__gt=number).order_by("id")[:2]
    assert (standing[second.id], standing[third.id]) == (SealStanding.BROKEN, SealStanding.HOLDS)


def test_a_seal_that_is_made_again_after_a_change_no_longer_fits_the_next_one(village: Cast) -> None:
    for _ in range(2):
        did(village)
        seal()
    first, second = Seal.objects.order_by("id")
    open_the_tables()
    Seal.objects.filter(id=first.id).update(digest="0" * 64)
    assert broken_seals() == (first.id, second.id)


def test_a_record_with_a_lower_number_that_arrives_late_is_sealed_too(village: Cast) -> None:
    did(village)
    late = AuditRecord.objects.get()
    did(village)
    first = late.id
    open_the_tables()
    AuditRecord.objects.filter(id=first).delete()
    seal()
    late.id = first
    late.save(force_insert=True)
    seal()
    assert broken_seals() == ()
    assert {entry.seal for entry in newest_log(village.initiative).entries} == {SealStanding.HOLDS}


def test_sealing_is_a_job_that_seals_everything_there_is(
    transactional_db: None, village: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nyhavn.web.audit.seals.LARGEST_SEAL", 2)
    for _ in range(5):
        did(village)
    enqueue("seal-audit")
    assert work_once()
    assert [made.count for made in Seal.objects.all()] == [2, 2, 1]
    assert seal() is None


def test_older_records_are_a_page_further(village: Cast, signed_in: SignedIn) -> None:
    for number in range(ON_ONE_PAGE + 3):
        did(village, number=number)
    newest = newest_log(village.initiative)
    assert len(newest.entries) == ON_ONE_PAGE
    older = log_shown(village.initiative, newest.older)
    assert [entry.facts["number"] for entry in older.entries] == ["2", "1", "0"]
    assert older.older is None
    client = signed_in(village[Role.OBSERVER])
    assert f"?before={newest.older}" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}?before={newest.older}").content.decode().count("<tr>") == 4


@pytest.mark.parametrize("asked", ["", "x", "-1", "٣", "9" * 30])
def test_a_number_that_is_none_shows_the_newest(village: Cast, signed_in: SignedIn, asked: str) -> None:
    did(village)
    answer = signed_in(village[Role.OBSERVER]).get(PAGE, {"before": asked})
    assert answer.status_code == 200
    assert "Notice published" in answer.content.decode()


def test_names_in_the_log_are_for_those_who_give_roles(village: Cast, signed_in: SignedIn) -> None:
    did(village)
    assert "Sipho" in signed_in(village[Role.COORDINATOR]).get(PAGE).content.decode()
    seen = signed_in(village[Role.OBSERVER]).get(PAGE).content.decode()
    assert "Sipho" not in seen
    assert str(village[Role.STEWARD].uuid)[:8] in seen
