"""The command, killed at its own moment in each of many processes: run by a test in an interpreter of its own.

    python dying_command.py FOLDER WORD...   carries out FOLDER/moment 1.toml, FOLDER/moment 2.toml and so on, each
                                             into FOLDER/moment 1 and so on; the first process dies, as by kill -9, at
                                             its first step that reaches the disk, the next at its second, until one
                                             comes through or no order is left. WORD: more words of the command

What comes out: how many died, and whether the last one came through.
"""

import os
import signal
import sys
from pathlib import Path

from nyhavn.cli.main import nyhavn


def dies_at(moment):
    """Before or after each fsync, rename and link, in turn."""
    steps = [0]

    def counted(real):
        def step(*arguments, **named):
            steps[0] += 1
            if steps[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*arguments, **named)
            steps[0] += 1
            if steps[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return step

    os.fsync, os.link, Path.rename = counted(os.fsync), counted(os.link), counted(Path.rename)


def carried_out(folder, moment, words):
    process = os.fork()
    if process:
        return not os.WIFSIGNALED(os.waitpid(process, 0)[1])
    dies_at(moment)
    place = folder / f"moment {moment}"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    words = [word.replace("MOMENT", str(moment)) for word in words]
    nyhavn.main(["protect", f"{place}.toml", "--out", str(place), *words], standalone_mode=False)
    os._exit(0)


if __name__ == "__main__":
    folder, moment = Path(sys.argv[1]), 1
    while (folder / f"moment {moment}.toml").exists() and not carried_out(folder, moment, sys.argv[2:]):
        moment += 1
    os.write(1, f"{moment - 1} {(folder / f'moment {moment}').exists()}\n".encode())
