"""One run of a tabulation: `tabulation_runs.py WHO FILE RESULT`. WHO: ours, errors, pandas or categories.

Counts, sums and means of an income by four breakdowns. Before the clock starts the same is done with a handful of
people, so that what each side loads at its first use is loaded; the table is written to RESULT after it stopped.
"""

import sys
import tempfile
from pathlib import Path

import duckdb
import pandas
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from measuring import Run, measure, say
from tabulation_data import KEYS, answers_file

from nyhavn.engine.estimation import SurveyDesign, count, estimate, mean, total

NAMES, FEW = list(KEYS), 1_000


def ours(path: Path) -> pa.Table:
    """Figures about those who took part, no errors: what a group-by gives."""
    return _estimate(path, SurveyDesign(about_participants=True))


def errors(path: Path) -> pa.Table:
    """The same weighted, with standard errors, intervals and what the policy says of them."""
    return _estimate(path, SurveyDesign("weight"))


def _estimate(path: Path, design: SurveyDesign) -> pa.Table:
    asked = (count(), total("income"), mean("income"))
    return estimate(duckdb.read_parquet(str(path)), design, asked, NAMES, with_margins=False)


def with_pandas(path: Path) -> pandas.DataFrame:
    """As one writes it: read the columns, group, aggregate."""
    frame = pandas.read_parquet(path, columns=[*NAMES, "income"])
    return frame.groupby(NAMES)["income"].agg(["size", "sum", "mean"])


def with_categories(path: Path) -> pandas.DataFrame:
    """As one writes it who knows that texts are slow: keys are read as categories."""
    frame = pq.read_table(path, columns=[*NAMES, "income"], read_dictionary=NAMES).to_pandas()
    return frame.groupby(NAMES, observed=True)["income"].agg(["size", "sum", "mean"])


WORK = {"ours": ours, "errors": errors, "pandas": with_pandas, "categories": with_categories}


def comparable(found: pa.Table | pandas.DataFrame) -> pa.Table:
    """One row per group that has somebody: size, sum, mean."""
    if isinstance(found, pandas.DataFrame):
        table = pa.Table.from_pandas(found.reset_index(), preserve_index=False)
        keys = [table[name].cast(pa.string()) for name in NAMES]
        return pa.table([*keys, *(table[name] for name in ("size", "sum", "mean"))], [*NAMES, "size", "sum", "mean"])
    parts = {name: found.filter(pc.equal(found["statistic"], name)) for name in ("count", "total of income")}
    means = found.filter(pc.equal(found["statistic"], "mean of income"))
    columns = [means[name] for name in NAMES]
    values = [parts["count"]["value"], parts["total of income"]["value"], means["value"]]
    made = pa.table([*columns, *values], [*NAMES, "size", "sum", "mean"])
    return made.filter(pc.greater(made["size"], 0))


def main(who: str, path: Path, result: Path) -> None:
    """Measures one run and hands it over."""
    with tempfile.TemporaryDirectory() as folder:
        WORK[who](answers_file(Path(folder) / "few.parquet", FEW))
    found, seconds, peak = measure(lambda: WORK[who](path))
    pq.write_table(comparable(found).sort_by([(name, "ascending") for name in NAMES]), result)
    say(Run(seconds, peak))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
