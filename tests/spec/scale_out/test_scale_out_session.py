"""A Spark session: what it leaves behind (nothing), and what is said where there is none."""

import os
import signal
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engines.cluster import Cluster
from nyhavn.engine.backends import spark
from nyhavn.engine.backends.opening import open_engine
from nyhavn.engine.backends.spark import SparkSession, SparkSettings, open_spark
from nyhavn.framework.explanations import explanations
from nyhavn.framework.refusal import OutsideFault, Refusal

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.usefixtures("no_session")]

TABLE = pa.table({"_row": pa.array([1, 2, 3], pa.int64()), "a b": ["x", None, "y"], "A B": ["1", "2", None]})
LOCAL = "local[1]"


def java_processes() -> str:
    """The Java processes that this one started and that still run."""
    return subprocess.run(["pgrep", "-P", str(os.getpid()), "java"], capture_output=True, text=True).stdout


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for private folders, in a place of work that can be looked through afterwards."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def assert_frames_come_back(session: SparkSession, tmp_path: Path) -> None:
    """Tables, files and kept frames hold what went in; names that Spark cannot use are refused by name."""
    pq.write_table(TABLE, tmp_path / "answers.parquet")
    kept = session.kept(session.frame(TABLE))
    read = session.parquet([str(tmp_path / "answers.parquet")])
    for frame in (session.frame(TABLE), kept, read):
        assert frame.sort("_row").collect("pyarrow").to_native().to_pylist() == TABLE.to_pylist()
    with pytest.raises(Refusal) as refused:
        session.frame(pa.table({"group.question": ["x"], "fine": ["y"]}))
    assert refused.value.codes == ("column-unnameable",)
    assert "group.question" in str(refused.value) and "fine" not in str(refused.value)


def test_a_session_works_is_the_only_one_and_leaves_nothing_behind(
    tmp_path: Path, scratch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """No Java, no file, no folder in the place of work, and no answer on the screen; not even after a failure."""
    before = java_processes()
    with (
        pytest.raises(ValueError, match="broken"),
        open_spark(SparkSettings(LOCAL, partitions=1, folder=scratch)) as session,
    ):
        assert java_processes() != before
        assert_frames_come_back(session, tmp_path)
        (folder,) = scratch.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        with pytest.raises(Exception, match="CAST_INVALID_INPUT"):
            session.spark.sql("select cast('secret answer' as int)").collect()
        with pytest.raises(Refusal) as refused, open_engine(LOCAL):
            pass
        assert refused.value.codes == ("engine-in-use",)
        raise ValueError("broken")
    assert java_processes() == before
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.parquet", "scratch"]
    assert "secret answer" not in "".join(capfd.readouterr())


def test_a_session_opens_again_and_one_that_goes_away_is_a_fault_of_the_outside() -> None:
    before = java_processes()
    with pytest.raises(OutsideFault) as refused, open_engine(LOCAL) as session:
        assert session.frame(TABLE).collect().shape == (3, 3)
        os.kill(spark.SparkContext._gateway.proc.pid, signal.SIGKILL)
        session.frame(TABLE).collect()
    assert refused.value.codes == ("engine-lost",)
    assert java_processes() == before


@pytest.mark.parametrize("name", ["spark", "spark://host", "local[x]", "http://host:7077", "duckdb2", ""])
def test_what_is_no_address_of_a_master_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused, open_engine(name):
        pass
    assert refused.value.codes == ("engine-unknown",)


def test_without_java_the_refusal_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refusal) as refused, open_engine(LOCAL):
        pass
    assert refused.value.codes == ("engine-without-java",)


def test_a_java_that_does_not_start_spark_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refusal) as refused, open_engine(LOCAL):
        pass
    assert refused.value.codes == ("engine-without-java",)


def test_a_master_that_does_not_answer_is_a_fault_of_the_outside() -> None:
    with pytest.raises(OutsideFault) as refused, open_engine("spark://127.0.0.1:1"):
        pass
    assert refused.value.codes == ("engine-not-reached",)
    assert refused.value.reasons[0].where == "spark://127.0.0.1:1"


def test_a_master_that_gives_no_worker_is_a_fault_of_the_outside(
    spark_cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its two workers have a gigabyte each; more is asked for."""
    monkeypatch.setenv("SPARK_CONF_DIR", str(spark_cluster.conf))
    settings = SparkSettings(spark_cluster.master, executor_memory="4g", worker_seconds=2)
    with pytest.raises(OutsideFault) as refused, open_spark(settings):
        pass
    assert refused.value.codes == ("engine-without-workers",)


def test_every_refusal_of_an_engine_is_explained() -> None:
    assert {
        "engine-unknown",
        "engine-not-installed",
        "engine-without-java",
        "engine-in-use",
        "engine-not-reached",
        "engine-without-workers",
        "engine-lost",
        "column-unnameable",
    } <= set(explanations())
