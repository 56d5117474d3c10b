"""Wherever the process of a mass withdrawal is killed, it goes on, and ends in the same state with the same proofs."""

import json
from pathlib import Path

import pytest

import sudden_death
from sudden_death import told_by

PROGRAM = Path(__file__).with_name("mass_withdrawal.py")
KINDS = 3  # contribution, run, export: what everybody is in


def killed(folder: Path, people: int, deaths: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(told_by(PROGRAM, folder, people, deaths))
    return found


def check(found: dict[str, object], people: int, deaths: int) -> None:
    assert found["different"] == 0
    assert int(str(found["deaths"])) >= deaths
    assert found["end"] == [people, people, "emptied", 0, 1, people * KINDS]


def test_a_process_that_dies_ends_as_one_that_lives(tmp_path: Path) -> None:
    check(killed(tmp_path, people=50, deaths=8), people=50, deaths=8)


@pytest.mark.slow
@pytest.mark.longest
def test_a_hundred_deaths_over_ten_thousand_people_end_in_the_same_proofs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sudden_death, "PATIENCE", 3600.0)
    check(killed(tmp_path, people=10_000, deaths=100), people=10_000, deaths=100)
