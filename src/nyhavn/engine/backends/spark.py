"""Spark sessions: for rows that outgrow one machine, on any master, leaving nothing behind.

No Python runs on the workers: everything is Spark's own expressions, so that a worker needs Java and Spark, no more.
Whatever else a site must set (a container image, memory, secrets of its network) stands where Spark looks for it:
spark-defaults.conf in the folder that SPARK_CONF_DIR names.
"""

import logging
import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.framework.refusal import OutsideFault, Reason, Refusal, refusal

try:
    from py4j.protocol import Py4JError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession as Spark

    IS_INSTALLED = True
except ImportError:  # the extra `spark` is large, and most never need it
    IS_INSTALLED = False

LOOPBACK = "127.0.0.1"
MASTER = re.compile(r"local(\[(\d+|\*)\])?|spark://[^,:/]+:\d+(,[^,:/]+:\d+)*|k8s://\S+|yarn")
_ADDRESS = re.compile(r"([^,:/]+):(\d+)")
_ANSWER_SECONDS = 5.0  # in which a master that is there accepts a connection
_END_SECONDS = 20.0  # in which Java ends by itself
# Spark writes the values it stumbles over into its messages; an answer must never stand in a log.
_TALKATIVE = ("DataFrameQueryContextLogger", "SQLQueryContextLogger")
_SILENT = """\
appender.none.type = Null
appender.none.name = none
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
"""
_DO_INSTALL = "Install Nyhavn with its extra `spark`, or leave the engine out."
_DO_JAVA = "Install Java 17 or newer (Debian: default-jre-headless), or leave the engine out."


@dataclass(frozen=True)
class SparkSettings:
    """Where to work, and how much to ask for.

    master: local[n], spark://host:port, k8s://address or yarn. driver: the address at which the workers reach this
    process ("": Spark's choice). executor_cores, executor_memory: of each worker process, such as 1 and "2g" (None,
    "": as the site has set it). partitions: into how many parts rows are shuffled (None: as the site has set it).
    worker_seconds: how long to wait for the first worker. folder: where a private folder for data that outgrow memory
    and for Spark's own files is made; it is removed at the end.
    """

    master: str
    driver: str = ""
    executor_cores: int | None = None
    executor_memory: str = ""
    partitions: int | None = None
    worker_seconds: float = 60.0
    folder: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether the workers are threads of this process's own Java."""
        return self.master.startswith("local")


@dataclass(frozen=True)
class SparkSession:
    """One open session; frames are valid until it is closed."""

    spark: "Spark"

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """The table as a lazy frame, sent to the workers when something is collected.

        Raises Refusal "column-unnameable" for a column with a point or a backtick in its name.
        """
        _check_names(table.column_names)
        return _lazy(self.spark.createDataFrame(table))

    def parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files of one shape, read by the workers: each of them must reach the paths."""
        read = self.spark.read.parquet(*paths)
        _check_names(read.columns)
        return _lazy(read)

    def kept(self, lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame, kept by the workers in memory, and encrypted on disk where that is full."""
        return _lazy(lazy.to_native().persist())


@contextmanager
def open_spark(settings: SparkSettings) -> Iterator[SparkSession]:
    """Open a session on a master, and close it with its Java and its folder.

    Raises Refusal if there is no pyspark or no Java, if the master's form is none, or if a session of this process is
    open already; OutsideFault if the master does not answer, gives no worker, or goes away.
    """
    _check_ready(settings)
    folder = Path(tempfile.mkdtemp(prefix="nyhavn-", dir=settings.folder))
    try:
        (folder / "log4j2.properties").write_text(_SILENT, encoding="utf-8")
        try:
            spark = _connected(settings, folder)
            _await_worker(spark, settings)
            yield SparkSession(spark)
        except (Py4JError, PySparkException, ConnectionError):
            if _is_gone(settings):
                raise _lost(settings) from None  # what Java said may hold an answer
            raise
        finally:
            _close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_ready(settings: SparkSettings) -> None:
    if not MASTER.fullmatch(settings.master):
        do = "Name it as local[2], spark://host:7077, k8s://https://host:6443 or yarn."
        raise refusal("engine-unknown", "This is no address of a Spark master.", where=settings.master, do=do)
    if not IS_INSTALLED:
        raise refusal("engine-not-installed", "Spark is not installed here.", where=settings.master, do=_DO_INSTALL)
    if not _has_java():
        raise refusal("engine-without-java", "Spark needs Java, and there is none.", do=_DO_JAVA)
    if SparkContext._active_spark_context is not None:
        do = "Close it, or give its own frames to the functions of the engine."
        raise refusal("engine-in-use", "A Spark session is open in this process already.", do=do)
    _check_answers(settings)


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME", "")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def _check_answers(settings: SparkSettings) -> None:
    """Knock first: Spark itself asks a silent master for a minute."""
    if not settings.master.startswith("spark://"):
        return
    for host, port in _ADDRESS.findall(settings.master):
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=_ANSWER_SECONDS):
            return
    raise _unreached(settings)


def _unreached(settings: SparkSettings) -> OutsideFault:
    do = "Check the address, and that the master runs and can be reached from here."
    return OutsideFault(Reason("engine-not-reached", "The Spark master does not answer.", settings.master, do))


def _lost(settings: SparkSettings) -> OutsideFault:
    do = "Look at the cluster, and start the run again."
    return OutsideFault(Reason("engine-lost", "The Spark cluster went away during the work.", settings.master, do))


def _connected(settings: SparkSettings, folder: Path) -> "Spark":
    for name in _TALKATIVE:
        logging.getLogger(name).disabled = True
    builder = Spark.builder.master(settings.master).appName("nyhavn")
    for key, value in {**_kept_private(folder), **_sizes(settings)}.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (Py4JError, PySparkException, OSError) as error:
        if "JAVA_GATEWAY_EXITED" in str(error):
            raise refusal("engine-without-java", "This Java does not start Spark.", do=_DO_JAVA) from None
        raise _unreached(settings) from None


def _kept_private(folder: Path) -> Mapping[str, str]:
    """No page, no event log, nothing outside the folder, nothing readable on a disk; and one way to compute."""
    options = f"-Djava.io.tmpdir={folder} -Dlog4j2.configurationFile=file:{folder}/log4j2.properties -XX:-UsePerfData"
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.log.level": "OFF",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": f"file:{folder}/warehouse",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.driver.defaultJavaOptions": options,
        "spark.io.encryption.enabled": "true",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "true",
        "spark.sql.session.timeZone": "UTC",
    }


def _sizes(settings: SparkSettings) -> Mapping[str, str]:
    driver = settings.driver or (LOOPBACK if settings.is_local else "")
    wanted = {
        "spark.driver.host": driver,
        "spark.driver.bindAddress": driver,
        "spark.executor.cores": settings.executor_cores,
        "spark.executor.memory": settings.executor_memory,
        "spark.sql.shuffle.partitions": settings.partitions,
    }
    return {key: str(value) for key, value in wanted.items() if value}


def _await_worker(spark: "Spark", settings: SparkSettings) -> None:
    """Wait for the first worker: Spark itself waits for ever."""
    end = time.monotonic() + settings.worker_seconds
    while not settings.is_local and _executors(spark) == 0:
        if time.monotonic() > end:
            do = "Start workers, or ask for no more cores and memory than they have."
            what = "The Spark master gives no worker."
            raise OutsideFault(Reason("engine-without-workers", what, settings.master, do))
        time.sleep(0.1)


def _executors(spark: "Spark") -> int:
    """The worker processes that answer; Spark's list has this process in it."""
    return len(spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) - 1


def _is_gone(settings: SparkSettings) -> bool:
    """Whether Java ended, Spark stopped, or no worker is left."""
    context = SparkContext._active_spark_context
    if context is None:
        return True
    try:
        stopped = context._jsc.sc().isStopped()
        return bool(stopped) or (not settings.is_local and _executors(Spark.getActiveSession()) == 0)
    except (Py4JError, OSError, AttributeError):
        return True


def _close() -> None:
    """End Spark and its Java. PySpark alone leaves Java running until this process ends."""
    context, gateway = SparkContext._active_spark_context, SparkContext._gateway
    if context is not None:
        with suppress(Py4JError, OSError):
            context.stop()
    if gateway is not None:
        with suppress(Py4JError, OSError):
            gateway.shutdown()
        gateway.proc.stdin.close()  # Java waits for this
        gateway.proc.wait(_END_SECONDS)
    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
    Spark._instantiatedSession = None


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    lazy: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return lazy


def _check_names(names: Sequence[str]) -> None:
    """A point asks Spark for a part of a column, and nothing that narwhals writes can say otherwise."""
    unnameable = [name for name in names if "." in name or "`" in name]
    if unnameable:
        what = f"Spark cannot name a column with a point or a backtick in it: {', '.join(unnameable)}."
        raise Refusal(Reason("column-unnameable", what, do="Rename the column, or leave the engine out."))
