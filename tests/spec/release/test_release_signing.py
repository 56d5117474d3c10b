"""Signing survives its own death: killed at any moment and repeated, it gives one entry and one sound release."""

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.durable import is_same
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.merkle import leaf_hash
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Refusal
from spec.bundle.small_release import small_release
from spec.release.dying_signer import ISSUED_AT, sign
from sudden_death import surroundings, told_by

SIGN = "import sys\nfrom pathlib import Path\nfrom spec.release.dying_signer import sign\nsign(Path(sys.argv[1]))"


def other(place: Path, name: str) -> None:
    """Another release in the same log."""
    log = ReleaseLog.open(place / "log")
    sign_release(replace(small_release(), id=name), issued_at=ISSUED_AT, out=place / name, log=log)


def entries(place: Path) -> list[bytes]:
    """The entries of the log."""
    return list(ReleaseLog.open(place / "log").state().leaves)


def own_entry(place: Path) -> bytes:
    """The entry that the release in that place should have."""
    return leaf_hash((place / "release" / "release.intoto.dsse.json").read_bytes())


def assert_published_once(place: Path, log_size: int) -> None:
    """One entry, at that place of the log; folder and zip verify; nothing half-written lies about."""
    log = ReleaseLog.open(place / "log")
    for bundle in (place / "release", place / "release.zip"):
        found = verify(bundle, trusted=[log.verifier_key])
        assert (found.problems, found.log_size) == ((), log_size)
    assert entries(place).count(own_entry(place)) == 1
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one place for each step at which signing was killed, and `whole`, where it was not.

    All began with copies of one log with one entry.
    """
    place = tmp_path_factory.mktemp("deaths")
    other(place, "earlier")
    steps = int(told_by(Path(__file__).with_name("dying_signer.py"), place))
    assert steps >= 30, "content, evidence, log, zip and both names are many changes to the disk"
    (place / f"died-{steps + 1}").rename(place / "whole")
    return place


def died(deaths: Path, copy: Path) -> list[Path]:
    """A fresh copy of every place of death."""
    return [Path(shutil.copytree(path, copy / path.name)) for path in sorted(deaths.glob("died-*"))]


@pytest.mark.slow
def test_killed_before_every_single_change_to_the_disk_and_repeated(deaths: Path, tmp_path: Path) -> None:
    """The same bytes come out as from the run that nobody killed."""
    stages = set()
    for place in died(deaths, tmp_path):
        stages.add((len(entries(place)), (place / "release").exists(), (place / "release.zip").exists()))
        signed = sign(place)
        assert signed.log_size == 2
        assert_published_once(place, log_size=2)
        assert len(entries(place)) == 2
        assert is_same(place / "release", deaths / "whole" / "release")
        assert is_same(place / "release.zip", deaths / "whole" / "release.zip")
    reached = {(1, False, False), (2, False, False), (2, True, False), (2, True, True)}
    assert stages == reached, "the deaths lie before the entry, after it, after the folder and after the zip"


@pytest.mark.slow
def test_killed_anywhere_overtaken_by_others_and_then_repeated(deaths: Path, tmp_path: Path) -> None:
    """What was entered keeps its place; what was not comes after those that were faster."""
    for place in died(deaths, tmp_path):
        was_entered = len(entries(place)) == 2
        other(place, "faster")
        sign(place)
        assert_published_once(place, log_size=2 if was_entered else 3)
        newest = (place / "log" / "checkpoint").read_bytes()
        assert verify(place / "faster").ok
        assert verify(place / "release", older_checkpoint=newest, log_folder=place / "log").ok
        assert len(entries(place)) == 3


@pytest.mark.slow
def test_killed_at_random_moments_again_and_again_until_it_succeeds(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(4):
        place = tmp_path / str(number)
        for _ in range(6):
            run = subprocess.Popen([sys.executable, "-c", SIGN, str(place)], env=surroundings())
            time.sleep(chance.uniform(0.3, 1.5))
            run.send_signal(signal.SIGKILL)
            run.wait()
        sign(place)
        assert_published_once(place, log_size=1)
        assert len(entries(place)) == 1


def test_two_workers_at_once_publish_once(tmp_path: Path) -> None:
    """One has lost its lease and does not know it."""
    ReleaseLog.open(tmp_path / "log")
    command = [sys.executable, "-c", SIGN, str(tmp_path)]
    runs = [subprocess.Popen(command, env=surroundings()) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert_published_once(tmp_path, log_size=1)


def test_a_published_release_can_be_read_by_everybody_whom_the_system_lets_in(tmp_path: Path) -> None:
    """It is written in a private folder, and does not stay private."""
    (tmp_path / "any folder").mkdir()
    assert sign(tmp_path).folder.stat().st_mode == (tmp_path / "any folder").stat().st_mode


def test_repeating_a_finished_run_changes_nothing(tmp_path: Path) -> None:
    first = sign(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "release").rglob("*")}
    assert sign(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "release").rglob("*")} == times
    assert entries(tmp_path) == [own_entry(tmp_path)]


@pytest.mark.parametrize("taken", ["release", "release.zip"])
@pytest.mark.parametrize("kind", ["file", "folder", "link", "other release"])
def test_a_place_where_something_else_stands_is_refused_before_the_log_is_touched(
    tmp_path: Path, taken: str, kind: str
) -> None:
    log, place = ReleaseLog.open(tmp_path / "log"), tmp_path / taken
    if kind == "file":
        place.write_text("Dear Ana")
    elif kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to(tmp_path / "nowhere")
    else:
        sign_release(replace(small_release(), id="another"), issued_at=ISSUED_AT, out=place, log=log)
    before = entries(tmp_path)
    with pytest.raises(Refusal) as refused:
        sign(tmp_path)
    assert refused.value.codes == ("release-exists",)
    assert entries(tmp_path) == before
    assert not list(tmp_path.glob(".*"))


def test_a_release_that_was_changed_in_its_place_is_not_taken_for_done(tmp_path: Path) -> None:
    sign(tmp_path)
    (tmp_path / "release" / "README.txt").write_text("All is well.")
    with pytest.raises(Refusal) as refused:
        sign(tmp_path)
    assert refused.value.codes == ("release-exists",)


def test_a_link_to_the_same_release_is_not_taken_for_it(tmp_path: Path) -> None:
    sign(tmp_path)
    (tmp_path / "release").rename(tmp_path / "moved")
    (tmp_path / "release").symlink_to(tmp_path / "moved")
    with pytest.raises(Refusal):
        sign(tmp_path)


def test_another_moment_of_issue_is_another_release(tmp_path: Path) -> None:
    """The twin: what is really new is entered."""
    log = ReleaseLog.open(tmp_path / "log")
    later = [ISSUED_AT + timedelta(days=day) for day in range(3)]
    found = [sign_release(small_release(), issued_at=at, out=tmp_path / f"{at:%d}", log=log) for at in later]
    assert [signed.log_size for signed in found] == [1, 2, 3]
    assert [signed.release.issued_at for signed in found] == later


def test_the_moment_of_issue_is_told_in_whole_seconds_of_utc_and_needs_a_zone(tmp_path: Path) -> None:
    log = ReleaseLog.open(tmp_path / "log")
    berlin = datetime(2026, 12, 1, 10, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
    signed = sign_release(small_release(), issued_at=berlin, out=tmp_path / "release", log=log)
    assert signed.release.issued_at.isoformat() == "2026-12-01T09:00:00+00:00"
    with pytest.raises(ValueError, match="time zone"):
        sign_release(small_release(), issued_at=berlin.replace(tzinfo=None), out=tmp_path / "naive", log=log)
    assert len(log.state().leaves) == 1


def test_what_a_living_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    """Only the folders of dead runs are removed."""
    log = ReleaseLog.open(tmp_path / "log")
    start = threading.Barrier(4)
    found = []

    def together() -> None:
        start.wait()
        found.append(sign_release(small_release(), issued_at=ISSUED_AT, out=tmp_path / "release", log=log))

    threads = [threading.Thread(target=together) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert entries(tmp_path) == [own_entry(tmp_path)]
