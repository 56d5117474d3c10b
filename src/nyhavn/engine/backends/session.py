"""What every data engine can do: take a table, read files, and keep a frame that was worked out."""

from collections.abc import Sequence
from typing import Any, Protocol

import narwhals as nw
import pyarrow as pa


class Session(Protocol):
    """An open session of a data engine. Its frames are valid until it is closed."""

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """The table as a lazy frame; nothing is added or changed."""
        ...

    def parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files of one shape, as a lazy frame; read when something is collected."""
        ...

    def kept(self, lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame, worked out once and kept on the engine, so that nothing behind it is worked out again."""
        ...
