"""`nyhavn protect`, run as a steward runs it."""

import resource
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from command_line import Ran, nyhavn
from spec.protected_tables.valley import HEADERS, SECRET, Valley

COMMAND = Path(sys.executable).with_name("nyhavn")


def protect(order: Path, out: Path, *words: str) -> Ran:
    return nyhavn("protect", order, "--out", out, *words)


def protect_with_no_room(order: Path, out: Path, *, largest_file: int) -> subprocess.CompletedProcess[str]:
    """In a process for which the system writes no file of more bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file,) * 2)

    command = [COMMAND, "protect", order, "--out", out]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=limit)


def test_it_says_what_was_hidden_and_why_and_what_is_lost_for_whom(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    run = protect(valley.write(), valley.out)
    assert run.returncode == 0, run.stderr
    hidden = sum(value is None for value in valley.public("ages").values())
    assert f"ages: {hidden} of 28 cells are hidden." in run.stdout
    assert "would give somebody away by themselves (minimum frequency" in run.stdout
    assert "Attacked with everything that is shown" in run.stdout
    assert "place ridge: " in run.stdout and "cells are left" in run.stdout
    assert f"Restricted: {valley.out}/restricted" in run.stdout


def test_it_names_a_group_of_which_nothing_is_left(tmp_path: Path) -> None:
    valley = Valley(tmp_path).table("place")
    run = protect(valley.write(), valley.out, "--seed", "7")
    assert run.returncode == 0, run.stderr
    assert "Nothing at all is left of: place " in run.stdout and "ridge" in run.stdout
    assert "Ask their community" in run.stdout


def test_it_says_that_nothing_had_to_be_hidden(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    valley.order["policy"]["frequency"]["fewest"] = 3
    valley.table("place")
    run = protect(valley.write(), valley.out)
    assert run.returncode == 0, run.stderr
    assert "Nothing had to be hidden." in run.stdout and "Attacked" not in run.stdout


def test_rows_come_as_parquet_as_well_and_stand_where_data_says(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    valley.order["rows"]["file"] = "people.parquet"
    order = valley.write()
    (tmp_path / "elsewhere").mkdir()
    columns = {name: list(column) for name, column in zip(HEADERS, zip(*valley.rows, strict=True), strict=True)}
    pq.write_table(pa.table(columns), tmp_path / "elsewhere" / "people.parquet")
    run = protect(order, valley.out, "--data", str(tmp_path / "elsewhere"))
    assert run.returncode == 0, run.stderr
    from_parquet = valley.public("ages")
    valley.order["rows"]["file"], valley.out = "people.csv", tmp_path / "again"
    valley.protect()
    assert valley.public("ages").keys() == from_parquet.keys()
    assert valley.public("ages")["ford", "Total"] == from_parquet["ford", "Total"] == 90


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    valley.order["rows"]["file"] = "people.parquet"
    (tmp_path / "people.parquet").write_text("village\nford\n", encoding="utf-8")
    run = protect(valley.write(), valley.out)
    assert run.returncode == 1 and "the bytes do not" in run.stderr and not valley.out.exists()


def test_a_refusal_names_row_and_remedy_and_never_an_answer(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    valley.rows[4][0] = SECRET
    run = protect(valley.write(), valley.out)
    assert run.returncode == 1 and "first in row 5" in run.stderr and "nyhavn explain code-unknown" in run.stderr
    assert SECRET not in run.stdout + run.stderr and "Traceback" not in run.stderr
    assert not valley.out.exists()


def test_a_disk_without_room_leaves_no_table(tmp_path: Path) -> None:
    valley = Valley(tmp_path)
    order = valley.write()
    run = protect_with_no_room(order, valley.out, largest_file=500)
    assert run.returncode == 1 and "no room" in run.stderr and "Traceback" not in run.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "order.toml"}
