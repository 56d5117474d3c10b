"""`nyhavn risk`: could somebody find a person in a file of records?"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from nyhavn.chain.microdata_risk import Known, RecordsFile, RiskFound, SpecialRows, assess_file
from nyhavn.cli.console import OUT, progress, say
from nyhavn.engine.backends.opening import HERE
from nyhavn.engine.confidentiality.microdata.assessment import Assessment, SensitiveRisk

RESTRICTED = "These figures are exact: for the steward alone, not for publishing."


def _names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    """Column names between commas."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _file_options(command: Callable[..., None]) -> Callable[..., None]:
    """How the file is written."""
    options = (
        click.option("--delimiter", default=",", help="Between cells of delimited text."),
        click.option("--encoding", default="utf-8", show_default=True, help="Of delimited text."),
        click.option("--sheet", default="", help="Of a workbook with several."),
        click.option("--engine", envvar="NYHAVN_ENGINE", default=HERE, show_default=True, help="duckdb, or Spark."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", callback=_names, required=True, help="What somebody may know of a person: a,b,c.")
@click.option("--sensitive", callback=_names, default="", help="What they would learn: a,b.")
@click.option("--weight", default="", help="How many people a row stands for.")
@click.option("--household", default="", help="Rows with the same value here live together.")
@click.option("--k", "asked", multiple=True, type=int, help="Count rows with which fewer agree [2, 3, 5].")
@click.option("--out", type=click.Path(path_type=Path), help="A new file for the risk of each row (restricted).")
@_file_options
def risk(
    file: Path,
    keys: tuple[str, ...],
    sensitive: tuple[str, ...],
    weight: str,
    household: str,
    asked: tuple[int, ...],
    out: Path | None,
    delimiter: str,
    encoding: str,
    sheet: str,
    engine: str,
) -> None:
    """Assess how easily somebody could find a person in FILE, a file of records. Changes nothing.

    No value of any row is printed.
    """
    records = RecordsFile(file, sheet=sheet, delimiter=delimiter.replace("\\t", "\t"), encoding=encoding)
    known = Known(keys, sensitive, weight, household)
    with progress() as step:
        found = assess_file(records, known, step, asked=asked, out=out, engine=engine)
    _say(found, out)


def _say(found: RiskFound, out: Path | None) -> None:
    assessment = found.assessment
    _say_agreeing(assessment)
    _say_finding(assessment)
    if assessment.sensitive:
        OUT.print(_sensitive(assessment.sensitive))
    if found.special is not None:
        _say_special(found.special)
    for sentence in found.remarks:
        say(f"- {sentence}")
    say(RESTRICTED)
    if out is not None:
        say(f"Written, for you alone: {out}")


def _say_agreeing(found: Assessment) -> None:
    say(f"{found.rows:,} rows; {found.cells:,} different combinations of {', '.join(found.keys)}.", style="bold")
    say(f"{found.uniques:,} rows agree with no other row ({found.uniques / found.rows:.1%}).")
    say(f"Every row agrees with at least {found.least - 1:,} others (k = {found.least:,}).")
    table = Table("k", "rows that miss it", "share", box=None, pad_edge=False)
    for k, rows in found.below:
        table.add_row(f"{k}", f"{rows:,}", f"{rows / found.rows:.1%}")
    OUT.print(table)


def _say_finding(found: Assessment) -> None:
    say(f"Individual risk: at most {found.highest:.3g}.")
    say(f"Expected to be found, by somebody who looks for everybody: {found.expected:,.1f} rows ({found.rate:.2%}).")
    if found.household is not None:
        home = found.household
        found_home = f"{home.expected:,.1f} rows ({home.rate:.2%})"
        say(f"In {home.households:,} households, where who finds one member finds all: {found_home}.")


def _sensitive(found: Sequence[SensitiveRisk]) -> Table:
    table = Table("sensitive", "l", "entropy l", "c of (c, l)", "t", "t in order", box=None, pad_edge=False)
    for one in found:
        several, near = one.diversity, one.closeness
        if several is None or near is None:
            table.add_row(escape(one.name), *("no values",) * 5)
            continue
        c = "" if several.recursive_c is None else f"{several.recursive_c}"
        ordered = "" if near.ordered is None else f"{near.ordered:.4f}"
        table.add_row(
            escape(one.name), f"{several.distinct}", f"{several.entropy:.3g}", c, f"{near.equal:.4f}", ordered
        )
    return table


def _say_special(found: SpecialRows) -> None:
    sizes = ", ".join(f"{count:,} by {size}" for size, count in enumerate(found.by_size, start=1) if count)
    say(f"{found.rows:,} rows are unique by part of their keys (SUDA). Smallest sets of keys: {sizes or 'none'}.")
    if found.rows:
        table = Table("key", "share of the score from sets with it", box=None, pad_edge=False)
        for key, share in sorted(found.shares, key=lambda pair: -pair[1]):
            table.add_row(escape(key), f"{share:.1%}")
        OUT.print(table)
    if found.likeliest is not None:
        say(f"Highest chance that a match by one row is true (DIS): {found.likeliest:.3g}.")
