"""The database as one file, and back: SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError, connection

from nyhavn.exchange.bundle.durable import PRIVATE_FILE, sync_directory, sync_file
from nyhavn.framework.refusal import OutsideFault, Reason

ASIDE = "before-restore"
ASIDE_SCHEMA = "nyhavn_before_restore"
EXTENSION = "pg_trgm"  # of the catalogue's search; pg_dump leaves it out of the copy of one schema
ITS_INDEX = "catalogue_text"  # a search is slower without it, and just as right
LONGEST = 24 * 3600.0  # seconds


class Database(Protocol):
    """What backup and restore need of a database."""

    kind: str

    def copy_to(self, file: Path) -> None:
        """Everything as it is at one moment, in one file, while others read and write."""

    def is_taken(self) -> bool:
        """Whether anything is in it."""

    def set_aside(self) -> None:
        """Move what is there out of the way, for as long as the restore takes. Repeated, it moves nothing."""

    def clear(self) -> None:
        """Throw away what an unfinished restore put there."""

    def put(self, file: Path) -> None:
        """Put a copy into the empty place."""

    def is_aside(self) -> bool:
        """Whether something was set aside."""

    def drop_aside(self) -> None:
        """The restore is done: destroy what was set aside."""


class Sqlite:
    """A file."""

    kind = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.aside = path.with_name(f"{path.name}.{ASIDE}")

    def copy_to(self, file: Path) -> None:
        """VACUUM INTO is one reading transaction, and leaves out pages that were freed and may hold old content."""
        file.touch(mode=PRIVATE_FILE)
        try:
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=60)) as source:
                source.execute("VACUUM INTO ?", (str(file),))
        except sqlite3.Error as fault:
            raise _failed(f"{fault}") from fault

    def is_taken(self) -> bool:
        """A file that holds something."""
        return self.path.exists() and self.path.stat().st_size > 0

    def set_aside(self) -> None:
        """Its journal goes first into the file itself, if it can still be read, and else aside with it."""
        if self.aside.exists() or not self.path.exists():
            return
        try:
            with closing(sqlite3.connect(self.path)) as source:
                source.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error:
            self._move_journals()
        self.path.rename(self.aside)
        sync_directory(self.path.parent)

    def _move_journals(self) -> None:
        for ending in ("-wal", "-journal"):
            journal = self.path.with_name(self.path.name + ending)
            if journal.exists():
                journal.rename(self.aside.with_name(self.aside.name + ending))

    def clear(self) -> None:
        """The file and its journals."""
        _remove(self.path)

    def put(self, file: Path) -> None:
        """Copied under another name first."""
        partial = self.path.with_name(f"{self.path.name}.partial")
        shutil.copyfile(file, partial)
        partial.chmod(PRIVATE_FILE)
        sync_file(partial)
        partial.rename(self.path)
        sync_directory(self.path.parent)

    def is_aside(self) -> bool:
        """A file of that name."""
        return self.aside.exists()

    def drop_aside(self) -> None:
        """The file and its journals."""
        _remove(self.aside)


class Postgresql:
    """Its own programs, which must be installed; what is set aside is a schema of another name."""

    kind = "postgresql"

    def __init__(self, told: dict[str, object]) -> None:
        self.name = str(told["NAME"])
        given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        self.environment = {name: str(told[key]) for name, key in given.items() if told.get(key)}

    def copy_to(self, file: Path) -> None:
        """pg_dump reads everything in one transaction."""
        file.touch(mode=PRIVATE_FILE)
        self._run("pg_dump", "--format=custom", "--no-owner", "--schema=public", f"--file={file}", self.name)

    def is_taken(self) -> bool:
        """A table."""
        return bool(_asked("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))

    def set_aside(self) -> None:
        """The schema is renamed; both statements together or none."""
        if not self.is_aside():
            _told(f"BEGIN; ALTER SCHEMA public RENAME TO {ASIDE_SCHEMA}; CREATE SCHEMA public; COMMIT")

    def clear(self) -> None:
        """An empty schema, with the extension that is in no copy; what is set aside keeps its indexes meanwhile."""
        kept = f"ALTER EXTENSION {EXTENSION} SET SCHEMA {ASIDE_SCHEMA};" if self.is_aside() and _is_installed() else ""
        made = f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}; ALTER EXTENSION {EXTENSION} SET SCHEMA public;"
        made = made if _is_possible() else ""
        _told(f"BEGIN; {kept} DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; {made} COMMIT")

    def put(self, file: Path) -> None:
        """All of it or nothing; without the extension, all but the index that needs it."""
        wanted = self._list(file)
        self._run(
            "pg_restore", "--no-owner", "--schema=public", "--single-transaction", "--exit-on-error",
            f"--use-list={wanted}", f"--dbname={self.name}", str(file),
        )  # fmt: skip
        wanted.unlink()

    def _list(self, file: Path) -> Path:
        """A file with the parts of the copy that can be put here."""
        parts = self._run("pg_restore", "--list", str(file)).splitlines(keepends=True)
        has_it = _is_installed()
        wanted = file.with_name(f"{file.name}.list")
        wanted.write_text("".join(part for part in parts if has_it or f" INDEX public {ITS_INDEX} " not in part))
        return wanted

    def is_aside(self) -> bool:
        """A schema of that name."""
        return bool(_asked(f"SELECT count(*) FROM pg_namespace WHERE nspname = '{ASIDE_SCHEMA}'"))  # noqa: S608 (ours)

    def drop_aside(self) -> None:
        """The whole schema."""
        _told(f"DROP SCHEMA IF EXISTS {ASIDE_SCHEMA} CASCADE")

    def _run(self, program: str, *arguments: str) -> str:
        """What the program says. Raises OutsideFault."""
        found = shutil.which(program)
        if found is None:
            what = f"The program {program} of PostgreSQL is not installed on this machine."
            raise OutsideFault(Reason("database-program-missing", what, "", "Install the client of PostgreSQL."))
        environment = {**os.environ, **self.environment}
        command = (found, *arguments)
        done = subprocess.run(command, env=environment, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603
        if done.returncode:
            raise _failed(done.stderr.decode(errors="replace").strip().split("\n")[0])
        return done.stdout.decode(errors="replace")


def database() -> Database:
    """The one that the settings name."""
    told = connection.settings_dict
    return Sqlite(Path(told["NAME"])) if connection.vendor == "sqlite" else Postgresql(told)


def _is_installed() -> bool:
    return bool(_asked(f"SELECT count(*) FROM pg_extension WHERE extname = '{EXTENSION}'"))  # noqa: S608 (ours)


def _is_possible() -> bool:
    """Whether the extension is there, or this user can put it there."""
    where = "installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')"
    question = f"SELECT count(*) FROM pg_available_extensions WHERE name = '{EXTENSION}' AND ({where})"  # noqa: S608
    return bool(_asked(question))


def _asked(question: str) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return int(cursor.fetchone()[0])
    except DatabaseError as fault:
        raise _failed(f"{fault}".split("\n")[0]) from fault
    finally:
        connection.close()


def _told(statements: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statements)
    except DatabaseError as fault:
        raise _failed(f"{fault}".split("\n")[0]) from fault
    finally:
        connection.close()


def _remove(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    sync_directory(path.parent)


def _failed(told: str) -> OutsideFault:
    do = "Mend that, then run the command again."
    return OutsideFault(Reason("database-failed", f"The database said: {told}", "", do))
