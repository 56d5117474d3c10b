"""`nyhavn run` as people start it: it begins, says why it does not, keeps its parts alive, and ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.installation import Installation, started, within

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
COMMAND = Path(sys.executable).with_name("nyhavn")
ENDS_WITHIN = 12.0


def nyhavn(*words: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NYHAVN_HOME": str(home), "NYHAVN_KEYS": str(home / "keys"), **settings}
    return subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, timeout=120)


def children(site: Installation) -> dict[int, str]:
    """The processes that `nyhavn run` started, and theirs."""
    whole_lines = ("ps", "-eww", "-o", "pid,pgid,ppid,args")
    listed = subprocess.run(whole_lines, capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 3) for line in listed.splitlines()[1:]]
    groups = {pid for pid, _, parent, _ in lines if parent == str(site.process.pid)}
    return {int(pid): words for pid, group, _, words in lines if group in groups}


def said_no(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """One sentence with these words, and nothing of the inside."""
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    for word in words:
        assert word in run.stderr


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that runs, for those who leave it running."""
    site = started(tmp_path_factory.mktemp("running"))
    yield site
    site.stop()


def test_it_ends_within_seconds_and_leaves_nobody_behind(tmp_path: Path) -> None:
    site = started(tmp_path)
    there = children(site)
    assert len(there) >= 4
    began = time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(timeout=30) == 0
    assert time.monotonic() - began < ENDS_WITHIN
    assert not [pid for pid in there if Path(f"/proc/{pid}").exists()]
    started(tmp_path).stop()  # when one has ended, the next one may look after the same home


@pytest.mark.parametrize("part", ["granian", "work", "schedule"])
def test_a_part_that_dies_is_started_again(running: Installation, part: str) -> None:
    before = {pid for pid, words in children(running).items() if f" {part}" in words}
    os.kill(min(before), signal.SIGKILL)
    within(lambda: {pid for pid, words in children(running).items() if f" {part}" in words} - before)
    assert running.process.poll() is None


def test_one_home_is_looked_after_by_one(running: Installation) -> None:
    run = nyhavn("run", "--port", "0", home=running.home)
    said_no(run, "Nyhavn runs with this folder already", "home-in-use")


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = str(other.getsockname()[1])
        said_no(nyhavn("run", "--port", port, home=tmp_path), f"port {port}", "Something else listens there")


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    said_no(nyhavn("run", "--host", "192.0.2.1", home=tmp_path), "does not have that address")


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("NYHAVN_HOME", "/proc/nowhere/home", "names a folder that cannot be made"),
        ("NYHAVN_HTTPS", "perhaps", "is neither yes nor no"),
        ("NYHAVN_LEASE_SECONDS", "0", "is no whole number of at least 1"),
        ("NYHAVN_DATABASE", "mysql://here", "is no address like postgresql://"),
        ("NYHAVN_DATABASE", "postgresql://nobody@127.0.0.1:1/nyhavn", "The database does not answer"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_with_a_sentence(
    tmp_path: Path, name: str, value: str, what: str
) -> None:
    said_no(nyhavn("run", home=tmp_path, **{name: value}), name, what)


def test_the_first_operator_comes_in_by_a_link(tmp_path: Path) -> None:
    run = nyhavn("invite", "olga@site.example", "--operator", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "http://localhost:8000/accounts/invitation/" in run.stdout
    said_no(nyhavn("invite", "olga", home=tmp_path), "This is no e-mail address")


def test_a_command_beside_a_server_leaves_the_files_that_the_server_reads(running: Installation) -> None:
    def files() -> dict[Path, tuple[int, int]]:
        found = ((path, path.stat()) for path in (running.home / "static").rglob("*.*"))
        return {path: (status.st_ino, status.st_mtime_ns) for path, status in found}

    before = files()
    assert len(before) > 20
    run = nyhavn("invite", "olaf@site.example", "--operator", home=running.home)
    assert run.returncode == 0, run.stderr
    assert files() == before
