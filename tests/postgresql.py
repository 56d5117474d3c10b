"""A PostgreSQL of our own for the tests: started in a temporary folder, reached by a socket file, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM_FOLDERS = Path("/usr/lib/postgresql")  # where Debian puts the programs of each version
NOBODY = "nobody"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, None where there is no server."""
    versions = sorted(SYSTEM_FOLDERS.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def _owner() -> int | None:
    """PostgreSQL refuses to be run by root: then it is run by nobody."""
    return pwd.getpwnam(NOBODY).pw_uid if os.geteuid() == 0 else None


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a fresh database. Speed before safety: what is lost in a power cut is only a test."""
    where = programs()
    assert where is not None, "no PostgreSQL server on this machine"
    folder, owner = Path(tempfile.mkdtemp(prefix="nyhavn-pg-")), _owner()
    if owner is not None:
        os.chown(folder, owner, -1)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    run(f"{where}/initdb", "-D", f"{data}", "-U", "nyhavn", "-A", "trust", "-E", "UTF8", "--no-sync")
    run(f"{where}/pg_ctl", "-D", f"{data}", "-l", f"{folder}/log", "-w", "-o", options, "start")
    try:
        run(f"{where}/createdb", "-h", f"{folder}", "-U", "nyhavn", "nyhavn")
        yield f"postgresql://nyhavn@/nyhavn?host={folder}"
    finally:
        run(f"{where}/pg_ctl", "-D", f"{data}", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
