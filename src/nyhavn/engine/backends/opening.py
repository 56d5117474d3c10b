"""Which data engine a run works on."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from nyhavn.engine.backends import duckdb, spark
from nyhavn.engine.backends.session import Session

HERE = "duckdb"  # in this process: quickest for whatever fits on one machine


def open_engine(engine: str = HERE, files: Sequence[str] = ()) -> AbstractContextManager[Session]:
    """A session of the engine of that name: "duckdb", or the address of a Spark master as Spark writes it.

    files: Parquet files that it will read, by absolute path.

    Raises as `open_spark` does, when the session is entered.
    """
    if engine == HERE:
        return duckdb.open_session(files=files)
    return spark.open_spark(spark.SparkSettings(master=engine))
