"""After any history nothing withdrawn can be read by whoever has every file, old copy and key that is left.

Twins: the same attacker reads everybody who stayed; and where nothing is shredded he reads everybody who is gone.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import sudden_death
from sudden_death import told_by

PROGRAM = Path(__file__).with_name("random_history.py")
EVERYBODY_GOES = ("withdraw_some",) * 8
TOLD_OF = ("produce", "work", "correct_telling", "keep_telling", "copy_raw", "back_up", "withdraw_told_of", "work")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sudden_death, "PATIENCE", 3600.0)


def lived(folder: Path, mode: str, seed: int, count: int, *steps: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told_by(PROGRAM, folder, mode, seed, count, *steps))
    return found


def check_nothing_is_found(found: dict[str, Any]) -> None:
    """Of those who are gone nothing, of those who stayed everything, in the files and after restores."""
    assert found["wrong"] == []
    assert found["hidden"] == found["gone words"] > 0
    assert found["there"] > 0
    assert found["restored"] > 0


def test_after_a_few_histories_nothing_withdrawn_is_found_and_nobody_else_is_lost(tmp_path: Path) -> None:
    check_nothing_is_found(lived(tmp_path, "shredded", 200, 3))


@pytest.mark.slow
@pytest.mark.longest
def test_after_forty_histories_nothing_withdrawn_is_found_and_nobody_else_is_lost(tmp_path: Path) -> None:
    found = lived(tmp_path, "shredded", 1000, 40)
    check_nothing_is_found(found)
    assert found["deaths"] >= 40
    never_done = [name for name, times in found["did"].items() if times == 0]
    assert never_done == []


@pytest.mark.slow
def test_everything_that_is_written_about_people_is_gone_with_them(tmp_path: Path) -> None:
    """Names, edits, reasons and files, copied in every way, before nearly everybody goes."""
    about = ("name", "edit", "set_aside", "import_file", "copy_raw", "work", "name", "set_aside", "edit", "name")
    made = ("produce", "work", "correct_answer", "produce", "work", "publish", "export")
    check_nothing_is_found(
        lived(tmp_path, "shredded", 1, 1, *about, "back_up", *made, "copy_raw", "back_up", *EVERYBODY_GOES, "work")
    )


@pytest.mark.slow
def test_what_a_steward_wrote_about_somebody_is_gone_with_them(tmp_path: Path) -> None:
    """One reason is about a single person, the other about several, of whom all but one stay."""
    found = lived(tmp_path, "shredded", 1, 1, *TOLD_OF)
    check_nothing_is_found(found)
    assert (found["reasons"], found["reasons read"]) == (2, 0)


@pytest.mark.slow
def test_where_old_keys_are_kept_the_same_attacker_reads_what_a_steward_wrote(tmp_path: Path) -> None:
    found = lived(tmp_path, "unturned", 1, 1, *TOLD_OF)
    assert (found["reasons"], found["reasons read"]) == (2, 2)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["marked", "unturned"])
def test_where_nothing_is_shredded_the_same_attacker_finds_everybody(tmp_path: Path, mode: str) -> None:
    """marked: rows that take no part any more. unturned: old keys are kept; a copy from before is all he needs."""
    found = lived(tmp_path, mode, 200, 8)
    assert found["gone words"] > 3
    assert found["hidden"] == 0
