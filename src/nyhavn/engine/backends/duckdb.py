"""DuckDB sessions: in this process, closed to files and network, with a private folder for spilling."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import narwhals as nw
import pyarrow as pa


class Session:
    """One open session."""

    def frame(self, table: pa.Table) -> nw.LazyFrame:
        """The table as a lazy frame; nothing is added or changed."""
        raise NotImplementedError


@contextmanager
def open_session(
    *, threads: int | None = None, memory_limit: str = "", folder: Path | None = None
) -> Iterator[Session]:
    """Open a session and close it at the end."""
    raise NotImplementedError
