"""A process that dies, as by kill -9, at its first step that reaches the disk, another at its second, and so on.

Who counts deaths is a program that a test starts in an interpreter of its own: what forks must have no threads.
"""

import os
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

CHANGES = frozenset(
    {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "fcntl.flock"}
    | {"shutil.rmtree"}
)
WRITES = os.O_WRONLY | os.O_RDWR
PATIENCE = 600.0  # seconds, on a busy machine


def surroundings() -> dict[str, str]:
    """The environment of a program that finds the same code as the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def told_by(program: Path, *arguments: object) -> str:
    """What a program says, run in an interpreter of its own."""
    asked = [sys.executable, str(program), *map(str, arguments)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE, env=surroundings(), check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def dies_at(step: int) -> Callable[[], int]:
    """Ends this process before the given step; gives how many it met so far.

    A step: a file opened to be written, a name made, moved or gone, a lock taken, names brought to the disk.

    A kill does not lose what was written, so that bringing a file to the disk changes nothing; bringing names there is
    a step because it is often the last.
    """
    met = 0

    def meet() -> None:
        nonlocal met
        met += 1
        if met == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        is_written = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & WRITES)
        if event in CHANGES or is_written:
            meet()

    brought = os.fsync  # of which the interpreter tells nobody

    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            meet()
        brought(handle)

    os.fsync = sync
    sys.addaudithook(watch)
    return lambda: met


def _has_died(work: Callable[[int], object], step: int) -> bool:
    """Whether a process of its own died at that step. Raises RuntimeError if it failed without being killed."""
    child = os.fork()
    if child == 0:
        try:
            dies_at(step)
            work(step)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"It failed at step {step} without being killed.")
    return os.WIFSIGNALED(status)


def deaths(work: Callable[[int], object], prepared: Callable[[int], object] = lambda step: None) -> int:
    """How many processes died, each at a later step, until one came through. work, prepared: told the step, from 1.

    prepared: what stands there before the process begins.
    """
    step = 1
    while True:
        prepared(step)
        if not _has_died(work, step):
            return step - 1
        step += 1
