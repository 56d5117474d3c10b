"""Published files of records, as they stand, every cell text."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv

HOUSEHOLD_KEYS = ("urbrur", "roof", "walls", "water", "electcon", "relat", "sex")


def read(path: Path, delimiter: str = ",") -> pa.Table:
    parsed = arrow_csv.ParseOptions(delimiter=delimiter)
    with arrow_csv.open_csv(path, parse_options=parsed) as opened:
        headers = opened.schema.names
    texts = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(headers, pa.string()), null_values=[""], strings_can_be_null=True
    )
    return arrow_csv.read_csv(path, parse_options=parsed, convert_options=texts)


def adult(folder: Path) -> pa.Table:
    return read(folder / "sdc_arx_adult" / "adult.csv", ";")
