"""The valley with a method of noise, carried out by the command itself."""

import copy
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

import nyhavn
from nyhavn.cli.main import nyhavn as command
from spec.protected_tables.valley import Valley

OWNER = 5  # this column of the valley is free, and holds the ids of contributions here
CELL_KEY = {"kind": "cell-key", "id": "owner"}
RANDOM = {"kind": "random-rounding", "id": "owner"}
CONTROLLED = {"kind": "controlled-rounding"}
PRIVATE = {
    "kind": "differential-privacy",
    "dataset": "the valley",
    "release": "spring",
    "epsilon": 0.5,
    "budget": {"amount": 1},
    "contributions": 1,
}
METHODS = {one["kind"]: one for one in (CELL_KEY, RANDOM, CONTROLLED, PRIVATE)}
MONEY = {"id": "money", "by": ["place"], "sum": "income"}
BOUNDS = {"id": "money", "low": 0, "high": 900}
SECRET_OF_NOISE = b"the same in every run of the tests"
RUN = "from nyhavn.cli.main import main; main()"


class NoisyValley(Valley):
    """As the valley. kept: the secret or the ledger of the method; a secret is there already, a ledger is begun."""

    def __init__(self, folder: Path, method: dict) -> None:
        super().__init__(folder)
        self.kept, self.runs = folder.parent / f"kept of {folder.name}", 0
        self.order["method"] = copy.deepcopy(method)
        self.order["policy"] = {"version": "2026-1"}
        self.order["table"].append({"id": "health", "by": ["place", "ill"]})
        for breakdown in self.order["breakdown"]:
            breakdown.pop("response", None)
        for number, row in enumerate(self.rows):
            row[OWNER] = f"c{number}"
        if method in (CELL_KEY, RANDOM):
            self.kept.write_bytes(SECRET_OF_NOISE)
            self.kept.chmod(0o600)
        if method["kind"] == "differential-privacy":
            self.order["rows"]["contributor"] = "owner"

    @property
    def secret(self) -> bytes:
        """What the file of the secret holds beside what it is bound to."""
        return self.kept.read_bytes().split(b"\n")[0]

    @property
    def options(self) -> list[str]:
        named = {"cell-key": "--secret", "random-rounding": "--secret", "differential-privacy": "--ledger"}
        kind = self.order["method"].get("kind")
        if kind not in named:
            return []
        return [named[kind], str(self.kept), *([] if self.kept.exists() else ["--begin"])]

    def words(self, *options: str) -> list[str]:
        self.runs += 1
        self.out = self.folder.parent / f"out {self.runs} of {self.folder.name}"
        return ["protect", str(self.write()), "--out", str(self.out), *(options or self.options)]

    def protect_by_command(self, *options: str) -> str:
        """Carries the order out, in this process; what the terminal shows. Raises what the command raises."""
        done = CliRunner().invoke(command, self.words(*options), standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return done.output

    def protect_apart(self, program: str = RUN) -> subprocess.CompletedProcess:
        """The same in a process of its own, which may die."""
        there = {**os.environ, "PYTHONPATH": str(Path(nyhavn.__file__).parents[1]), "COLUMNS": "200"}
        asked = [sys.executable, "-c", program, *self.words()]
        return subprocess.run(asked, capture_output=True, text=True, timeout=120, env=there, check=False)

    def left(self) -> set[str]:
        """Every file there is but the order, its rows, and the secret."""
        ours = {self.folder / name for name in ("people.csv", "order.toml")} | {self.kept}
        found = {path for path in self.folder.parent.rglob("*") if path.is_file()} - ours
        return {str(path.relative_to(self.folder.parent)) for path in found}

    def described(self, table: str) -> dict:
        return json.loads((self.out / "tables" / f"{table}.json").read_text(encoding="utf-8"))

    def restricted_cells(self) -> list[dict]:
        with (self.out / "restricted" / "cells.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def public_bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted((self.out / "tables").iterdir()))

    def all_tables(self) -> dict:
        return {table["id"]: self.public(table["id"]) for table in self.order["table"]}
