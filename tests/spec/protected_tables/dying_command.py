"""The command, killed at its own moment in each of many processes: run by a test in an interpreter of its own.

    python dying_command.py FOLDER WORD...   carries out FOLDER/moment 1.toml, FOLDER/moment 2.toml and so on, each
                                             into FOLDER/moment 1 and so on, until one comes through. WORD: more words
                                             of the command

What comes out: how many died.
"""

import os
import sys
from pathlib import Path

from nyhavn.cli.main import nyhavn
from sudden_death import deaths


def main(folder, words):
    def protect(moment):
        place = folder / f"moment {moment}"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        more = [word.replace("MOMENT", str(moment)) for word in words]
        nyhavn.main(["protect", f"{place}.toml", "--out", str(place), *more], standalone_mode=False)

    print(deaths(protect))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
