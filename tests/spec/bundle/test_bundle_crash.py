"""Two runs at once, and runs that die: the log stays one log, and no half release appears."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nyhavn.exchange.bundle.checkpoint import read_checkpoint
from nyhavn.exchange.bundle.durable import publish
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Refusal
from spec.bundle.small_release import publish_release
from sudden_death import surroundings

START = (
    "from pathlib import Path\nimport sys, time\nfrom spec.bundle.small_release import *\nplace = Path(sys.argv[1])\n"
)
SEAL_AND_WAIT = """
log = ReleaseLog.open(place / "log")
partial = place / "died.partial"
write_content(small_release(), partial, report_html=REPORT)
seal(partial, small_release(), log)
print("sealed", flush=True)
time.sleep(600)
"""
PUBLISH_FIVE = """
log = ReleaseLog.open(place / "log")
for number in range(5):
    publish_release(log, place / f"{sys.argv[2]}-{number}", id=f"{sys.argv[2]}-{number}")
"""
PUBLISH_FOR_EVER = """
log, number = ReleaseLog.open(place / "log"), 0
print("ready", flush=True)
while True:
    publish_release(log, place / f"{sys.argv[2]}-{number}", id=f"{sys.argv[2]}-{number}")
    number += 1
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process with the same code."""
    asked = [sys.executable, "-c", START + script, *arguments]
    return subprocess.Popen(asked, env=surroundings(), stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> None:
    """As a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finished(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if path.name != "log" and path.suffix != ".partial"]


def test_two_processes_sealing_at_once_make_one_log_with_all_entries(tmp_path: Path) -> None:
    """Also the very first opening is shared: there is one key."""
    processes = [start(PUBLISH_FIVE, str(tmp_path), name) for name in ("left", "right")]
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(None, 0), (None, 0)]
    log = ReleaseLog.open(tmp_path / "log")
    newest = (tmp_path / "log/checkpoint").read_bytes()
    found = [
        verify(path, trusted=[log.verifier_key], older_checkpoint=newest, log_folder=log.folder)
        for path in finished(tmp_path)
    ]
    assert all(one.ok for one in found)
    assert sorted(one.log_size for one in found) == list(range(1, 11))


def test_a_run_killed_between_the_log_and_the_new_name_leaves_a_usable_log(tmp_path: Path) -> None:
    process = start(SEAL_AND_WAIT, str(tmp_path))
    assert process.stdout is not None
    assert process.stdout.readline() == "sealed\n"
    kill(process)
    assert finished(tmp_path) == []
    log = ReleaseLog.open(tmp_path / "log")
    after = publish_release(log, tmp_path / "after", id="agua-2026-2")
    found = verify(after.folder, trusted=[log.verifier_key])
    assert (found.ok, found.log_size) == (True, 2)


@pytest.mark.slow
def test_runs_killed_at_any_moment_leave_whole_releases_and_one_history(tmp_path: Path) -> None:
    chance = random.Random(21)
    for round_ in range(8):
        process = start(PUBLISH_FOR_EVER, str(tmp_path), f"round{round_}")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.25))
        kill(process)
        ReleaseLog.open(tmp_path / "log")
    log = ReleaseLog.open(tmp_path / "log")
    newest = (log.folder / "checkpoint").read_bytes()
    sizes = []
    for path in finished(tmp_path):
        found = verify(path, trusted=[log.verifier_key], older_checkpoint=newest, log_folder=log.folder)
        assert found.problems == ()
        assert (path / "log/checkpoint").read_bytes() == (log.folder / f"checkpoints/{found.log_size}").read_bytes()
        sizes.append(found.log_size)
    assert len(sizes) == len(set(sizes)) > 0


def test_a_leaf_without_a_checkpoint_belongs_to_a_dead_run_and_is_ignored(tmp_path: Path) -> None:
    """The run died after the leaf, or in the middle of it."""
    log = ReleaseLog.open(tmp_path / "log")
    first = publish_release(log, tmp_path / "first")
    for rest in ("ab" * 32 + "\n", "ab" * 10, "\x00" * 65):
        with (log.folder / "leaves.txt").open("a") as leaves:
            leaves.write(rest)
        assert len(ReleaseLog.open(tmp_path / "log").state().leaves) == 1
    second = publish_release(log, tmp_path / "second", id="agua-2026-2")
    assert verify(second.folder, older_checkpoint=first.sealed.checkpoint).ok
    assert (log.folder / "leaves.txt").stat().st_size == 2 * 65


def test_a_run_that_died_before_keeping_its_checkpoint_is_completed(tmp_path: Path) -> None:
    log = ReleaseLog.open(tmp_path / "log")
    publish_release(log, tmp_path / "first")
    (log.folder / "checkpoints/1").unlink()
    ReleaseLog.open(tmp_path / "log")
    assert (log.folder / "checkpoints/1").read_bytes() == (log.folder / "checkpoint").read_bytes()


@pytest.mark.parametrize("left", [(), ("leaves.txt",), ("leaves.txt", "trust.pub"), ("private/key.pem.partial",)])
def test_a_first_opening_that_died_is_completed_with_the_same_key(tmp_path: Path, left: tuple[str, ...]) -> None:
    folder = tmp_path / "log"
    log = ReleaseLog.open(folder)
    for name in ("leaves.txt", "trust.pub", "checkpoint", "checkpoints/0"):
        if name not in left:
            (folder / name).unlink()
    for name in left:
        (folder / name).touch()
    again = ReleaseLog.open(folder)
    assert again.verifier_key == log.verifier_key
    assert (folder / "trust.pub").read_text() == f"{log.verifier_key}\n"


def test_every_checkpoint_ever_signed_is_kept_and_each_size_once(tmp_path: Path) -> None:
    log = ReleaseLog.open(tmp_path / "log")
    sealed = [publish_release(log, tmp_path / f"r{n}", id=f"agua-{n}").sealed for n in range(3)]
    kept = {int(path.name): path.read_bytes() for path in (log.folder / "checkpoints").iterdir()}
    assert sorted(kept) == [0, 1, 2, 3]
    assert [kept[one.log_size] for one in sealed] == [one.checkpoint for one in sealed]
    assert all(read_checkpoint(data).checkpoint.size == size for size, data in kept.items())


def test_what_was_published_is_never_replaced(tmp_path: Path) -> None:
    log = ReleaseLog.open(tmp_path / "log")
    first = publish_release(log, tmp_path / "release").folder
    (tmp_path / "new").mkdir()
    for taken in (first, tmp_path / "empty", tmp_path / "link"):
        if taken.name == "empty":
            taken.mkdir()
        if taken.name == "link":
            taken.symlink_to(tmp_path / "nowhere")
        with pytest.raises(Refusal) as refused:
            publish(tmp_path / "new", taken)
        assert refused.value.codes == ("release-exists",)
    assert verify(first).ok
