"""The engines of this run, each opened once and closed at its end."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

from engines.agreeing import same
from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.backends.spark import SparkSettings, open_spark

Frame = nw.LazyFrame[Any]
Answer = TypeVar("Answer")

WITH_SPARK = "spark" in os.environ.get("NYHAVN_TEST_ENGINES", "").split(",")
ENGINES = ("spark",) if WITH_SPARK else ("duckdb", "polars", "pandas")
# A test has few rows and many queries: to compile each of them, and plan it anew, takes longer than its rows. So does
# what Java does for programs that run for hours: it compiles a second time, and looks for garbage in many threads.
QUICK = """\
spark.sql.codegen.wholeStage   false
spark.sql.adaptive.enabled     false
spark.driver.extraJavaOptions  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
_FEW = 3  # drawn examples on Spark
_opened: dict[str, tuple["Engine", ExitStack]] = {}


@dataclass(frozen=True)
class Engine:
    """One data engine: its name, how a table becomes a lazy frame on it, and how a lazy frame is kept on it."""

    name: str
    frame: Callable[[pa.Table], Frame]
    coded: Callable[[Frame], Frame]


def opened(name: str) -> Engine:
    """The engine of that name, opened at its first use."""
    if name not in _opened:
        ends = ExitStack()
        _opened[name] = _OPENERS[name](ends), ends
    return _opened[name][0]


def release(name: str) -> None:
    """Close the engine of that name, if it is open."""
    if name in _opened:
        _opened.pop(name)[1].close()


def close() -> None:
    """Close all engines."""
    for name in tuple(_opened):
        release(name)


def each_engine() -> Iterator[Engine]:
    """Every engine of this run; DuckDB comes along with Spark, so that there is something to agree with."""
    for name in ("duckdb", "spark") if WITH_SPARK else ENGINES:
        yield opened(name)


def on_every_engine(table: pa.Table, work: Callable[[Frame], Answer]) -> Answer:
    """What the work finds in the table, after making sure that every engine finds the same."""
    answers = {engine.name: work(engine.frame(table)) for engine in each_engine()}
    (first, answer), *others = answers.items()
    for name, its in others:
        assert same(answer, its), f"{first} and {name} differ: {answer!r} and {its!r}"
    return answer


def drawn(examples: int) -> int:
    """How many examples to draw: the number asked for, and a few where each costs a second."""
    return min(examples, _FEW) if WITH_SPARK else examples


def _duckdb(ends: ExitStack) -> Engine:
    session = ends.enter_context(open_session(threads=1))
    return Engine("duckdb", session.frame, session.kept)


def _spark(ends: ExitStack) -> Engine:
    folder = Path(ends.enter_context(TemporaryDirectory(prefix="nyhavn-spark-")))
    (folder / "spark-defaults.conf").write_text(QUICK, encoding="utf-8")
    ends.enter_context(patch.dict(os.environ, {"SPARK_CONF_DIR": str(folder)}))
    session = ends.enter_context(open_spark(SparkSettings("local[1]", partitions=1)))
    return Engine("spark", session.frame, session.kept)


def _polars(ends: ExitStack) -> Engine:
    def frame(table: pa.Table) -> Frame:
        return nw.from_native(pl.DataFrame(pl.from_arrow(table)).lazy())

    return Engine("polars", frame, lambda lazy: frame(lazy.collect("pyarrow").to_native()))


def _pandas(ends: ExitStack) -> Engine:
    """With Arrow's types: in pandas' own, a text that is missing matches no pattern instead of matching unknown."""

    def frame(table: pa.Table) -> Frame:
        return nw.from_native(table.to_pandas(types_mapper=pd.ArrowDtype)).lazy()

    return Engine("pandas", frame, lambda lazy: nw.from_native(lazy.collect("pandas").to_native()).lazy())


_OPENERS: dict[str, Callable[[ExitStack], Engine]] = {
    "duckdb": _duckdb,
    "polars": _polars,
    "pandas": _pandas,
    "spark": _spark,
}
