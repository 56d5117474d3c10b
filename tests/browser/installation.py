"""A whole installation as somebody starts it: server, worker and scheduler in processes of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.error import URLError

from migrated import put_database

LINK = re.compile(r"http://\S+/accounts/invitation/\S+/")
INVITE_OPERATOR = "from nyhavn.web.accounts.invitations import invite_operator as i; print(i(email={email!r}).link)"
PATIENCE = 180.0  # a busy machine
T = TypeVar("T")


@dataclass
class Installation:
    """home: its folder. log: what its processes print, mails among it."""

    home: Path
    address: str
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"

    @property
    def log(self) -> str:
        return (self.home / "printed.txt").read_text(errors="replace")

    def manage(self, *arguments: str) -> str:
        """Carry out a command of the machine it runs on."""
        command = (sys.executable, "-m", "nyhavn.web.manage", *arguments)
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout

    def link_for_operator(self, email: str) -> str:
        return LINK.search(self.manage("shell", "-v", "0", "-c", INVITE_OPERATOR.format(email=email)))[0]  # type: ignore[index]

    def mailed_link(self, email: str) -> str:
        """The link in the newest mail to somebody, when the worker has sent it."""

        def link() -> str:
            mails = [mail for mail in self.log.split("Content-Type: text/plain") if f"To: {email}\n" in mail]
            found = LINK.findall(mails[-1]) if mails else []
            return found[-1] if found else ""

        return within(link)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def started(home: Path, **settings: str) -> Installation:
    """Start one with an empty home, and wait until it answers."""
    if "NYHAVN_DATABASE" not in settings:
        put_database(home / "nyhavn.sqlite3")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "NYHAVN_HOME": str(home),
        "NYHAVN_KEYS": str(home / "keys"),
        "NYHAVN_ADDRESS": address,
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    command = (sys.executable, "-c", "from nyhavn.cli.start import main; main()", "run", "--port", str(port))
    with (home / "printed.txt").open("wb") as printed:
        process = subprocess.Popen(command, env=environment, stdout=printed, stderr=subprocess.STDOUT)
    made = Installation(home, address, environment, process)
    within(lambda: made.process.poll() is not None or _answers(address))
    assert made.process.poll() is None, made.log
    return made


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/accounts/login/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def within(look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What a look finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.3)
    return found
