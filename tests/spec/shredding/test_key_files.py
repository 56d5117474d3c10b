"""Files of keys: each fault alone is noticed, nothing is turned over it, and what is right goes through."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.collection import keys, ring, vault
from nyhavn.web.collection.actions import correct_answers, delete_all_practice, show_answers
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.keys_check import key_problems
from nyhavn.web.collection.models import Contribution, KeyEpoch
from nyhavn.web.collection.receipts import hashes_of, read_typed_code, receipt_hash, words_for
from nyhavn.web.collection.turning import turn
from nyhavn.web.collection.wrapped_tables import wrapped_tables
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from spec.shredding.village_keys import four, listed
from web import objects
from web.cast import Cast
from web.complaining import complained

WORDS = " ".join(words_for(b"somebody's secret"))
pytestmark = pytest.mark.django_db(transaction=True)


def key(village: Cast, number: int) -> Path:
    return keys.epoch_file(village.initiative.uuid, number)


def copy(village: Cast, drawer: Path, name: str) -> Path:
    return drawer / str(village.initiative.uuid) / name


def found() -> list[str]:
    return [reason.code for reason in key_problems()]


def test_nothing_is_said_where_every_key_is_there_twice(village: Cast, drawer: Path) -> None:
    four(village)
    turn(village.initiative)
    assert found() == []
    call_command("keys_check")


def test_one_copy_only_is_said(village: Cast) -> None:
    four(village)
    assert found() == ["keys-one-copy"]
    with pytest.raises(Refusal):
        call_command("keys_check")


FAULTS: dict[str, Callable[[Cast, Path], object]] = {
    "key-missing": lambda village, drawer: [key(village, 2).unlink(), copy(village, drawer, "2.key").unlink()],
    "key-readable": lambda village, drawer: key(village, 2).chmod(0o640),
    "key-left-over": lambda village, drawer: keys.write_once(copy(village, drawer, "1.key"), b"k" * 32),
    "escrow-differs": lambda village, drawer: copy(village, drawer, "2.ring").write_bytes(b"another"),
    "ring-damaged": lambda village, drawer: [
        path.write_bytes(path.read_bytes()[:-60])
        for path in (keys.ring_file(village.initiative.uuid, 2), copy(village, drawer, "2.ring"))
    ],
    "key-damaged": lambda village, drawer: [
        path.write_bytes(b"k" * 32) for path in (key(village, 2), copy(village, drawer, "2.key"))
    ],
    "key-still-alive": lambda village, drawer: KeyEpoch.objects.update(ended_at=timezone.now()),
    "escrow-missing": lambda village, drawer: drawer.rename(drawer.with_name("away")),
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_alone_is_said(code: str, village: Cast, drawer: Path) -> None:
    four(village)
    turn(village.initiative)
    FAULTS[code](village, drawer)
    assert code in found()


@pytest.mark.parametrize("code", ["key-missing", "key-damaged", "escrow-differs", "escrow-missing"])
def test_no_key_is_destroyed_over_a_fault(code: str, village: Cast, drawer: Path) -> None:
    four(village)
    turn(village.initiative)
    FAULTS[code if code != "escrow-differs" else "escrow-missing"](village, drawer)
    if code == "escrow-differs":
        drawer.with_name("away").rename(drawer)
        copy(village, drawer, "2.key").write_bytes(b"k" * 32)
    before = listed(keys.own_file().parent)
    with pytest.raises(OutsideFault) as fault:
        turn(village.initiative)
    assert fault.value.codes == (code,)
    assert listed(keys.own_file().parent) == before
    assert current_epoch(village.initiative).number == 2


def test_two_do_not_turn_the_same_keys_at_once(village: Cast) -> None:
    four(village)
    with keys.held(village.initiative.uuid), pytest.raises(OutsideFault) as fault:
        turn(village.initiative)
    assert fault.value.codes == ("keys-are-turning",)
    turn(village.initiative)
    assert current_epoch(village.initiative).number == 2


def test_the_old_key_goes_when_the_new_one_is_there_twice(village: Cast, drawer: Path) -> None:
    """Whoever made the new key died before its second copy, and the site started again."""
    four(village)
    uuid = village.initiative.uuid
    keys.make_once(keys.epoch_file(uuid, 2))
    ring.apply(village.initiative)
    turn(village.initiative, epoch=1)
    assert keys.epochs_with_key(uuid) == [2]
    assert (drawer / f"{uuid}/2.key").read_bytes() == keys.epoch_file(uuid, 2).read_bytes()
    assert not (drawer / f"{uuid}/1.key").exists()


def test_a_row_that_was_tampered_with_holds_nothing_up_and_stays_shut(village: Cast) -> None:
    first, *_ = four(village)
    Contribution.objects.filter(id=first.id).update(wrapped_key=b"x" * 40)
    turn(village.initiative)
    assert keys.epochs_with_key(village.initiative.uuid) == [2]
    with pytest.raises(Refusal) as refused:
        show_answers(by=village[Role.STEWARD], on=Contribution.objects.get(id=first.id))
    assert refused.value.codes == ("contribution-changed",)
    assert show_answers(by=village[Role.STEWARD], on=Contribution.objects.exclude(id=first.id)[0])["age"] == "31"


def test_the_ring_gives_the_key_of_each_survivor_and_of_nobody_else(village: Cast) -> None:
    contributions = four(village)
    assert dict(ring.read(village.initiative.uuid)) == {}
    turn(village.initiative)
    stored = Contribution.objects.values_list("uuid", "wrapped_key")
    assert dict(ring.read(village.initiative.uuid)) == {uuid: bytes(wrapped) for uuid, wrapped in stored}
    assert village.initiative.uuid not in ring.read(village.initiative.uuid)
    assert len(ring.read(village.initiative.uuid)) == len(contributions)


def test_answers_that_were_changed_open_and_an_old_copy_of_them_as_well(village: Cast) -> None:
    first, *_ = four(village)
    uuid = village.initiative.uuid
    old = vault.Sealed(bytes(first.sealed), bytes(first.wrapped_key))
    anew = correct_answers(contribution=first.uuid, version=1, answers={"age": "99"})
    turn(village.initiative)
    wrapped = ring.read(uuid)[first.uuid]
    corrected = vault.Sealed(bytes(anew.sealed), wrapped)
    assert vault.open_one(vault.Place(uuid, 2, first.uuid, 2), corrected)["age"] == "99"
    assert vault.open_one(vault.Place(uuid, 2, first.uuid), vault.Sealed(old.blob, wrapped))["age"] == "30"


def test_the_keys_of_every_table_that_has_some_turn() -> None:
    with_keys = {model for model in apps.get_models() if "wrapped_key" in {field.name for field in model._meta.fields}}
    assert with_keys == {table.model for table in wrapped_tables()}


def test_a_lost_key_of_receipts_is_said_and_not_made_anew_while_somebody_holds_one(
    village: Cast, tmp_path: Path
) -> None:
    uuid = village.initiative.uuid
    own = keys.hash_file(uuid)
    contribution = objects.contribution(objects.collection(village), receipt=receipt_hash(WORDS, uuid))
    lost = lose(own, tmp_path)
    with pytest.raises(OutsideFault) as refused:
        receipt_hash(WORDS, uuid)
    assert refused.value.codes == ("key-missing",)
    assert "key-missing" in [reason.code for reason in key_problems()]
    assert not own.exists()
    lost.rename(own)
    assert receipt_hash(WORDS, uuid) == contribution.receipt
    assert "key-missing" not in [reason.code for reason in key_problems()]


def test_so_it_is_while_somebody_holds_the_code_of_a_complaint_only(village: Cast, tmp_path: Path) -> None:
    complained(village)
    own = keys.hash_file(village.initiative.uuid)
    lose(own, tmp_path)
    with pytest.raises(OutsideFault) as refused:
        receipt_hash(WORDS, village.initiative.uuid)
    assert refused.value.codes == ("key-missing",)
    assert "key-missing" in [reason.code for reason in key_problems()]
    assert not own.exists()


def test_so_is_a_lost_key_of_the_installation_while_somebody_holds_a_receipt_of_an_earlier_version(
    village: Cast, tmp_path: Path
) -> None:
    own, typed = keys.own_file(), read_typed_code(WORDS)
    (earlier,) = hashes_of(typed, [])
    objects.contribution(objects.collection(village), receipt=earlier)
    lost = lose(own, tmp_path)
    with pytest.raises(OutsideFault) as refused:
        hashes_of(typed, [])
    assert refused.value.codes == ("key-missing",)
    assert "key-missing" in [reason.code for reason in key_problems()]
    assert not own.exists()
    lost.rename(own)
    assert hashes_of(typed, []) == (earlier,)


def lose(key: Path, to: Path) -> Path:
    """Where a key lies that is not in its place any more."""
    return key.rename(to / key.name)


def test_the_database_refuses_a_row_that_is_half_empty(village: Cast) -> None:
    first, *_ = four(village)
    for half in ({"wrapped_key": b""}, {"sealed": b""}, {"shredded_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.filter(id=first.id).update(**half)


def test_the_key_of_deleted_practice_goes_within_days(village: Cast, settings: Settings) -> None:
    objects.collection(village)
    objects.practice_record(village, Role.ENUMERATOR)
    delete_all_practice(by=village[Role.ENUMERATOR], on=village.initiative)
    enqueue("keys-turn-at-latest")
    while work_once():
        pass
    assert current_epoch(village.initiative).number == 1
    long_ago = timezone.now() - settings.TURN_DAYS - timedelta(hours=1)
    KeyEpoch.objects.update(shredded_at=long_ago)
    enqueue("keys-turn-at-latest")
    while work_once():
        pass
    assert current_epoch(village.initiative).number == 2


def test_the_second_copy_is_made_when_its_place_is_named_later(
    village: Cast, settings: Settings, tmp_path: Path
) -> None:
    four(village)
    settings.ESCROW = tmp_path / "drawer"
    settings.ESCROW.mkdir()
    enqueue("keys-turn-at-latest")
    while work_once():
        pass
    assert listed(settings.ESCROW) == listed(keys.own_file().parent)
    assert found() == []


def test_the_operator_turns_keys_of_one_initiative_or_of_all(village: Cast, harbour: Cast) -> None:
    four(village)
    four(harbour)
    call_command("keys_turn", initiative=village.initiative.slug)
    assert [current_epoch(each.initiative).number for each in (village, harbour)] == [2, 1]
    call_command("keys_turn")
    assert [current_epoch(each.initiative).number for each in (village, harbour)] == [3, 2]
    with pytest.raises(Refusal):
        call_command("keys_turn", initiative="nowhere")
