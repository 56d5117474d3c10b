"""`nyhavn quality`, `nyhavn weight`, `nyhavn estimate`: a steward's own look at parts of a run."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from nyhavn.chain.counting import Checked
from nyhavn.chain.looking import Estimates, Look, look_at_estimates, look_at_quality, look_at_weights
from nyhavn.cli.console import OUT, progress, say
from nyhavn.engine.backends.opening import HERE
from nyhavn.engine.weighting import CellWeights
from nyhavn.framework.adjustment import INTERVAL_LABEL
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable

RESTRICTED = "These figures are exact: for the steward alone, not for publishing."
MOST_LINES = 40  # cells of weights printed; the file holds all of them

Say = Callable[[], None]
Command = Callable[..., Say]


def _looks(command: Command) -> Callable[..., None]:
    """The options that every look has, as one `Look` (without its progress)."""

    @click.argument("plan", type=click.Path(path_type=Path))
    @click.option("--data", type=click.Path(path_type=Path), help="Folder of the plan's files [beside it].")
    @click.option(
        "--engine", envvar="NYHAVN_ENGINE", default=HERE, show_default=True, help="duckdb, or a Spark master."
    )
    @wraps(command)
    def with_look(plan: Path, data: Path | None, engine: str, **other: Any) -> None:
        with progress() as step:
            found = command(Look(plan, step, data, engine), **other)
        found()

    return with_look


@click.command()
@_looks
@click.option("--out", type=click.Path(path_type=Path), help="A new file for findings with row numbers (restricted).")
def quality(look: Look, out: Path | None) -> Say:
    """Check the contributions of PLAN: what they ask the people who made them. Changes nothing."""
    found = look_at_quality(look, out=out)
    return lambda: _say_quality(found, out)


@click.command()
@_looks
@click.option("--out", type=click.Path(path_type=Path), help="A new file for the weights by cell (restricted).")
def weight(look: Look, out: Path | None) -> Say:
    """Weight the contributions of PLAN to its reference: how well totals are met, and what it costs in precision."""
    weights = look_at_weights(look, out=out)
    return lambda: _say_weights(weights, out)


@click.command()
@_looks
@click.option("--table", "tables", multiple=True, help="Only the table of that name; may be given several times.")
def estimate(look: Look, tables: tuple[str, ...]) -> Say:
    """Estimate the tables of PLAN with their errors, protected as in a release. Nothing is judged or signed."""
    found = look_at_estimates(look)
    return lambda: _say_estimates(found, tables)


def _say_quality(found: Checked, out: Path | None) -> None:
    table = Table("check", "how much", "columns", "rows", "out of", "what", box=None, pad_edge=False)
    for one in sorted(found.findings, key=lambda each: (-_WEIGHT[each.severity], each.check)):
        cells = (one.check, one.severity, ", ".join(one.columns), f"{one.rows}", f"{one.out_of}", one.wording)
        table.add_row(*map(escape, cells))
    OUT.print(table)
    for one in found.findings:
        figures = ", ".join(f"{figure.name} {figure.value:.6g}" for figure in one.evidence)
        if figures:
            say(f"{one.check} ({', '.join(one.columns)}): {figures}", style="dim")
    say(f"{len(found.findings)} findings; {len(found.identifiers)} columns may say who somebody is.")
    say("Each is a question, never a proof. " + RESTRICTED)
    _say_file(out)


_WEIGHT = {"serious": 3, "warning": 2, "note": 1}


def _say_weights(weights: CellWeights, out: Path | None) -> None:
    met = weights.convergence
    say(f"Weighted by {weights.method}; {met.rounds} rounds; largest relative error of any total {met.error:.2g}.")
    say(f"Population {weights.total:,.0f}; contributions {weights.cells.n:,}; weights {_range(weights)}.")
    say(f"Kish design effect {weights.design_effect:.2f}; worth {weights.effective_n:,.0f} equal contributions.")
    if weights.trimming is not None:
        cut = weights.trimming
        say(f"Trimmed: {cut.rows} contributions to at most {cut.largest:.4g}; {cut.taken:.2%} of all weight moved.")
    cells = weights.table()
    table = Table(*cells.column_names, box=None, pad_edge=False)
    for row in cells.slice(0, MOST_LINES).to_pylist():
        table.add_row(*(escape(f"{value:.6g}" if isinstance(value, float) else f"{value}") for value in row.values()))
    OUT.print(table)
    if cells.num_rows > MOST_LINES:
        say(f"... and {cells.num_rows - MOST_LINES} more cells.")
    say(RESTRICTED)
    _say_file(out)


def _range(weights: CellWeights) -> str:
    return f"from {weights.smallest:.4g} to {weights.largest:.4g}"


def _say_estimates(found: Estimates, wanted: tuple[str, ...]) -> None:
    known = [table.id for table in found.produced.tables]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise click.BadParameter(f"There is no table {unknown[0]}. Tables: {', '.join(known)}.", param_hint="--table")
    titles = {indicator.id: indicator.title for indicator in found.plan.indicator}
    for table in found.produced.tables:
        if not wanted or table.id in wanted:
            say(f"{titles.get(table.indicator, table.indicator)} ({table.id})", style="bold")
            OUT.print(_laid_out(table))
    for sentence in (*found.limits, *found.produced.remarks):
        say(f"- {sentence}")
    for one in found.produced.moved:
        for words in one.sensitivity.words:
            say(f"- {titles[one.indicator]}: {words}")
    if found.produced.adjusted is not None:
        say(f"- Low and high: {INTERVAL_LABEL}.")


def _laid_out(table: StatisticalTable) -> Table:
    shown = Table(*table.breakdowns, "n", "value", "std. error", "low", "high", "reliability", box=None, pad_edge=False)
    for figure in table.figures:
        shown.add_row(*map(escape, (*figure.categories, *_numbers(figure))))
    return shown


def _numbers(figure: Figure) -> tuple[str, ...]:
    if figure.status is not CellStatus.PUBLISHED:
        return ("", figure.status, "", "", "", "")
    parts = (figure.value, figure.standard_error, figure.low, figure.high)
    numbers = ("" if part is None else f"{part:.6g}" for part in parts)
    return ("" if figure.n is None else f"{figure.n}", *numbers, figure.reliability)


def _say_file(out: Path | None) -> None:
    if out is not None:
        say(f"Written: {out}")
