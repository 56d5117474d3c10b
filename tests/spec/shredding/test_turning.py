"""Keys turn: who survived is read as before, by new keys and from old backups; who was destroyed is read by nobody."""

from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from django.db import transaction
from pytest_django import Settings

from nyhavn.framework.refusal import OutsideFault
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import escrow, keys, ring, vault
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.import_actions import hand_in, reopened
from nyhavn.web.collection.models import Contribution, ImportBatch, KeyEpoch, PracticeRecord
from nyhavn.web.collection.queries import taking_part
from nyhavn.web.collection.shredding import shred
from nyhavn.web.collection.turning import turn
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from spec.shredding.village_keys import ages, four, listed
from web import files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_survives_a_turn_is_read_as_before(village: Cast) -> None:
    four(village)
    before = ages(village)
    turn(village.initiative)
    assert ages(village) == before == ["30", "31", "32", "33"]
    assert keys.epochs_with_key(village.initiative.uuid) == [2]
    assert current_epoch(village.initiative).number == 2


def test_files_on_their_way_in_and_practice_are_read_as_before(village: Cast) -> None:
    objects.collection(village)
    content = files.table([files.row()])
    batch = hand_in(by=village[Role.COORDINATOR], on=village.initiative, said=files.handed_in(content))
    practised = objects.practice_record(village, Role.ENUMERATOR)
    turn(village.initiative)
    found = ImportBatch.objects.get(id=batch.id)
    assert found.epoch.number == 2
    assert reopened(found).table.num_rows == 1
    record = PracticeRecord.objects.get(id=practised.id)
    place = vault.Place(village.initiative.uuid, record.epoch.number, record.uuid)
    assert vault.open_one(place, vault.Sealed(bytes(record.sealed), bytes(record.wrapped_key)))


def test_a_destroyed_contribution_takes_no_part_and_leaves_an_empty_row(village: Cast) -> None:
    first, *_ = four(village)
    with transaction.atomic():
        assert shred(contributions=[first.uuid]) == 1
        assert shred(contributions=[first.uuid]) == 0
    assert ages(village) == ["31", "32", "33"]
    assert not Contribution.objects.filter(uuid=first.uuid).exists()
    left = Contribution.with_shredded.get(uuid=first.uuid)
    assert (bytes(left.sealed), bytes(left.wrapped_key), left.receipt) == (b"", b"", "")
    assert left.shredded_at is not None
    assert taking_part(village.initiative).count() == 3


def test_no_surviving_key_opens_what_an_old_copy_holds_of_a_destroyed_one(village: Cast, drawer: Path) -> None:
    contributions = four(village)
    copy = {one.uuid: (bytes(one.sealed), bytes(one.wrapped_key)) for one in contributions}
    with transaction.atomic():
        shred(contributions=[contributions[0].uuid])
    turn(village.initiative)
    every_key = [*listed(drawer).values(), *listed(keys.folder_of(village.initiative.uuid)).values()]
    for content in every_key:
        with pytest.raises((InvalidUnwrap, ValueError)):
            aes_key_unwrap(content[:32], copy[contributions[0].uuid][1])
    assert ring.survivors(village.initiative.uuid) == {one.uuid for one in contributions[1:]}


def test_an_old_database_opens_for_survivors_and_for_nobody_else(village: Cast) -> None:
    contributions = four(village)
    old = {one.uuid: (bytes(one.sealed), bytes(one.wrapped_key)) for one in contributions}
    first, second = contributions[:2]
    with transaction.atomic():
        shred(contributions=[first.uuid])
    turn(village.initiative)
    with transaction.atomic():
        shred(contributions=[second.uuid])
    turn(village.initiative)
    put_back(village, old)
    applied = ring.apply(village.initiative)
    assert (applied.opened, applied.gone) == (2, 2)
    assert ages(village) == ["32", "33"]
    assert current_epoch(village.initiative).number == 3
    assert ring.apply(village.initiative) == type(applied)(0, 0)


def put_back(village: Cast, old: dict[UUID, tuple[bytes, bytes]]) -> None:
    """The rows as they stood when the first key was current."""
    KeyEpoch.objects.filter(initiative=village.initiative, number=1).update(destroyed_at=None)
    first = KeyEpoch.objects.get(initiative=village.initiative, number=1)
    for uuid, (sealed, wrapped) in old.items():
        found = Contribution.with_shredded.filter(uuid=uuid)
        found.update(sealed=sealed, wrapped_key=wrapped, epoch=first, shredded_at=None)
    KeyEpoch.objects.filter(initiative=village.initiative).exclude(id=first.id).delete()
    KeyEpoch.objects.filter(id=first.id).update(ended_at=None)


def test_nothing_is_taken_away_because_a_key_file_was_lost(village: Cast) -> None:
    four(village)
    turn(village.initiative)
    keys.epoch_file(village.initiative.uuid, 2).rename(keys.folder_of(village.initiative.uuid) / "1.key")
    with pytest.raises(OutsideFault) as fault:
        ring.apply(village.initiative)
    assert fault.value.codes == ("key-missing",)
    assert Contribution.objects.count() == 4


def test_both_copies_of_the_keys_stay_equal_and_hold_nothing_superfluous(village: Cast, drawer: Path) -> None:
    four(village)
    for _ in range(3):
        turn(village.initiative)
    escrow.keep_all()
    assert listed(drawer) == listed(keys.own_file().parent)
    assert set(listed(drawer)) == {f"{village.initiative.uuid}/4.key", f"{village.initiative.uuid}/4.ring"}


def test_keys_turn_by_themselves_after_a_while_once_for_all_who_took_their_answers_back(
    village: Cast, settings: Settings
) -> None:
    first, second, *_ = four(village)
    for one in (first, second):
        with transaction.atomic():
            shred(contributions=[one.uuid])
    waiting = Job.objects.filter(kind="keys-turn")
    assert waiting.count() == 1
    while work_once():
        pass
    assert current_epoch(village.initiative).number == 1
    waiting.update(not_before=waiting[0].created_at)
    while work_once():
        pass
    assert current_epoch(village.initiative).number == 2
    assert AuditRecord.objects.filter(action="keys-turned").count() == 1
    assert ages(village) == ["32", "33"]


def test_a_turn_waits_for_the_second_copy_for_as_long_as_it_takes(village: Cast, drawer: Path) -> None:
    first, *_ = four(village)
    with transaction.atomic():
        shred(contributions=[first.uuid])
    drawer.rename(drawer.with_name("away"))
    job = Job.objects.filter(kind="keys-turn")
    for _ in range(25):
        job.update(not_before=job[0].created_at, lease_until=job[0].created_at)
        work_once()
    assert job[0].state == "running"
    assert keys.epochs_with_key(village.initiative.uuid) == [1]
    drawer.with_name("away").rename(drawer)
    job.update(lease_until=job[0].created_at)
    while work_once():
        pass
    assert job[0].state == "done"
    assert [name for name in listed(drawer) if name.endswith("key") and "/" in name] == [
        f"{village.initiative.uuid}/2.key"
    ]
