"""No restore brings back whoever took their data back; everybody else, and every release, comes back."""

import shutil
import sqlite3
import sys
import tarfile
from pathlib import Path

import pytest

from browser.installation import started
from postgresql import postgresql
from spec.restoring.conftest import Village, lived
from spec.restoring.places import new_place

slow = pytest.mark.slow  # all but two: a village and a restore take half a minute


def check_only_the_gone_are_gone(village: Village) -> dict[str, object]:
    found = village.place.village("look")
    assert set(found["opened"]) == village.still
    assert found["counted"] == len(village.still)
    assert found["withdrawn"] == sorted(village.gone)
    assert found["unfinished"] == 0
    assert found["published"] == ["village-water-2026 1"]
    assert found["problems"] == [] and found["broken seals"] == []
    return found


def put_database_in_place_by_hand(village: Village) -> None:
    with tarfile.open(village.place.backup) as tar:
        database = tar.extractfile("database")
        assert database is not None
        (village.place.home / "nyhavn.sqlite3").write_bytes(database.read())


def start_and_stop(village: Village) -> None:
    """`nyhavn run` until it answers."""
    outside = {name: village.place.environment[name] for name in ("NYHAVN_KEYS", "NYHAVN_MIRROR")}
    site = started(village.place.home, **outside)
    site.stop()
    assert site.process.returncode == 0, site.log


def test_an_old_backup_comes_back_without_those_who_withdrew_since(village: Village) -> None:
    village.place.emptied()
    told = village.place.done("restore", village.place.backup)
    assert "Withdrawn again: 3." in told
    (facts,) = check_only_the_gone_are_gone(village)["restores"]  # type: ignore[misc]
    assert facts["withdrawn_again"] == facts["mirror_lines"] == 3


def test_without_the_mirror_nothing_comes_back(village: Village) -> None:
    shutil.rmtree(village.place.mirror)
    village.place.emptied()
    assert "mirror-set-back" in village.place.refused("restore", village.place.backup)
    assert not (village.place.home / "nyhavn.sqlite3").exists()


@slow
def test_it_does_so_when_the_keys_were_turned_since(village: Village) -> None:
    village.place.village("turn-keys")
    village.place.emptied()
    village.place.done("restore", village.place.backup)
    check_only_the_gone_are_gone(village)


@slow
def test_it_does_so_in_the_place_of_a_database_that_is_there(village: Village) -> None:
    assert "--replace" in village.place.refused("restore", village.place.backup)
    check_only_the_gone_are_gone(village)
    village.place.done("restore", village.place.backup, "--replace")
    check_only_the_gone_are_gone(village)
    assert not [path.name for path in village.place.home.iterdir() if "before" in path.name or "partial" in path.name]


@slow
def test_without_the_replay_they_would_come_back(village: Village) -> None:
    """The test above can fail: this is what the old database holds, and the keys open it."""
    village.place.emptied()
    put_database_in_place_by_hand(village)
    (village.place.home / "log").mkdir()
    (village.place.home / "log/trust.pub").write_text("nobody")
    with sqlite3.connect(village.place.home / "nyhavn.sqlite3") as db:
        db.execute("DELETE FROM releases_releaseevent")  # their files are not there
        db.execute("UPDATE releases_publicrelease SET state = 'abandoned', issued_at = NULL, release_date = NULL")
    assert set(village.place.village("look")["opened"]) == set(village.people)


@slow
@pytest.mark.enable_socket
def test_whoever_copies_an_old_database_into_its_place_and_just_starts_brings_nobody_back(village: Village) -> None:
    for ending in ("", "-wal", "-shm"):
        (village.place.home / f"nyhavn.sqlite3{ending}").unlink(missing_ok=True)
    put_database_in_place_by_hand(village)
    start_and_stop(village)
    check_only_the_gone_are_gone(village)


@slow
@pytest.mark.enable_socket
def test_the_restored_site_serves(village: Village) -> None:
    village.place.emptied()
    village.place.done("restore", village.place.backup)
    start_and_stop(village)
    check_only_the_gone_are_gone(village)


@slow
def test_a_backup_made_after_the_withdrawals_comes_back_as_well(village: Village, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    village.place.done("backup", "--to", tmp_path / "disk")
    (newer,) = (tmp_path / "disk").iterdir()
    village.place.emptied()
    assert "Withdrawn again: 0." in village.place.done("restore", newer)
    check_only_the_gone_are_gone(village)


@slow
def test_a_release_that_came_out_after_the_backup_is_out_again_and_goes_out_no_second_time(tmp_path: Path) -> None:
    """Without those who took back since it could not be made again; it was published with them, and stays."""
    village = lived(new_place(tmp_path / "place"), is_out=False)
    entries = (village.place.home / "log/leaves.txt").read_bytes()
    releases = {path: path.read_bytes() for path in (village.place.home / "releases").rglob("*") if path.is_file()}
    told = village.place.done("restore", village.place.backup, "--replace")
    assert "shown again: village-water-2026 1." in told
    check_only_the_gone_are_gone(village)
    village.place.village("go-on")
    check_only_the_gone_are_gone(village)
    assert (village.place.home / "log/leaves.txt").read_bytes() == entries
    assert {path: path.read_bytes() for path in releases} == releases


@slow
def test_it_is_so_on_postgresql(tmp_path: Path, postgresql_programs: Path) -> None:
    with postgresql() as address:
        village = lived(new_place(tmp_path / "place", address))
        assert "--replace" in village.place.refused("restore", village.place.backup)
        village.place.village("turn-keys")
        village.place.emptied()
        village.place.done("restore", village.place.backup, "--replace")
        check_only_the_gone_are_gone(village)


WITHOUT_IT = "from nyhavn.web.site.backups import databases; databases.EXTENSION = 'not_there'; "


@slow
def test_a_postgresql_without_the_extension_of_the_search_takes_the_backup_as_well(
    tmp_path: Path, postgresql_programs: Path
) -> None:
    """The extension goes with the old schema, and no other can be made."""
    with postgresql() as address:
        village = lived(new_place(tmp_path / "place", address))
        asked = (sys.executable, "-c", f"{WITHOUT_IT}from nyhavn.cli.start import main; main()")
        told = village.place.carried_out(*asked, "restore", village.place.backup, "--replace")
        assert told.returncode == 0, told.stderr
        check_only_the_gone_are_gone(village)
