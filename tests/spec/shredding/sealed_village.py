"""An installation of its own on disk, with people in it; run in an interpreter of its own, by tests of shredding.

python sealed_village.py COMMAND FOLDER …: prints one JSON object.
"""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

COMMAND, FOLDER = sys.argv[1], Path(sys.argv[2])
os.environ["DJANGO_SETTINGS_MODULE"] = "nyhavn.web.settings"
os.environ["NYHAVN_HOME"], os.environ["NYHAVN_KEYS"] = str(FOLDER / "home"), str(FOLDER / "keys")
os.environ["NYHAVN_ESCROW"] = str(FOLDER / "drawer")
(FOLDER / "drawer").mkdir(parents=True, exist_ok=True)

import django  # noqa: E402 (settings first)

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from migrated import put_tables  # noqa: E402
from nyhavn.web.collection import keys, ring, turning, vault, wrapped_tables  # noqa: E402
from nyhavn.web.collection.keys_check import key_problems  # noqa: E402
from nyhavn.web.collection.models import Contribution  # noqa: E402
from nyhavn.web.collection.queries import material  # noqa: E402
from nyhavn.web.collection.shredding import schedule_turn, shred  # noqa: E402
from nyhavn.web.initiatives.models import Initiative  # noqa: E402
from nyhavn.web.jobs.models import Job  # noqa: E402
from nyhavn.web.jobs.worker import work_once  # noqa: E402
from sudden_death import deaths  # noqa: E402
from web import objects  # noqa: E402
from web.cast import cast  # noqa: E402

PEOPLE, GONE = 12, 4
WRAPPED, RANDOM = 40, 26  # bytes of a wrapped key, and how many different ones random bytes always have
PIECE = 4096
DATABASE = FOLDER / "home" / "nyhavn.sqlite3"


def made(people: int = PEOPLE) -> list[Contribution]:
    """The village, with so many who contributed, each of another age."""
    put_tables()
    collection = objects.collection(cast())
    said = [{**objects.SAID, "age": str(10 + place)} for place in range(people)]
    return [objects.contribution(collection, one) for one in said]


def village() -> Initiative:
    return Initiative.objects.get()


def ages() -> list[int]:
    """Of everybody who takes part; fails if one does not open."""
    return [int(age) for age in material(village()).table.column("age").to_pylist()]


def destroy(people: list[Contribution]) -> None:
    """They take their answers back."""
    with transaction.atomic():
        shred(contributions=[one.uuid for one in people])


def mark(people: list[Contribution]) -> None:
    """What an installation without shredding would do: the rows take no part any more."""
    Contribution.objects.filter(id__in=[one.id for one in people]).update(set_aside="took it back")


def work_all() -> None:
    """Carry out everything that waits, also what waits for its hour."""
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(state="waiting").update(not_before=past)
    Job.objects.filter(state="running").update(lease_until=past)
    while work_once():
        pass


def die_at_each_step() -> dict[str, object]:
    """The work after a withdrawal dies at its first step on the disk or in the database, at its second, and so on."""
    destroy(made()[:GONE])
    connection.close()
    wrapped_tables.AT_ONCE = 3
    places = ("home", "keys", "drawer")
    for name in places:
        shutil.copytree(FOLDER / name, FOLDER / "kept" / name)

    def prepared(step: int) -> None:
        """Whatever the last death left is checked; then everything stands as before the work."""
        if step > 1:
            check_after_death()
        for name in places:
            shutil.rmtree(FOLDER / name)
            shutil.copytree(FOLDER / "kept" / name, FOLDER / name)

    died = deaths(lambda _step: work_watched(), prepared)
    check_after_death()
    return {"died": died}


def work_watched() -> None:
    """Deaths come between statements of the database as well, of which the interpreter tells nobody by itself."""

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sys.audit("os.remove", sql, -1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        work_all()


def check_after_death() -> None:
    """Everybody who is still in opens; the work goes on to the same end, and leaves nothing behind."""
    survivors = list(range(10 + GONE, 10 + PEOPLE))
    assert ages() == survivors
    work_all()
    assert ages() == survivors
    uuid = village().uuid
    assert not Job.objects.exclude(state="done").exists(), list(Job.objects.values_list("kind", "state", "reasons"))
    assert keys.epochs_with_key(uuid) == keys.epochs_with_ring(uuid) == [2]
    assert ring.survivors(uuid) == set(Contribution.objects.values_list("uuid", flat=True))
    assert [reason.sentence() for reason in key_problems()] == []
    connection.close()


def live(take_back: Callable[[list[Contribution]], None]) -> dict[str, object]:
    """Three rounds: somebody copies the files, people take their answers back, the keys turn. Then the attack."""
    people = made()
    gone = people[:GONE]
    for number in range(GONE):
        copy_files(f"copy-{number}-before")
        take_back([gone[number]])
        copy_files(f"copy-{number}-after")
        schedule(number)
        work_all()
    connection.close()
    found = attacked()
    return {"found": sorted(found), "gone": list(range(10, 10 + GONE)), "kept": ages()}


def schedule(_number: int) -> None:
    """Keys turn in both worlds."""
    with transaction.atomic():
        schedule_turn(village(), at=timezone.now())


def copy_files(name: str) -> None:
    """Whatever lies in the home, as a thief or a backup takes it."""
    shutil.copytree(DATABASE.parent, FOLDER / "copies" / name, ignore=shutil.ignore_patterns("keys"))


def attacked() -> set[int]:
    """Ages of everybody whom somebody reads who has every file of every copy, and every key that is left."""
    everything = [path for path in FOLDER.rglob("*") if path.is_file()]
    kept = {path.read_bytes() for path in everything if path.suffix == ".key"}
    own = {key for window in windows(everything) for key in unwrapped(window, kept)}
    sealed = {row for path in everything if path.suffix == ".sqlite3" for row in blobs(path)}
    return {age for row in sealed for key in own if (age := opened(key, *row)) is not None}


def windows(files: list[Path]) -> set[bytes]:
    """Any forty bytes that stand together somewhere. Texts and blanks are passed over, and what was seen before."""
    contents = [path.read_bytes() for path in files]
    pieces = {one[start : start + PIECE + WRAPPED] for one in contents for start in range(0, len(one), PIECE)}
    found = (piece[start : start + WRAPPED] for piece in pieces for start in range(PIECE))
    return {window for window in found if len(set(window)) >= RANDOM}


def unwrapped(window: bytes, every_key: set[bytes]) -> Iterator[bytes]:
    """What the keys open of it."""
    for key in every_key:
        with suppress(InvalidUnwrap, ValueError):
            yield aes_key_unwrap(key, window)


def blobs(database: Path) -> list[tuple[str, int, bytes]]:
    """Uuid, version and blob of every row that was ever stored in a copy."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as copy:
        return copy.execute("SELECT uuid, version, sealed FROM collection_contribution").fetchall()


def opened(key: bytes, uuid: str, version: int, blob: bytes) -> int | None:
    bound = vault.Place(village().uuid, 0, UUID(uuid), version).bound
    try:
        content = AESGCM(key).decrypt(blob[1:13], blob[13:], blob[:1] + bound)
    except (InvalidTag, ValueError):
        return None
    return int(json.loads(content)["columns"]["age"])


def look_at_freed_pages() -> dict[str, object]:
    """Whether wrapped keys of destroyed ones stand anywhere in the file or its log, before keys turn."""
    people = made(200)
    gone, kept = people[::7], [one for place, one in enumerate(people) if place % 7]
    before = everything_stored()
    destroy(gone)
    Job.objects.filter(kind="keys-turn").delete()
    work_all()
    stored = everything_stored()
    return {
        "gone before": sum(stands(one, before) for one in gone),
        "gone after": sum(stands(one, stored) for one in gone),
        "kept after": sum(stands(one, stored) for one in kept),
        "gone": len(gone),
        "kept": len(kept),
    }


def everything_stored() -> bytes:
    return b"".join(path.read_bytes() for path in sorted(DATABASE.parent.glob(f"{DATABASE.name}*")))


def stands(one: Contribution, stored: bytes) -> bool:
    """The wrapped key. Pieces of a blob may stay where SQLite has moved rows within a page; without a key, as noise."""
    return bytes(one.wrapped_key) in stored


def write_while_keys_turn() -> dict[str, object]:
    """Others contribute and practise as long as keys turn, again and again."""
    made()
    wrapped_tables.AT_ONCE = 2
    collection, sent, turns = village().collections.get(), 30, 0

    def contribute() -> None:
        for place in range(sent):
            objects.contribution(collection, {**objects.SAID, "age": str(40 + place)})
        connection.close()

    with ThreadPoolExecutor(1) as people:
        writing = people.submit(contribute)
        while not writing.done():
            turning.turn(village())
            turns += 1
        writing.result()
    turning.turn(village())
    expected = [*range(10, 10 + PEOPLE), *range(40, 40 + sent)]
    left = [reason.sentence() for reason in key_problems()]
    return {"lost": sorted(set(expected) - set(ages())), "turns": turns, "left": left}


COMMANDS: dict[str, Callable[[], dict[str, object]]] = {
    "die": die_at_each_step,
    "shredded": lambda: live(destroy),
    "marked": lambda: live(mark),
    "busy": write_while_keys_turn,
    "pages": look_at_freed_pages,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[COMMAND]()))
