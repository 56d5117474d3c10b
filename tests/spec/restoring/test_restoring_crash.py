"""A restore that is killed leaves either what was there, or a marker with which nothing starts; run again, it ends."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spec.restoring.conftest import Village
from spec.restoring.places import COMMAND
from spec.restoring.test_restoring_promise import check_only_the_gone_are_gone

pytestmark = pytest.mark.slow
KILLS, SEED = 4, 20261126
PROGRAM = Path(__file__).with_name("dying_restorer.py")
MOST = 2_000  # steps; a whole restore has fewer


def restored_until(village: Village, step: int) -> "subprocess.CompletedProcess[str]":
    """A restore that dies at that step."""
    asked = (sys.executable, str(PROGRAM), str(village.place.backup), str(step))
    return subprocess.run(
        asked, env=village.place.environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_wherever_it_dies_nothing_starts_or_nothing_has_changed_and_again_it_ends(
    lived_once: Village, tmp_path: Path
) -> None:
    steps = int(restored_until(lived_once.copied(tmp_path / "counted"), MOST).stdout)
    assert steps > 20
    chance = random.Random(SEED)
    for number in range(KILLS):
        village = lived_once.copied(tmp_path / f"{number}")
        step = 1 + (steps * number + chance.randrange(steps)) // KILLS
        assert restored_until(village, step).returncode == -signal.SIGKILL
        check_it_comes_to_an_end(village)


def test_killed_at_any_moment_it_is_the_same(lived_once: Village, tmp_path: Path) -> None:
    """Most of what a restore does is done by the database, where no step can be counted."""
    village = lived_once.copied(tmp_path / "measured")
    began = time.monotonic()
    village.place.done("restore", village.place.backup, "--replace")
    seconds = time.monotonic() - began
    chance = random.Random(SEED)
    for number in range(KILLS):
        village = lived_once.copied(tmp_path / f"{number}")
        asked = (*COMMAND, "restore", str(village.place.backup), "--replace")
        process = subprocess.Popen(asked, env=village.place.environment, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        process.kill()
        process.wait()
        check_it_comes_to_an_end(village)


def check_it_comes_to_an_end(village: Village) -> None:
    """Nothing starts, or nothing has changed; the next restore does everything."""
    if (village.place.home / "restoring").exists():
        assert "restore-not-finished" in village.place.refused("run", "--port", "0")
        assert "restore-not-finished" in village.place.refused("backup", "--to", village.place.folder / "b.tar")
        village.place.done("restore", village.place.backup)
    else:
        check_only_the_gone_are_gone(village)
        village.place.done("restore", village.place.backup, "--replace")
    check_only_the_gone_are_gone(village)
    assert not [path.name for path in village.place.home.iterdir() if "before" in path.name or "partial" in path.name]
