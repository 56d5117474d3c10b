"""DuckDB sessions: in this process, closed to files and network, with a private folder for spilling."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

FILES = "pyarrow.dataset"
"""Loaded by its name where files are read: it loads pandas wherever that is installed, and most processes read none."""
_CLOSED = (
    "autoinstall_known_extensions",
    "autoload_known_extensions",
    "allow_community_extensions",
    "python_enable_replacements",  # a name in SQL must never reach a variable of ours
    "enable_external_access",
)


@dataclass(frozen=True)
class Session:
    """One open session; frames are valid until it is closed. files: those that it may open itself."""

    connection: duckdb.DuckDBPyConnection
    files: frozenset[str] = frozenset()

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """The table as a lazy frame; nothing is added, changed or copied."""
        return nw.from_native(self.connection.from_arrow(table)).lazy()

    def parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files of one shape.

        Files that the session was opened for it reads itself, eight times as quick for texts; others Arrow opens.
        """
        if self.files.issuperset(paths):
            return nw.from_native(self.connection.read_parquet(list(paths))).lazy()
        files = import_module(FILES).dataset(list(paths), format="parquet")
        return nw.from_native(self.connection.from_arrow(files)).lazy()

    def kept(self, lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame, worked out once and kept in memory."""
        return self.frame(lazy.collect("pyarrow").to_native())


@contextmanager
def open_session(
    *, threads: int | None = None, memory_limit: str = "", folder: Path | None = None, files: Sequence[str] = ()
) -> Iterator[Session]:
    """Open a session that cannot read a file, reach a network, load an extension or change its own settings.

    files: absolute paths that it may read all the same, and nothing beside them.

    threads: at most so many (None: one per core). memory_limit: such as "4GB" ("": DuckDB's own limit).
    folder: where a private folder for data that outgrow memory is made; it is removed at the end.
    """
    spill = Path(tempfile.mkdtemp(prefix="nyhavn-", dir=folder))
    try:
        connection = duckdb.connect(":memory:", config=_sizes(spill, threads, memory_limit))
        try:
            _close_doors(connection, files)
            yield Session(connection, frozenset(files))
        finally:
            connection.close()
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _sizes(spill: Path, threads: int | None, memory_limit: str) -> dict[str, str | bool | int | float | list[str]]:
    sizes: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(spill)}
    if threads is not None:
        sizes["threads"] = threads
    if memory_limit:
        sizes["memory_limit"] = memory_limit
    return sizes


def _close_doors(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> None:
    """No other files, no network, no extensions, and no way back (DuckDB documentation, "Securing DuckDB")."""
    if files:
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        connection.execute(f"SET allowed_paths = [{quoted}]")
    for setting in _CLOSED:
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")
