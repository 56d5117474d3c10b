"""A DuckDB session reads the files that it was opened for, and no other."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nyhavn.engine.backends.duckdb import open_session


@pytest.fixture
def files(tmp_path):
    paths = [str(tmp_path / name) for name in ("it's mine.parquet", "other.parquet")]
    for path in paths:
        pq.write_table(pa.table({"a": ["x", "y"]}), path)
    return paths


def test_a_session_reads_the_file_that_it_was_opened_for(files) -> None:
    with open_session(threads=1, files=files[:1]) as session:
        assert session.parquet(files[:1]).collect("pyarrow").to_native().to_pylist() == [{"a": "x"}, {"a": "y"}]


def test_arrow_reads_any_other_for_it(files) -> None:
    with open_session(threads=1, files=files[:1]) as session:
        assert session.parquet(files).collect().shape == (4, 1)


@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM read_parquet('{}')", "COPY (SELECT 1) TO '{}x'", "SET allowed_paths = ['{}']", "ATTACH '{}'"],
)
def test_no_other_door_opens_with_it(files, statement) -> None:
    with open_session(threads=1, files=files[:1]) as session, pytest.raises(duckdb.Error):
        session.connection.execute(statement.format(files[1])).fetchall()
