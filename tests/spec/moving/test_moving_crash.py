"""Wherever a move dies, one site owns the workspace, never two and never none; the same command goes on from there."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spec.moving.conftest import again
from spec.moving.moving_places import Between, Site

pytestmark = [pytest.mark.slow, pytest.mark.longest]
KILLS, SEED = 5, 20261126
PROGRAM = Path(__file__).with_name("dying_mover.py")
MOST = 5_000  # steps; a whole phase has fewer


def died(site: Site, step: int, *words: object) -> "subprocess.CompletedProcess[str]":
    return site.carried_out(sys.executable, PROGRAM, step, *words)


def moments(steps: int) -> Iterator[int]:
    """The first one, some in every part of the work, and the last one."""
    chance = random.Random(SEED)
    yield 1
    for number in range(KILLS):
        yield 1 + (steps * number + chance.randrange(steps)) // KILLS
    yield steps


def handing(move: Between) -> tuple[object, ...]:
    return ("hand-over", move.file("confirmation.json"), move.file("handover.json"))


def taking(move: Between) -> tuple[object, ...]:
    files = ("village.box", "handover.json", "continuity.json")
    box, handover, continuity = (move.file(name) for name in files)
    return ("take-in", box, move.old.trust, handover, continuity)


def test_a_handover_that_dies_leaves_one_owner(packed_once: Between, tmp_path: Path) -> None:
    counted = again(packed_once, tmp_path / "counted")
    steps = int(died(counted.old, MOST, *handing(counted)).stdout.splitlines()[-1])
    assert steps > 15
    owners = set()
    for number, step in enumerate(moments(steps)):
        move = again(packed_once, tmp_path / f"{number}")
        assert died(move.old, step, *handing(move)).returncode == -signal.SIGKILL
        told = move.old.village("look", "contribute")
        owners.add(told["states"][0])
        if told["states"] == ["leaving"]:
            assert len(told["opened"]) == 23, "the old site owns it, and everything opens"
            assert not move.file("handover.json").exists()
        else:
            assert told["contributed"] == ["workspace-moved"]
        move.hand_over()
        first = move.file("handover.json").read_bytes()
        move.hand_over()
        assert move.file("handover.json").read_bytes() == first
        check_the_new_site_owns_it(move)
    assert owners >= {"leaving", "decided"}, "it died before the decision, and after it"


def test_taking_in_that_dies_leaves_all_or_nothing(packed_once: Between, tmp_path: Path) -> None:
    ready = again(packed_once, tmp_path / "ready")
    ready.hand_over()
    counted = again(ready, tmp_path / "counted")
    steps = int(died(counted.new, MOST, *taking(counted)).stdout.splitlines()[-1])
    assert steps > 15
    for number, step in enumerate(moments(steps)):
        move = again(ready, tmp_path / f"{number}")
        assert died(move.new, step, *taking(move)).returncode == -signal.SIGKILL
        assert move.old.village("look")["states"] == ["gone"]
        check_the_new_site_owns_it(move)


def check_the_new_site_owns_it(move: Between) -> None:
    move.take_in()
    first = move.file("continuity.json").read_bytes()
    move.take_in()
    assert move.file("continuity.json").read_bytes() == first
    there, here = move.new.village("look", "contribute"), move.old.village("look")
    assert there["states"] == ["arrived"] and len(there["opened"]) == 23 and there["contributed"] is True
    assert here["states"] == ["gone"] and here["opened"] == {} and here["keys"] == ["moved.json"]
