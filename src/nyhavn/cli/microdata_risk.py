"""`nyhavn risk`: could somebody find a person in a file of records?"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from nyhavn.chain.microdata_asked import Known, Wishes
from nyhavn.chain.microdata_risk import RiskFound, SpecialRows, assess_file
from nyhavn.cli.console import OUT, progress, say
from nyhavn.engine.backends.opening import HERE
from nyhavn.engine.confidentiality.microdata.assessment import Assessment, SensitiveRisk
from nyhavn.engine.confidentiality.microdata.frontier import Outcome
from nyhavn.framework.microdata_policy import MICRODATA_POLICIES, Review
from nyhavn.framework.table_file import TableFile

_Named = tuple[str, Path]
Command = Callable[[TableFile, Known, Wishes, str], None]
RESTRICTED = "These figures are exact: for the steward alone, not for publishing."


def _names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    """Column names between commas."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _hierarchies(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[_Named, ...]:
    """Pairs of a column and a file, written column=file."""
    return tuple((name, Path(path)) for name, path in (_pair(value, "a column and a file") for value in values))


def _reviews(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[Review, ...]:
    """Pairs of a column and a person, written column=person."""
    today = datetime.now(UTC).date()
    named = (_pair(value, "a column and who") for value in values)
    return tuple(Review(column=name, by=person, on=today) for name, person in named)


def _pair(value: str, of: str) -> tuple[str, str]:
    name, mark, other = value.partition("=")
    if not (name.strip() and mark):
        raise click.BadParameter(f"Write {of}, with = between them.")
    return name.strip(), other.strip()


OPTIONS = (
    click.option("--keys", callback=_names, required=True, help="What somebody may know of a person: a,b,c."),
    click.option("--sensitive", callback=_names, default="", help="What they would learn: a,b."),
    click.option("--weight", default="", help="How many people a row stands for."),
    click.option("--household", default="", help="Rows with the same value here live together."),
    click.option("--k", "asked", multiple=True, type=int, help="Count rows with which fewer agree [2, 3, 5]."),
    click.option(
        "--hierarchy", "hierarchies", multiple=True, callback=_hierarchies, help="key=file, to coarser codes."
    ),
    click.option("--policy", default="", help=f"Would it pass? {' or '.join(MICRODATA_POLICIES.ids)}."),
    click.option("--release", callback=_names, default="", help="Further columns that would be handed over: a,b."),
    click.option("--text", "texts", callback=_names, default="", help="Those that hold free text or media: a,b."),
    click.option(
        "--review", "reviews", multiple=True, callback=_reviews, help="column=person: who looked at all of it."
    ),
    click.option("--picture", type=click.Path(path_type=Path), help="A new file: risk against loss (restricted)."),
    click.option("--out", type=click.Path(path_type=Path), help="A new file: the risk of each row (restricted)."),
    click.option("--delimiter", default=",", help="Between cells of delimited text."),
    click.option("--encoding", default="utf-8", show_default=True, help="Of delimited text."),
    click.option("--sheet", default="", help="Of a workbook with several."),
    click.option("--engine", envvar="NYHAVN_ENGINE", default=HERE, show_default=True, help="duckdb, or Spark."),
)


def _options(command: Command) -> Callable[..., None]:
    """The options as what they mean: the file, what is known of it, what is wished for, and where to compute."""

    @wraps(command)
    def with_values(file: Path, engine: str, **given: Any) -> None:
        delimiter = given["delimiter"].replace("\\t", "\t")
        records = TableFile(file=str(file), sheet=given["sheet"], delimiter=delimiter, encoding=given["encoding"])
        known = Known(given["keys"], given["sensitive"], given["weight"], given["household"])
        wishes = Wishes(**{name: given[name] for name in Wishes.__dataclass_fields__})
        command(records, known, wishes, engine)

    for option in reversed(OPTIONS):
        with_values = option(with_values)
    return with_values


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_options
def risk(records: TableFile, known: Known, wishes: Wishes, engine: str) -> None:
    """Assess how easily somebody could find a person in FILE, a file of records. Changes nothing.

    No value of any row is printed.
    """
    with progress() as step:
        found = assess_file(records, known, step, wishes, engine=engine)
    _say(found, wishes)
    if found.refused is not None:
        raise found.refused


def _say(found: RiskFound, wishes: Wishes) -> None:
    assessment = found.assessment
    _say_agreeing(assessment)
    _say_finding(assessment)
    if assessment.sensitive:
        OUT.print(_sensitive(assessment.sensitive))
    if found.special is not None:
        _say_special(found.special)
    if found.outcomes:
        _say_outcomes(found.outcomes, found.k)
    for sentence in found.remarks:
        say(f"- {sentence}")
    say(RESTRICTED)
    for place in filter(None, (wishes.out, wishes.picture)):
        say(f"Written, for you alone: {place}")
    if wishes.policy and found.refused is None:
        say(f"Nothing speaks against handing it over under {wishes.policy}.")


def _say_agreeing(found: Assessment) -> None:
    say(f"{found.rows:,} rows; {found.cells:,} different combinations of {', '.join(found.keys)}.", style="bold")
    say(f"Rows that agree with no other row: {found.uniques:,} ({found.uniques / found.rows:.1%}).")
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
    sizes = ", ".join(f"{count:,} of {size}" for size, count in enumerate(found.by_size, start=1) if count)
    say(f"Rows that are unique by a set of keys (SUDA): {found.rows:,}. Smallest sets: {sizes or 'none'}.")
    if found.rows:
        table = Table("key", "share of the score from sets with it", box=None, pad_edge=False)
        for key, share in sorted(found.shares, key=lambda pair: -pair[1]):
            table.add_row(escape(key), f"{share:.1%}")
        OUT.print(table)
    if found.likeliest is not None:
        say(f"Highest chance that a match by one row is true (DIS): {found.likeliest:.3g}.")


def _say_outcomes(outcomes: Sequence[Outcome], k: int) -> None:
    """The options that no other one beats; the others are counted."""
    say(f"{len(outcomes)} options. No other one has less of both risk and loss than these:", style="bold")
    columns = ("", "option", "expected to be found", f"miss k = {k}", "values blanked", "lost of the keys")
    table = Table(*columns, box=None, pad_edge=False)
    for number, one in enumerate(outcomes, start=1):
        if one.is_best:
            counts = (f"{one.risk:.2%}", f"{one.below:,}", f"{one.values:,}", f"{one.loss:.1%}")
            table.add_row(f"{number}", escape(one.option.words), *counts)
    OUT.print(table)
