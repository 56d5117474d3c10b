"""`nyhavn protect`: protected tables from a file of rows or of finished cells."""

import secrets
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from nyhavn.chain.protecting import ProtectedOrder, protect_order
from nyhavn.cli.console import progress, say
from nyhavn.engine.backends.opening import HERE
from nyhavn.engine.confidentiality.tables.evidence import Evidence
from nyhavn.framework.loss import GroupLoss, Loss

MOST_LINES = 12  # groups named on the terminal; groups.csv holds all of them


@click.command()
@click.argument("order", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write; must not exist yet.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the order's files [beside it].")
@click.option("--seed", type=int, help="Of an earlier run, to hide the same cells again (restricted).")
@click.option("--engine", envvar="NYHAVN_ENGINE", default=HERE, show_default=True, help="duckdb, or a Spark master.")
def protect(order: Path, out: Path, data: Path | None, seed: int | None, engine: str) -> None:
    """Protect the tables of ORDER: what would give somebody away is hidden, and whatever would tell it.

    Writes OUT/tables (public) and OUT/restricted (for the steward alone). Nothing is written if anything is refused.
    """
    chosen = secrets.randbits(32) if seed is None else seed
    with progress() as step:
        protected = protect_order(order, out=out, data=data, engine=engine, seed=chosen, step=step)
    _say_protected(protected, out)


def _say_protected(protected: ProtectedOrder, out: Path) -> None:
    say(protected.ordered.order.title, style="bold")
    for evidence in protected.evidence:
        for line in _lines(evidence):
            say(line)
    for line in _lost(protected.loss):
        say(line)
    say(f"Public:     {out / 'tables'}")
    say(f"Restricted: {out / 'restricted'} (these lines too: for the steward alone)")


def _lines(evidence: Evidence) -> Sequence[str]:
    """What was hidden, and why."""
    hidden, own = len(evidence.figures), len(evidence.primaries)
    lines = [f"{', '.join(evidence.tables)}: {hidden} of {evidence.cells} cells are hidden."]
    if own:
        kinds = Counter(str(kind) for figure in evidence.primaries for kind in figure.rules)
        why = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
        lines.append(f"  {own} would give somebody away by themselves ({why}).")
        lines.append(f"  {hidden - own} more are hidden, because these could be worked out from them.")
        lines.append("  Attacked with everything that is shown: no hidden cell can be found out more closely than the")
        lines.append("  policy allows, by the public or by anybody who contributed to another cell.")
    if not evidence.is_optimal:
        lines.append(f"  Fewer might do: hiding costs {evidence.cost:.6g}, and at least {evidence.bound:.6g}.")
    return [*lines, *(f"  {note}" for note in evidence.notes)]


def _lost(loss: Loss) -> Sequence[str]:
    """What is lost, and for whom."""
    if not loss.hidden:
        return ["Nothing had to be hidden."]
    lines = [f"Everybody sees {loss.shown} cells; {loss.hidden} are lost."]
    gone = loss.disappearing
    if gone:
        lines.append(f"Nothing at all is left of: {_named(gone)}.")
        lines.append("  Ask their community whether a wider group, together with others, would serve them better.")
    thin = sorted((one for one in loss.groups if one.hidden and one.shown), key=lambda one: one.shown / one.asked)
    for one in thin[:MOST_LINES]:
        lines.append(f"  {one.breakdown} {one.category}: {one.shown} of {one.asked} cells are left.")
    if len(thin) > MOST_LINES:
        lines.append(f"  ... and {len(thin) - MOST_LINES} more groups have lost something.")
    return lines


def _named(groups: Sequence[GroupLoss]) -> str:
    names = [f"{one.breakdown} {one.category}" for one in groups]
    more = f" and {len(names) - MOST_LINES} more" if len(names) > MOST_LINES else ""
    return ", ".join(names[:MOST_LINES]) + more
