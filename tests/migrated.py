"""The database as migrations leave it, made once and copied: on an empty one they take a quarter of a minute."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src" / "nyhavn" / "web"
FOLDER = REPOSITORY / ".pytest_cache" / "migrated"


def put_database(database: Path) -> None:
    """Put an empty, migrated SQLite database there, where none is."""
    if not database.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_made_once(), database)


@contextmanager
def database_in_memory(name: str) -> Iterator[None]:
    """An empty, migrated SQLite database in the memory of this process, under the name by which others open it."""
    with closing(sqlite3.connect(_made_once())) as made, closing(sqlite3.connect(name, uri=True)) as memory:
        made.backup(memory)
        yield


def put_tables() -> None:
    """Put migrated tables into the empty database that the settings name."""
    named = settings.DATABASES["default"]
    if named["ENGINE"].endswith("sqlite3"):
        put_database(Path(named["NAME"]))
    else:
        call_command("migrate", verbosity=0)


def _made_once() -> Path:
    made = FOLDER / f"{_version()}.sqlite3"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    return made


def _version() -> str:
    """Another one for other migrations, and for other packages."""
    files = [
        *SOURCE.glob("*/migrations/*.py"),
        SOURCE / "pages" / "added_only.py",
        REPOSITORY / "requirements/run.lock",
    ]
    return sha256(b"\0".join(path.read_bytes() for path in sorted(files))).hexdigest()[:32]


def _make(made: Path) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NYHAVN_")}
        surroundings = {**kept, "NYHAVN_HOME": home, "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings"}
        asked = (sys.executable, "-m", "nyhavn.web.manage", "migrate", "-v", "0")
        subprocess.run(asked, env=surroundings, check=True, timeout=600)
        whole = Path(home) / "whole"
        database = sqlite3.connect(Path(home) / "nyhavn.sqlite3")
        database.execute("VACUUM INTO ?", (str(whole),))  # one file, whatever its journal holds
        database.close()
        whole.rename(made)
