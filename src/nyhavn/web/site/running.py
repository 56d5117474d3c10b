"""Running the whole installation: server, worker and scheduler as processes of their own, kept alive by this one."""

import contextlib
import ctypes
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nyhavn.web.jobs.stopping import stopped_by_signal

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 10.0  # for a process that was asked to end
SERVER_PATIENCE_SECONDS = 5  # for answers under way; a server that is only just loading does not hear the request
PAUSE_SECONDS = 1.0  # before a process that died is started again
SERVER_THREADS = 4
PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True)
class Part:
    """One process of the installation."""

    name: str
    command: Sequence[str]

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it, with a folder of its own for what outgrows memory; what a dead one left there is gone."""
        scratch = Path(settings.SCRATCH) / self.name
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings", "TMPDIR": str(scratch)}
        return subprocess.Popen(  # noqa: S603 (a command of ours)
            self.command,
            env=environment,
            preexec_fn=_die_with_the_parent,  # noqa: PLW1509 (this process has one thread)
            process_group=0,  # Ctrl-C reaches this process alone, which ends the others in order
        )


def parts(host: str, port: int, workers: int) -> tuple[Part, ...]:
    """The processes that make up an installation. workers: processes of the server."""
    server = (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", f"{port}",
        "--workers", f"{workers}", "--blocking-threads", f"{SERVER_THREADS}", "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", f"{SERVER_PATIENCE_SECONDS}",
        "--log-level", "warning", "nyhavn.web.wsgi:application",
    )  # fmt: skip
    manage = (sys.executable, "-m", "nyhavn.web.manage")
    return (Part("server", server), Part("worker", (*manage, "work")), Part("scheduler", (*manage, "schedule")))


def run(host: str, port: int, workers: int) -> None:
    """Start every part, and start again whatever dies, until somebody asks to stop."""
    stop = stopped_by_signal()
    wanted = parts(host, port, workers)
    running = {part.name: part.start() for part in wanted}
    while not stop.wait(LOOK_SECONDS):
        for part in wanted:
            code = running[part.name].poll()
            if code is not None:
                LOG.warning("the %s ended with code %s; starting it again", part.name, code)
                _end_children_of(running[part.name])
                stop.wait(PAUSE_SECONDS)
                running[part.name] = part.start()
    _end(tuple(running.values()))


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask all to end, and end those that do not."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _end_children_of(process)


def _end_children_of(process: "subprocess.Popen[bytes]") -> None:
    """What a process that died has left running: a server's own processes would keep its port."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _die_with_the_parent() -> None:
    """Ends the process when this one is gone, however it went: nobody else would look after it (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
