"""Two installations, and the files that go back and forth between them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import prepared
from migrated import put_database
from spec.restoring.places import COMMAND, Place

PROGRAM = Path(__file__).with_name("village_to_move.py")


class Site(Place):
    """An installation with the village, or without it yet."""

    def village(self, *steps: str) -> dict[str, Any]:
        """What the steps tell."""
        done = self.carried_out(sys.executable, PROGRAM, *steps)
        assert done.returncode == 0, done.stderr[-3000:]
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    @property
    def trust(self) -> Path:
        return self.home / "log" / "trust.pub"

    def secretly(self, passphrase: str, *words: object) -> "subprocess.CompletedProcess[str]":
        """`nyhavn` with a passphrase in the surroundings."""
        asked = (*COMMAND, *words)
        return prepared.carried_out(asked, {**self.environment, "NYHAVN_MOVE_PASSPHRASE": passphrase})

    def copied_site(self, to: Path) -> "Site":
        self.copied(to)
        return Site(to, self.database)


def new_site(folder: Path, database: str = "") -> Site:
    site = Site(folder, database)
    for made in (site.home, site.keys, site.mirror):
        made.mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    if not database:
        put_database(site.home / "nyhavn.sqlite3")
    return site


@dataclass(frozen=True)
class Between:
    """A move from one site to another; files lie in a folder of their own."""

    old: Site
    new: Site
    folder: Path
    address: str = "https://new.example"

    def file(self, name: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        return self.folder / name

    def pack(self) -> Path:
        """The old site freezes and packs it, for the new one."""
        key, box = self.file("new.key"), self.file("village.box")
        key.write_text(self.new.done("move-key"))
        self.old.done("move-out", "village-water", "--out", box, "--to", key, "--address", self.address)
        return box

    def confirm(self) -> Path:
        """The new site tries and confirms."""
        out = self.file("confirmation.json")
        self.new.done("move-in", self.file("village.box"), "--key", self.old.trust, "--out", out)
        return out

    def hand_over(self) -> Path:
        """The old site decides."""
        out = self.file("handover.json")
        self.old.done("move-out", "village-water", "--finish", self.file("confirmation.json"), "--out", out)
        return out

    def take_in(self) -> Path:
        """The new site takes it in."""
        out = self.file("continuity.json")
        box, handover = self.file("village.box"), self.file("handover.json")
        self.new.done("move-in", box, "--key", self.old.trust, "--finish", handover, "--out", out)
        return out

    def all(self) -> None:
        self.pack()
        self.confirm()
        self.hand_over()
        self.take_in()
