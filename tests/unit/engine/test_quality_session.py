"""A DuckDB session: useful for frames, and closed to everything else."""

import duckdb
import pyarrow as pa
import pytest

from nyhavn.engine.backends.duckdb import open_session

TABLE = pa.table({"a b": ["x", None], "_row": pa.array([1, 2], pa.int64())})


def test_a_frame_is_the_table_and_nothing_else():
    with open_session(threads=1, memory_limit="200MB") as session:
        assert session.frame(TABLE).collect("pyarrow").to_native().to_pylist() == TABLE.to_pylist()


def test_a_frame_can_be_read_more_than_once():
    with open_session(threads=1) as session:
        frame = session.frame(TABLE)
        assert [frame.collect().shape for _ in range(2)] == [(2, 2), (2, 2)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{}')",
        "SELECT * FROM '{}'",
        "COPY (SELECT 1) TO '{}'",
        "ATTACH '{}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET temp_directory = '/tmp'",
        "SELECT * FROM TABLE_IN_PYTHON",
    ],
)
def test_a_session_opens_no_door(statement, tmp_path):
    """Whatever text reaches the engine: no file, no network, no extension, no way back."""
    TABLE_IN_PYTHON = TABLE  # noqa: F841, N806 a replacement scan would find it by name
    target = tmp_path / "some.csv"
    target.write_text("a\n1\n", encoding="utf-8")
    with open_session(threads=1) as session, pytest.raises(duckdb.Error):
        session.connection.execute(statement.format(target)).fetchall()


def test_the_folder_for_spilling_is_private_and_gone_afterwards(tmp_path):
    with open_session(threads=1, folder=tmp_path) as session:
        session.frame(TABLE).collect()
        (made,) = tmp_path.iterdir()
        assert made.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_gone_after_a_failure_too(tmp_path):
    with pytest.raises(ValueError, match="broken"), open_session(threads=1, folder=tmp_path):
        raise ValueError("broken")
    assert list(tmp_path.iterdir()) == []


def test_work_that_outgrows_memory_is_spilled_or_refused_never_wrong():
    numbers = pa.table({"n": pa.array([str(place) for place in range(200_000)])})
    with open_session(threads=1, memory_limit="100MB") as session:
        frame = session.frame(numbers)
        assert frame.sort("n").head(1).collect().to_dict(as_series=False) == {"n": ["0"]}
