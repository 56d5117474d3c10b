"""The two servers that are compared: Nyhavn and the plain Django page, each a granian started as `nyhavn run` does."""

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nyhavn.web.site.running import parts

HERE = Path(__file__).resolve().parent
OURS, PEER = "nyhavn.web.wsgi:application", "web_peer.wsgi:application"
CLEAR_PEAK = "5"  # Linux: writing 5 to clear_refs sets the peak of resident memory back to the present one
START_SECONDS = 60.0

# The tests start a PostgreSQL of their own; this is the same one.
_tests = runpy.run_path(str(HERE.parent / "tests" / "postgresql.py"))
postgresql, programs = _tests["postgresql"], _tests["programs"]


@dataclass(frozen=True)
class Site:
    """One site that is measured: its application and its surroundings."""

    application: str
    environment: dict[str, str]

    def run(self, script: str, *arguments: str) -> None:
        """A script of this folder, or a module, in the surroundings of the site."""
        environment = {**os.environ, **self.environment}
        subprocess.run([sys.executable, *script.split(), *arguments], env=environment, cwd=HERE, check=True)


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def processes(self) -> tuple[int, ...]:
        """It and the workers it has started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        return (self.pid, *map(int, children))

    def forget_peak(self) -> None:
        """The peak of memory is measured from here on."""
        for pid in self.processes():
            Path(f"/proc/{pid}/clear_refs").write_text(CLEAR_PEAK, "ascii")

    def peak_mb(self) -> float:
        """Peak of resident memory of all its processes, MB; what they share is counted in each."""
        found = (
            re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii")) for pid in self.processes()
        )
        return sum(int(match.group(1)) for match in found if match) / 1024


@contextmanager
def sites(database: str, folder: Path) -> Iterator[tuple[Site, Site]]:
    """Ours and the peer, on a database each. database: sqlite or postgresql."""
    with ExitStack() as stack:
        if database == "postgresql":
            mine, theirs = stack.enter_context(postgresql()), stack.enter_context(postgresql())
        else:
            mine, theirs = "", f"sqlite://{folder}/peer.sqlite3"
        ours = {
            "NYHAVN_HOME": f"{folder}/home",
            "NYHAVN_DATABASE": mine,
            "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings",
        }
        peer = {"PEER_DATABASE": theirs, "DJANGO_SETTINGS_MODULE": "web_peer.settings", "PYTHONPATH": str(HERE)}
        yield Site(OURS, ours), Site(PEER, peer)


@contextmanager
def running(site: Site) -> Iterator[Server]:
    """The server of a site, from its first answer to its end."""
    port = _free_port()
    command = [*parts("127.0.0.1", port, 1)[0].command[:-1], site.application]
    process = subprocess.Popen(command, env={**os.environ, **site.environment}, cwd=HERE, stdout=sys.stderr)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
