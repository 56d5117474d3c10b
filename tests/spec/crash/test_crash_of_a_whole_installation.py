"""Server, worker, scheduler and supervisor are killed at random points: nothing is lost, nothing is double.

The installation is real (`nyhavn run`), and so is the work: files come in, runs and releases are made, and trainings
are recorded through the server all the while.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from browser.installation import Installation, started, within
from postgresql import postgresql

pytestmark = [pytest.mark.slow, pytest.mark.longest, pytest.mark.enable_socket]
# Fifty on each of two databases are a hundred. NYHAVN_KILLS=100 is the long run: about eight minutes a database.
KILLS, SEED = int(os.environ.get("NYHAVN_KILLS", "50")), 20261125
LONGEST_PAUSE = 6.0  # seconds: a worker needs two to start and some to come to an end of anything
ROWS = 400
VICTIMS = ("work",) * 5 + ("granian",) * 3 + ("schedule",) + ("supervisor",)
SETTINGS = {"NYHAVN_LEASE_SECONDS": "2", "NYHAVN_ANNOUNCE_DAYS": "0", "NYHAVN_API_SIGNED_IN_PER_MINUTE": "100000"}


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The setting that names a fresh database."""
    if kind == "sqlite":
        yield {}
    else:
        with postgresql() as address:
            yield {"NYHAVN_DATABASE": address}


class Killer:
    """Kills parts of an installation without asking."""

    def __init__(self, home: Path, settings: dict[str, str]) -> None:
        self.home, self.settings = home, settings
        self.chance = random.Random(SEED)
        self.killed: dict[str, int] = {}
        self.site: Installation = started(home, **settings)

    def strike(self) -> None:
        """After a while, one of them is gone."""
        time.sleep(self.chance.uniform(0.2, LONGEST_PAUSE))
        victim = self.chance.choice(VICTIMS)
        supervisor = self.site.process.pid
        process = supervisor if victim == "supervisor" else within(lambda: self._child(victim)) or supervisor
        os.kill(process, signal.SIGKILL)
        self.killed[victim] = self.killed.get(victim, 0) + 1
        if process == self.site.process.pid:
            self.site.process.wait()
            self.site = self._started_again()

    def _started_again(self) -> Installation:
        """As systemd does it: the same command at the same port."""
        port = self.site.address.rpartition(":")[2]
        command = (sys.executable, "-c", "from nyhavn.cli.start import main; main()", "run", "--port", port)
        with (self.home / "printed.txt").open("ab") as printed:
            process = subprocess.Popen(command, env=self.site.environment, stdout=printed, stderr=subprocess.STDOUT)
        return Installation(self.home, self.site.address, self.site.environment, process)

    def _child(self, name: str) -> int | None:
        """A process of that kind: the server has one for itself and one that answers."""
        listed = subprocess.run(
            ("ps", "-eww", "-o", "pid,pgid,ppid,args"), capture_output=True, text=True, check=True
        ).stdout
        lines = [line.split(None, 3) for line in listed.splitlines()[1:]]
        groups = {pid for pid, _, parent, _ in lines if parent == str(self.site.process.pid)}
        found = [int(pid) for pid, group, _, words in lines if group in groups and f" {name}" in words]
        return self.chance.choice(found) if found else None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_is_double_wherever_they_die(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, repository: Path
) -> None:
    if kind == "postgresql":
        request.getfixturevalue("postgresql_programs")
    with database(kind) as named:
        killer = Killer(tmp_path, SETTINGS | named)
        environment = killer.site.environment | {
            "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings",
            "PYTHONPATH": os.pathsep.join((str(repository / "tests"), os.environ.get("PYTHONPATH", ""))),
        }
        enough = tmp_path / "enough"
        work = (sys.executable, str(Path(__file__).with_name("village_at_work.py")), str(enough), killer.site.address)
        people = subprocess.Popen(work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            for _ in range(KILLS):
                assert people.poll() is None, people.communicate()
                killer.strike()
            enough.touch()
            told, wrong = people.communicate(timeout=300)
            assert people.returncode == 0, wrong
        finally:
            people.kill()
            killer.site.stop()
    print(kind, killer.killed, told)
    assert sum(killer.killed.values()) == KILLS
    check(json.loads(told))


def check(found: dict[str, object]) -> None:
    """Every promise for itself."""
    rounds = found["rounds"]
    assert isinstance(rounds, int) and rounds >= 1, "too little happened to say anything"
    assert found["rows"] == {str(number + 1): ROWS for number in range(rounds)}
    assert found["contributions"] == found["rows told apart"] == found["opened"] == rounds * ROWS
    assert found["consents"] == found["consents told apart"] == rounds * ROWS * 2
    assert isinstance(found["acknowledged"], int) and found["acknowledged"] > 0
    assert found["lost"] == []
    assert found["runs"] == ["judged"] * rounds
    assert found["published"] == found["announced as published"] == found["leaves"] == found["bundles"] == rounds
    assert found["problems"] == []
    assert found["left behind"] == []
    assert found["taken in"] == rounds
    assert found["jobs"] == {"refused": 0, "failed": 0}
    assert found["still open"] == 0
    assert found["broken seals"] == []
