"""Which data engine a run works on."""

from contextlib import AbstractContextManager

from nyhavn.engine.backends import duckdb, spark
from nyhavn.engine.backends.session import Session

HERE = "duckdb"  # in this process: quickest for whatever fits on one machine


def open_engine(engine: str = HERE) -> AbstractContextManager[Session]:
    """A session of the engine of that name: "duckdb", or the address of a Spark master as Spark writes it.

    Raises as `open_spark` does, when the session is entered.
    """
    if engine == HERE:
        return duckdb.open_session()
    return spark.open_spark(spark.SparkSettings(master=engine))
