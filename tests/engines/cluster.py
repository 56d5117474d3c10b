"""A real Spark cluster on this machine: one master and its workers, each a process, gone at the end."""

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = "127.0.0.1"
WORKER_MEMORY = "1g"
SECONDS = 180.0  # in which a process of the cluster has to be there

# What a site would set for a cluster of its own; with two cores for everybody, each worker gets one and 600 MB. The
# processes know one another by a secret, and what goes between them is encrypted.
CONF = """\
spark.driver.host              127.0.0.1
spark.driver.bindAddress       127.0.0.1
spark.executor.cores           1
spark.executor.memory          600m
spark.sql.shuffle.partitions   2
spark.authenticate             true
spark.authenticate.secret      {secret}
spark.network.crypto.enabled   true
"""
# A test has few rows and many queries: to compile each of them, and plan it anew while it runs, takes longer than its
# rows.
FEW_ROWS = """\
spark.sql.codegen.wholeStage   false
spark.sql.adaptive.enabled     false
"""


@dataclass(frozen=True)
class Cluster:
    """master: its address. conf: the folder that SPARK_CONF_DIR names. workers: the folders of the workers."""

    master: str
    conf: Path
    workers: tuple[Path, ...]

    def executors(self) -> list[int]:
        """Per worker, how many processes worked for an application since it was started."""
        return [len(list(worker.glob("app-*/*/stderr"))) for worker in self.workers]


@contextmanager
def cluster(workers: int = 2, *, settings: str = FEW_ROWS) -> Iterator[Cluster]:
    """A master and its workers on the loopback interface, on ports that are free. settings: further lines for Spark."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="nyhavn-spark-")))
        written = CONF.format(secret=secrets.token_hex(16)) + settings
        (folder / "spark-defaults.conf").write_text(written, encoding="utf-8")
        port = _free_port()
        master = f"spark://{HERE}:{port}"
        conf = f"--properties-file {folder}/spark-defaults.conf --webui-port 0 --host {HERE}".split()
        ends.enter_context(_process(folder, "Master", *conf, "--port", str(port)))
        _until(lambda: _answers(port))
        folders = tuple(folder / f"worker{number}" for number in range(workers))
        for place in folders:
            sizes = ["--cores", "1", "--memory", WORKER_MEMORY, "--work-dir", str(place)]
            ends.enter_context(_process(folder, "Worker", *conf, *sizes, master, name=place.name))
        log = folder / "Master.log"
        _until(lambda: log.read_text(encoding="utf-8").count("Registering worker") == workers)
        yield Cluster(master, folder, folders)


@contextmanager
def _process(folder: Path, role: str, *arguments: str, name: str = "") -> Iterator[None]:
    spec = find_spec("pyspark")
    assert spec is not None and spec.origin is not None, "pyspark is not installed"
    command = Path(spec.origin).parent / "bin" / "spark-class"
    java = f"org.apache.spark.deploy.{role.lower()}.{role}"
    own = {"SPARK_LOCAL_IP": HERE, "SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_DIRS": str(folder / "local")}
    with (folder / f"{name or role}.log").open("w", encoding="utf-8") as log:
        started = subprocess.Popen(
            [str(command), java, *arguments],
            env={**os.environ, **own, "SPARK_DAEMON_MEMORY": "256m"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(started.pid, signal.SIGTERM)  # the group that was started here: the executors of a worker with it
        try:
            started.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HERE, port), timeout=1):
            return True
    except OSError:
        return False


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "the cluster did not come up"
        time.sleep(0.2)
