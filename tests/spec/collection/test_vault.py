"""The vault against those who hold the database, the disk, or one row of a table. Twin: honest answers come back."""

import json
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.collection import keys, vault
from nyhavn.web.collection.vault import Place, Sealed

SAID = {"who_hit_you": "my_husband", "اسم": "ليلى", "age": "34"}


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place(uuid4(), 1, uuid4())
    keys.make_once(keys.epoch_file(place.initiative, 1))
    yield place


def beside(place: Place, **changes: object) -> Place:
    return replace(place, **changes)


def test_what_was_said_comes_back_as_it_was_said(place: Place) -> None:
    assert vault.open_one(place, vault.seal(place, SAID)) == SAID


def test_many_come_back_in_their_order(place: Place) -> None:
    places = [beside(place, on=uuid4()) for _ in range(50)]
    sealed = vault.seal_all((where, {"n": str(number)}) for number, where in enumerate(places))
    back = list(vault.open_many(zip(places, sealed, strict=True)))
    assert back == [{"n": str(number)} for number in range(50)]


def test_a_seized_database_shows_nothing_that_was_said(place: Place) -> None:
    sealed = vault.seal(place, SAID)
    for word in ("husband", "who_hit_you", "ليلى"):
        assert word.encode() not in sealed.blob + sealed.wrapped_key


def test_how_long_an_answer_is_does_not_show_in_the_database(place: Place) -> None:
    none, long = (vault.seal(place, {"told": text}) for text in ("no", "He came home at night. " * 10))
    assert len(none.blob) == len(long.blob)


def test_the_same_answer_twice_never_looks_the_same(place: Place) -> None:
    one, other = vault.seal(place, SAID), vault.seal(place, SAID)
    assert one.blob != other.blob
    assert one.wrapped_key != other.wrapped_key


@pytest.mark.parametrize(
    "other",
    [{"on": UUID(int=7)}, {"initiative": "other"}, {"version": 2}],
    ids=["another contribution", "another initiative", "another version"],
)
def test_a_blob_that_was_moved_to_another_row_does_not_open(place: Place, other: dict[str, object]) -> None:
    sealed = vault.seal(place, SAID)
    if "initiative" in other:
        other = {"initiative": uuid4()}
        stolen = beside(place, **other)
        stolen_key = keys.epoch_file(stolen.initiative, 1)
        stolen_key.parent.mkdir()
        stolen_key.write_bytes(keys.epoch_file(place.initiative, 1).read_bytes())
    with pytest.raises(Refusal) as refused:
        vault.open_one(beside(place, **other), sealed)
    assert refused.value.codes == ("contribution-changed",)


@pytest.mark.parametrize("spot", [0, 1, 12, 13, 40, -1])
def test_one_changed_bit_is_noticed_wherever_it_stands(place: Place, spot: int) -> None:
    sealed = vault.seal(place, SAID)
    blob = bytearray(sealed.blob)
    blob[spot] ^= 1
    with pytest.raises(Refusal, match="does not open with its key"):
        vault.open_one(place, Sealed(bytes(blob), sealed.wrapped_key))


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + b"0" * 12, b"\x02" + b"0" * 600])
def test_what_is_no_blob_is_refused_and_never_read(place: Place, blob: bytes) -> None:
    with pytest.raises(Refusal, match="does not open with its key"):
        vault.open_one(place, replace(vault.seal(place, SAID), blob=blob))


@pytest.mark.parametrize("wrapped", [b"", b"0" * 39, b"0" * 40])
def test_a_wrapped_key_that_was_destroyed_opens_nothing_any_more(place: Place, wrapped: bytes) -> None:
    with pytest.raises(Refusal, match="does not open with its key"):
        vault.open_one(place, replace(vault.seal(place, SAID), wrapped_key=wrapped))


def test_a_key_of_another_contribution_opens_nothing(place: Place) -> None:
    mine, other = vault.seal(place, SAID), vault.seal(beside(place, on=uuid4()), SAID)
    with pytest.raises(Refusal):
        vault.open_one(place, Sealed(mine.blob, other.wrapped_key))


def test_without_the_key_file_there_is_a_sentence_for_the_operator_and_no_new_key(place: Place) -> None:
    sealed = vault.seal(place, SAID)
    path = keys.epoch_file(place.initiative, 1)
    path.unlink()
    with pytest.raises(OutsideFault, match="A key file is not where it should be") as fault:
        vault.open_one(place, sealed)
    assert fault.value.codes == ("key-missing",)
    with pytest.raises(OutsideFault):
        vault.seal(place, SAID)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_key_file_is_named(place: Place, content: bytes) -> None:
    path = keys.epoch_file(place.initiative, 1)
    path.chmod(0o600)
    path.write_bytes(content)
    with pytest.raises(OutsideFault, match="does not hold a key") as fault:
        vault.seal(place, SAID)
    assert fault.value.codes == ("key-damaged",)


def test_another_key_in_the_file_opens_nothing(place: Place) -> None:
    sealed = vault.seal(place, SAID)
    keys.epoch_file(place.initiative, 1).write_bytes(b"k" * 32)
    with pytest.raises(Refusal) as refused:
        vault.open_one(place, sealed)
    assert refused.value.codes == ("contribution-changed",)
    assert "husband" not in str(refused.value)


def test_only_the_owner_reads_a_key(place: Place) -> None:
    path = keys.epoch_file(place.initiative, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_is_made_once_however_many_make_it(keys_folder: object) -> None:
    path = keys.epoch_file(uuid4(), 1)
    seen: list[bytes] = []

    def make() -> None:
        keys.make_once(path)
        seen.append(keys.read(path))

    makers = [threading.Thread(target=make) for _ in range(20)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(set(seen)) == 1
    assert [found.name for found in path.parent.iterdir()] == ["1.key"]


def test_a_contribution_of_a_newer_nyhavn_is_not_guessed_at(place: Place) -> None:
    content = json.dumps({"format": 2, "columns": {}}).encode()
    with pytest.raises(Refusal, match="newer Nyhavn"):
        vault.open_one(place, vault.seal_bytes(place, content))


def test_a_sealed_file_comes_back_byte_for_byte(place: Place) -> None:
    content = os.urandom(70_000)
    assert vault.open_bytes(place, vault.seal_bytes(place, content)) == content


def test_a_draft_opens_with_the_secret_of_its_page_only(place: Place, keys_folder: object) -> None:
    blob = vault.seal_with(b"s" * 32, place, b"half an answer")
    assert vault.open_with(b"s" * 32, place, blob) == b"half an answer"
    with pytest.raises(Refusal):
        vault.open_with(b"t" * 32, place, blob)


def test_a_keyed_hash_cannot_be_guessed_from_the_database_alone(keys_folder: object, db: None) -> None:
    before = vault.keyed_hash("receipt", b"boat harbour rope")
    assert vault.keyed_hash("receipt", b"boat harbour rope") == before
    assert vault.keyed_hash("file", b"boat harbour rope") != before
    keys.own_file().unlink()
    assert vault.keyed_hash("receipt", b"boat harbour rope") != before


def test_neither_place_nor_sealed_prints_what_it_holds(place: Place) -> None:
    assert "blob" not in repr(vault.seal(place, SAID))
