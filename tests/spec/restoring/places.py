"""The folders of one installation, which can be copied, and commands that are carried out in it."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import prepared
from sudden_death import surroundings

COMMAND = (sys.executable, "-c", "from nyhavn.cli.start import main; main()")
PROGRAM = Path(__file__).with_name("village_to_restore.py")


@dataclass(frozen=True)
class Place:
    """home, keys and mirror lie beside each other, and the backup with them. database: "" for SQLite in the home."""

    folder: Path
    database: str = ""

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def mirror(self) -> Path:
        return self.folder / "mirror"

    @property
    def backup(self) -> Path:
        return self.folder / "old.tar"

    @property
    def environment(self) -> dict[str, str]:
        named = {"NYHAVN_DATABASE": self.database} if self.database else {}
        folders = {f"NYHAVN_{name.upper()}": str(self.folder / name) for name in ("home", "keys", "mirror")}
        kept = {name: value for name, value in surroundings().items() if not name.startswith("NYHAVN_")}
        return {**kept, **folders, **named, "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings"}

    def command(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """`nyhavn` with these words."""
        return self.carried_out(*COMMAND, *words)

    def carried_out(self, *asked: object) -> "subprocess.CompletedProcess[str]":
        """A program of Python, in the surroundings of this place."""
        return prepared.carried_out(asked, self.environment)

    def done(self, *words: object) -> str:
        """What `nyhavn` says when it does it."""
        done = self.command(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: object) -> str:
        """What `nyhavn` says when it does not."""
        done = self.command(*words)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr

    def village(self, *steps: str) -> dict[str, Any]:
        """What the steps tell."""
        done = self.carried_out(sys.executable, PROGRAM, *steps)
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    def copied(self, to: Path) -> "Place":
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return Place(to, self.database)

    def emptied(self) -> None:
        """A new home, on another machine say."""
        shutil.rmtree(self.home)
        self.home.mkdir(mode=0o700)


def new_place(folder: Path, database: str = "") -> Place:
    place = Place(folder, database)
    for made in (place.home, place.keys, place.mirror):
        made.mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    return place
