"""Folders of readers that were killed are removed; those of readers at work are not."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from nyhavn.chain import incoming
from nyhavn.chain.incoming import FOLDER, received_from, remove_left_behind
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_file import TableFile

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(incoming, "MEMORY", tmp_path)
    return tmp_path


def test_old_folders_go_and_fresh_and_foreign_ones_stay(room: Path) -> None:
    old, fresh, foreign = room / f"{FOLDER}old", room / f"{FOLDER}fresh", room / "somebody-elses"
    for path in (old, fresh, foreign):
        path.mkdir()
        (path / "village.csv").write_text("age\n34\n", encoding="utf-8")
    for path in (old, foreign):
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    assert remove_left_behind(HOUR) == 1
    assert sorted(path.name for path in room.iterdir()) == sorted((fresh.name, foreign.name))


def test_reading_leaves_no_folder_neither_after_a_table_nor_after_a_refusal(room: Path) -> None:
    assert received_from(b"age\n34\n", TableFile(file="village.csv")).table.num_rows == 1
    with pytest.raises(Refusal):
        received_from(b"age\n", TableFile(file="village.csv"))
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "/tmp/x.csv", ".hidden.csv", "a\x00b.csv", "x" * 300 + ".csv"]
)
def test_a_strange_name_reaches_no_other_folder(room: Path, name: str) -> None:
    assert received_from(b"age\n34\n", TableFile(file=name)).file == "contributions.csv"
    assert list(room.iterdir()) == []
