"""A file of 60 columns for the benchmark `quality`: a real survey drawn again and again, with paradata of a field team.

The rows of the OSMI survey (`osmi_mental_health_2016/responses.csv` in the folder named by NYHAVN_REFERENCE_DATA) are
drawn with replacement and a fixed seed; each gets an id of its own. Interviewers, times, positions and measurements,
which no published survey has all of, are generated beside it. Without the folder the answers are generated too.

    python quality_data.py ROWS FILE...
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

COLUMNS, AT_ONCE, SEED = 60, 500_000, 20261125
DAYS, A_DAY, IN_CLUSTER, REMARKS = 50, 10, 50, 0.2
STRIDE = 7_919  # a prime, so that rows come in no order of days or interviewers
SURVEY = "osmi_mental_health_2016/responses.csv"
TEXT, BLOCK = pa.string(), 2 << 20  # bytes
FIRST_DAY = np.datetime64("2026-03-01T06:00:00")
OWN = (
    "id", "enumerator", "device", "today", "start", "end", "latitude", "longitude", "accuracy", "cluster", "born",
    "born_month", "born_year", "weight", "height", "remarks",
)  # fmt: skip
AGE, STATE, COUNTRY = "What is your age?", "What US state or territory do you live in?", "What country do you live in?"


def answers() -> pa.Table:
    """The survey to draw from: as many columns as are left beside the paradata, every cell text."""
    folder = os.environ.get("NYHAVN_REFERENCE_DATA", "")
    table = survey(Path(folder) / SURVEY) if folder else generated()
    kept = [AGE, STATE, COUNTRY]
    others = [name for name in table.column_names if name not in kept]
    return table.select([*others[: COLUMNS - len(OWN) - len(kept)], *kept])


def survey(path: Path, kind: pa.DataType = TEXT) -> pa.Table:
    """A published file, every cell text. kind: how texts are held, such as each different one of a block once."""
    parsed = pa_csv.ParseOptions(newlines_in_values=True)
    with pa_csv.open_csv(path, parse_options=parsed) as opened:
        headers = opened.schema.names
    texts = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(headers, kind), null_values=[""], strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )  # fmt: skip
    in_blocks = pa_csv.ReadOptions(block_size=BLOCK)
    return pa_csv.read_csv(path, parse_options=parsed, convert_options=texts, read_options=in_blocks)


def generated() -> pa.Table:
    """A survey of the same size, made up: questions with a few choices, a quarter of them unanswered."""
    rng = np.random.default_rng(SEED)
    rows = 1_433
    words = np.array(["Yes", "No", "Maybe", "I don't know", "Not applicable to me", "Some of my previous employers"])
    columns = {
        f"Question {place}": pa.array(words[rng.integers(0, len(words), rows)], mask=rng.random(rows) < 0.25)
        for place in range(50)
    }
    columns |= {AGE: texts(rng.integers(18, 80, rows)), STATE: texts(rng.integers(0, 50, rows))}
    return pa.table(columns | {COUNTRY: texts(rng.integers(0, 53, rows))})


def texts(numbers: np.ndarray) -> pa.Array:
    """Numbers as text."""
    return pc.cast(pa.array(numbers), pa.string())


def paradata(rng: np.random.Generator, first: int, rows: int, of: int) -> dict[str, pa.Array]:
    """The columns of a field team, for rows from number `first` on, of so many in all: ten interviews a day each."""
    place = (np.arange(first, first + rows) * STRIDE) % of
    teams = max(1, of // (DAYS * A_DAY))
    who, (day, hour) = place % teams, np.divmod(place // teams, A_DAY)
    cluster = rng.integers(0, max(1, of // IN_CLUSTER), rows)
    seconds = hour * 3_600 + rng.integers(0, 900, rows)
    begun = FIRST_DAY + (day % DAYS) * np.timedelta64(1, "D") + seconds * np.timedelta64(1, "s")
    ended = begun + np.clip(rng.normal(1_800, 500, rows), 60, None).astype("int64") * np.timedelta64(1, "s")
    born = np.datetime64("1946-01-01") + rng.integers(0, 22_000, rows) * np.timedelta64(1, "D")
    written = pa.array(born.astype("datetime64[s]"))
    remark = np.char.add("We spoke at the door, house ", rng.integers(0, 10**9, rows).astype(str))
    return {
        "id": pc.binary_join_element_wise("R", texts(np.arange(first, first + rows)), ""),
        "enumerator": pc.binary_join_element_wise("enum", texts(who), ""),
        "device": pc.binary_join_element_wise("device", texts(who), ""),
        "today": pc.strftime(pa.array(begun), "%Y-%m-%d"),
        "start": pc.strftime(pa.array(begun), "%Y-%m-%dT%H:%M:%S"),
        "end": pc.strftime(pa.array(ended), "%Y-%m-%dT%H:%M:%S"),
        "latitude": texts(np.round(-16 + cluster % 20_000 / 5_000 + rng.normal(0, 0.004, rows), 5)),
        "longitude": texts(np.round(34 + (cluster % 141) / 50 + rng.normal(0, 0.004, rows), 5)),
        "accuracy": texts(np.round(rng.gamma(2, 6, rows), 1)),
        "cluster": pc.binary_join_element_wise("c", texts(cluster), ""),
        "born": pc.strftime(written, "%Y-%m-%d"),
        "born_month": texts(pc.month(written).to_numpy()),
        "born_year": texts(pc.year(written).to_numpy()),
        "weight": texts(np.round(rng.normal(62, 12, rows), 1)),
        "height": texts(np.round(rng.normal(165, 10, rows), 1)),
        "remarks": pa.array(remark, mask=rng.random(rows) > REMARKS),
    }


def parts(rows: int) -> Iterator[pa.Table]:
    """The file in parts that fit into memory; the same rows whatever its size."""
    rng, source = np.random.default_rng(SEED), answers()
    for first in range(0, rows, AT_ONCE):
        count = min(AT_ONCE, rows - first)
        drawn = source.take(pa.array(rng.integers(0, source.num_rows, count)))
        yield pa.table(paradata(rng, first, count, rows) | {name: drawn.column(name) for name in drawn.column_names})


def write(rows: int, *files: Path) -> None:
    """Writes the same rows to every file: .csv, or .parquet with the row number `_row` beside the columns."""
    writers: list[pa_csv.CSVWriter | pa_parquet.ParquetWriter] = []
    done = 0
    for part in parts(rows):
        numbered = part.append_column("_row", pa.array(np.arange(done + 1, done + part.num_rows + 1)))
        for place, file in enumerate(files):
            table = part if file.suffix == ".csv" else numbered
            if len(writers) <= place:
                kind = pa_csv.CSVWriter if file.suffix == ".csv" else pa_parquet.ParquetWriter
                writers.append(kind(file, table.schema))
            writers[place].write_table(table)
        done += part.num_rows
    for writer in writers:
        writer.close()


if __name__ == "__main__":
    write(int(sys.argv[1]), *map(Path, sys.argv[2:]))
