"""What was destroyed is found by nobody, whoever has every file, every old copy and every key that is left."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from postgresql import postgresql
from sudden_death import told_by

pytestmark = pytest.mark.slow
VILLAGE = Path(__file__).with_name("sealed_village.py")


def told(command: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told_by(VILLAGE, command, folder).splitlines()[-1])
    return found


def test_an_attacker_with_all_files_copies_and_keys_reads_survivors_and_nobody_who_was_destroyed(
    tmp_path: Path,
) -> None:
    found = told("shredded", tmp_path)
    assert found["found"] == found["kept"]
    assert not set(found["found"]) & set(found["gone"])


def test_the_same_attacker_finds_everybody_where_rows_are_merely_marked(tmp_path: Path) -> None:
    found = told("marked", tmp_path)
    assert found["found"] == sorted([*found["gone"], *found["kept"]])


def test_neither_the_database_nor_its_log_keeps_the_key_of_a_destroyed_one(tmp_path: Path) -> None:
    found = told("pages", tmp_path)
    assert found["gone before"] == found["gone"]
    assert found["gone after"] == 0
    assert found["kept after"] == found["kept"]


def test_everybody_opens_wherever_the_turn_dies_and_it_comes_to_the_same_end(tmp_path: Path) -> None:
    assert told("die", tmp_path)["died"] > 60


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_people_contribute_while_keys_turn_and_nobody_is_lost(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as ends:
        monkeypatch.delenv("NYHAVN_DATABASE", raising=False)
        if kind == "postgresql":
            request.getfixturevalue("postgresql_programs")
            monkeypatch.setenv("NYHAVN_DATABASE", ends.enter_context(postgresql()))
        found = told("busy", tmp_path)
    assert found["turns"] >= 1
    assert (found["lost"], found["left"]) == ([], [])
