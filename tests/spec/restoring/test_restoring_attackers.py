"""Whoever restores without the mirror, with another one, or without the keys is refused, and nothing is changed."""

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from spec.restoring.conftest import Village

pytestmark = pytest.mark.slow


def lines(village: Village) -> Path:
    return village.place.mirror / "withdrawals.txt"


def without_the_mirror(village: Village) -> None:
    shutil.rmtree(village.place.mirror)


def with_a_mirror_cut_by_one_line(village: Village) -> None:
    whole = lines(village).read_bytes().splitlines(keepends=True)
    lines(village).write_bytes(b"".join(whole[:-1]))


def with_a_mirror_whose_lines_were_swapped(village: Village) -> None:
    whole = lines(village).read_bytes().splitlines(keepends=True)
    lines(village).write_bytes(b"".join((whole[1], whole[0], *whole[2:])))


def with_a_mirror_that_names_somebody_else(village: Village) -> None:
    content = lines(village).read_text()
    lines(village).write_text(content.replace(village.gone[0], village.people[-1]))


def without_any_key(village: Village) -> None:
    shutil.rmtree(village.place.keys)
    village.place.keys.mkdir(mode=0o700)


def without_the_ring_of_turned_keys(village: Village) -> None:
    village.place.village("turn-keys")
    for ring in village.place.keys.rglob("*.ring"):
        ring.unlink()


def with_a_mirror_set_back_before_a_newer_backup(village: Village) -> None:
    """He also takes away what stands beside the keys; the backup itself knows how long the mirror was."""
    village.place.backup.unlink()
    village.place.done("backup", "--to", village.place.backup)
    with_a_mirror_cut_by_one_line(village)
    (village.place.keys / "mirror.head").unlink()


def with_a_backup_that_was_changed(village: Village) -> None:
    content = village.place.backup.read_bytes()
    assert content.count(b"council-of-village-water") >= 1
    village.place.backup.write_bytes(content.replace(b"council-of-village-water", b"council-of-village-wader"))


def with_a_backup_that_was_cut_off(village: Village) -> None:
    content = village.place.backup.read_bytes()
    village.place.backup.write_bytes(content[: len(content) // 2])


def with_a_backup_whose_list_was_changed(village: Village) -> None:
    content = village.place.backup.read_bytes()
    village.place.backup.write_bytes(content.replace(b'"count": 0', b'"count": 9'))


def with_something_else(village: Village) -> None:
    village.place.backup.write_text("This is a letter.")


def with_a_link_in_the_backup(village: Village) -> None:
    village.place.backup.unlink()
    with tarfile.open(village.place.backup, "w") as tar:
        link = tarfile.TarInfo("releases/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)


def with_a_way_out_of_the_home(village: Village) -> None:
    village.place.backup.unlink()
    with tarfile.open(village.place.backup, "w") as tar:
        tar.addfile(tarfile.TarInfo("releases/../../outside"))


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (without_the_mirror, "mirror-set-back"),
        (with_a_mirror_cut_by_one_line, "mirror-set-back"),
        (with_a_mirror_whose_lines_were_swapped, "mirror-damaged"),
        (with_a_mirror_that_names_somebody_else, "mirror-damaged"),
        (with_a_mirror_set_back_before_a_newer_backup, "mirror-set-back"),
        (without_any_key, "restore-without-keys"),
        (without_the_ring_of_turned_keys, "restore-without-keys"),
        (with_a_backup_that_was_changed, "backup-damaged"),
        (with_a_backup_that_was_cut_off, "backup-damaged"),
        (with_a_backup_whose_list_was_changed, "backup-damaged"),
        (with_something_else, "backup-damaged"),
        (with_a_link_in_the_backup, "backup-damaged"),
        (with_a_way_out_of_the_home, "backup-damaged"),
    ],
)
def test_is_refused_and_nothing_was_changed(village: Village, attack: Callable[[Village], None], code: str) -> None:
    attack(village)
    village.place.emptied()
    assert code in village.place.refused("restore", village.place.backup)
    left = {path.name for path in village.place.home.iterdir()}
    assert left <= {"secret-key", "scratch", "languages", "running.lock"}  # what every start makes
    assert not (village.place.folder / "outside").exists()


def test_a_mirror_that_was_cut_stops_the_start_as_well(village: Village) -> None:
    with_a_mirror_cut_by_one_line(village)
    assert "mirror-set-back" in village.place.refused("run", "--port", "0")


def test_an_older_log_is_never_put_in_the_place_of_another(village: Village) -> None:
    """Somebody published with a new log in this home: two logs, and others hold checkpoints of both."""
    for path in village.place.home.iterdir():
        if path.name != "log":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    trust = village.place.home / "log" / "trust.pub"
    trust.write_text(trust.read_text().replace("+", "-other+", 1))
    assert "restore-log-forked" in village.place.refused("restore", village.place.backup)
