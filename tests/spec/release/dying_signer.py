"""A program that signs a release and dies at a chosen step, as by a power cut. Started by test_release_signing."""

import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from nyhavn.chain.signing import Signed, sign_release
from nyhavn.exchange.bundle.log import ReleaseLog
from spec.bundle.small_release import small_release

ISSUED_AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
CHANGES = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "fcntl.flock", "shutil.rmtree"}
)


def sign(place: Path) -> Signed:
    """Always the same arguments for one place."""
    log = ReleaseLog.open(place / "log")
    return sign_release(small_release(), issued_at=ISSUED_AT, out=place / "release", log=log, zipped=True)


def die_at(step: int) -> None:
    """Ends this process before the given change to the disk: a file opened to be written, a name made, moved, gone."""
    met = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal met
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in CHANGES or writes:
            met += 1
            if met == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def killed(place: Path, step: int) -> bool:
    """Signs in a process of its own. Whether it died before it was done."""
    child = os.fork()
    if child == 0:
        die_at(step)
        sign(place)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"Signing failed at step {step} without being killed.")
    return os.WIFSIGNALED(status)


def main(place: Path) -> None:
    """Dies at every step there is, each time in a copy of its own of the same log; prints how many there are."""
    step = 0
    while True:
        step += 1
        here = place / f"died-{step}"
        shutil.copytree(place / "log", here / "log")
        if not killed(here, step):
            break
    print(step - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
