"""The mirror keeps what was said to it, through crashes, and tells when somebody cut or exchanged it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.refusal import OutsideFault
from nyhavn.web.lineage import mirror
from nyhavn.web.lineage.mirror_file import path
from nyhavn.web.lineage.mirror_lines import MirrorKind, MirrorLine, key_name, written
from sudden_death import surroundings

MOMENT = datetime(2026, 11, 26, 12, 0, 0, 5, tzinfo=UTC)
WRITERS, EACH = 4, 25
WRITER = """
import django; django.setup()
from nyhavn.web.lineage import mirror
from web.lineage.test_lineage_mirror import line
for number in range({each}):
    mirror.remember([line({writer} * 1000 + number)])
"""


def line(number: int, **other: object) -> MirrorLine:
    values = {"purposes": ("collection",), "at": MOMENT, "withdrawal": UUID(int=number), "mode": ConsentMode.WITNESSED}
    return MirrorLine(initiative=UUID(int=1), contribution=UUID(int=number + 7), **(values | other))  # type: ignore[arg-type]


def lines(count: int, since: int = 0) -> Sequence[MirrorLine]:
    return [line(number) for number in range(since, since + count)]


def remembered() -> list[int]:
    return [one.withdrawal.int for one in mirror.read_all()]


def test_what_was_remembered_is_read_again_as_it_was() -> None:
    said = [
        line(1),
        line(2, purposes=("open-microdata", "media"), said_by="relative", mode=ConsentMode.ON_PAPER),
        line(3, kind=MirrorKind.EXPIRED),
    ]
    mirror.remember(said[:1])
    mirror.remember(said[1:])
    assert list(mirror.read_all()) == said
    assert mirror.head() == mirror.check() == mirror.known_head()
    assert mirror.head().count == 3


def test_a_mirror_that_was_never_written_is_empty_and_in_order() -> None:
    assert list(mirror.read_all()) == []
    assert mirror.check() == mirror.BEGINNING == mirror.head()
    mirror.mend()


def test_nobody_else_may_read_its_files(settings: Settings) -> None:
    mirror.remember(lines(1))
    files = [path(), settings.KEYS / mirror.KEY, settings.KEYS / mirror.HEAD, settings.MIRROR]
    assert [oct(file.stat().st_mode & 0o077) for file in files] == ["0o0"] * 4


def test_ten_thousand_lines_wait_for_the_disk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[Path] = []
    brought = os.fsync

    def counting(handle: int) -> None:
        waited.append(Path(f"/proc/self/fd/{handle}").readlink())
        brought(handle)

    monkeypatch.setattr(os, "fsync", counting)
    mirror.remember(lines(10_000))
    assert waited.count(path()) == 1
    assert mirror.check().count == 10_000


@pytest.mark.parametrize("left", [b"4 withdrawn torn", b"\0" * 9_000])
def test_a_line_that_a_power_cut_tore_is_cut_off_and_nothing_else(left: bytes) -> None:
    mirror.remember(lines(3))
    with path().open("ab") as stream:
        stream.write(left)
    assert remembered() == [0, 1, 2]
    assert mirror.check().count == 3
    mirror.remember([line(9)])
    assert remembered() == [0, 1, 2, 9]
    assert left not in path().read_bytes()


def test_whole_lines_whose_writer_died_before_the_head_was_written_stay(settings: Settings) -> None:
    mirror.remember(lines(2))
    older = (settings.KEYS / mirror.HEAD).read_bytes()
    mirror.remember([line(5)])
    (settings.KEYS / mirror.HEAD).write_bytes(older)
    mirror.remember([line(6)])
    assert remembered() == [0, 1, 5, 6]


def test_damage_behind_the_head_was_promised_to_nobody_and_is_mended() -> None:
    mirror.remember(lines(2))
    with path().open("ab") as stream:
        stream.write(b"\0" * 400 + b"\n" + b"rubbish\n")
    with pytest.raises(OutsideFault) as told:
        mirror.check()
    assert told.value.codes == ("mirror-damaged",)
    mirror.mend()
    mirror.remember([line(3)])
    assert remembered() == [0, 1, 3]


def test_damage_in_what_was_promised_is_never_mended_away() -> None:
    mirror.remember(lines(3))
    content = path().read_bytes()
    path().write_bytes(content.replace(b"collection", b"media", 1))
    for asked in (mirror.mend, mirror.check, lambda: list(mirror.read_all())):
        with pytest.raises(OutsideFault) as told:
            asked()
        assert told.value.codes == ("mirror-damaged",)
    assert path().stat().st_size == len(content) - len("collection") + len("media")


def cut_by_one() -> None:
    whole = path().read_bytes().splitlines(keepends=True)
    path().write_bytes(b"".join(whole[:-1]))


def exchanged() -> None:
    kept = Path(f"{path()}.kept")
    path().rename(kept)
    (path().parent.parent / "keys" / mirror.HEAD).rename(kept.with_suffix(".head"))
    mirror.remember(lines(5, since=50))
    kept.with_suffix(".head").rename(path().parent.parent / "keys" / mirror.HEAD)


@pytest.mark.parametrize(
    ("attack", "code"),
    [(cut_by_one, "mirror-set-back"), (lambda: path().unlink(), "mirror-set-back"), (exchanged, "mirror-exchanged")],
)
def test_a_mirror_that_was_cut_or_exchanged_is_not_believed(attack: object, code: str) -> None:
    mirror.remember(lines(5))
    assert callable(attack)
    attack()
    with pytest.raises(OutsideFault) as told:
        mirror.check()
    assert told.value.codes == (code,)
    with pytest.raises(OutsideFault) as told:  # and nothing is added to it
        mirror.remember([line(99)])
    assert told.value.codes == (code,)


def test_a_line_that_was_made_without_the_key_is_not_believed(settings: Settings) -> None:
    """Its link is right: anybody can work that out. Its seal is not."""
    before = mirror.remember(lines(1))
    key = mirror.seal_key()
    assert key is not None
    forged, _ = written([line(2)], before, b"guess" * 7)
    text = forged.decode().replace(key_name(b"guess" * 7), key_name(key))
    with path().open("a") as stream:
        stream.write(text)
    with pytest.raises(OutsideFault) as told:
        mirror.check()
    assert told.value.codes == ("mirror-damaged",)


def test_the_mirror_is_read_and_goes_on_when_its_key_was_lost(settings: Settings) -> None:
    mirror.remember(lines(2))
    (settings.KEYS / mirror.KEY).unlink()
    assert remembered() == [0, 1]
    mirror.remember([line(2)])
    assert remembered() == [0, 1, 2]
    assert mirror.check().count == 3


def test_an_earlier_head_tells_whether_this_is_the_same_mirror() -> None:
    first = mirror.remember(lines(2))
    mirror.remember([line(2)])
    assert mirror.check(mirror.BEGINNING, first).count == 3
    with pytest.raises(OutsideFault) as told:
        mirror.check(mirror.Head(2, "0" * 64))
    assert told.value.codes == ("mirror-exchanged",)
    with pytest.raises(OutsideFault) as told:
        mirror.check(mirror.Head(4, first.digest))
    assert told.value.codes == ("mirror-set-back",)


def test_a_disk_without_room_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    mirror.remember(lines(2))
    write = os.pwrite

    def full(handle: int, text: bytes, at: int) -> int:
        if len(text) <= 100:
            raise OSError(28, "No space left on device")
        return write(handle, text[:100], at)

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OutsideFault) as told:
        mirror.remember(lines(3, since=10))
    assert told.value.codes == ("no-room",)
    assert remembered() == [0, 1]


@pytest.mark.slow
def test_server_and_worker_write_beside_each_other_and_no_line_is_lost(settings: Settings) -> None:
    environment = surroundings() | {
        "NYHAVN_KEYS": str(settings.KEYS),
        "NYHAVN_MIRROR": str(settings.MIRROR),
        "NYHAVN_HOME": str(settings.HOME),
    }
    programs = [WRITER.format(each=EACH, writer=writer) for writer in range(WRITERS)]
    running = [subprocess.Popen((sys.executable, "-c", program), env=environment) for program in programs]
    assert [process.wait(timeout=120) for process in running] == [0] * WRITERS
    assert sorted(remembered()) == sorted(writer * 1000 + number for writer in range(WRITERS) for number in range(EACH))
    assert mirror.check().count == WRITERS * EACH


def test_nothing_in_it_names_a_person() -> None:
    mirror.remember([line(1, withdrawal=uuid4())])
    words = path().read_text().split()
    assert len(words) == 12
    assert words[1] == "withdrawn" and words[6] == "collection"
