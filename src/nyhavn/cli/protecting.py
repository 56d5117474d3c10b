"""`nyhavn protect`: protected tables from a file of rows or of finished cells, by hiding or with noise."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from nyhavn.chain.kept_secrets import Kept
from nyhavn.chain.noised import NoisyOrder
from nyhavn.chain.protecting import ProtectedOrder, protect_order
from nyhavn.cli.console import progress, say
from nyhavn.engine.backends.opening import HERE
from nyhavn.engine.confidentiality.tables.evidence import Evidence
from nyhavn.framework.loss import GroupLoss, Loss

ELSEWHERE = (
    "Not compared with releases of the same data, nor with other orders: what is out there can give away what is "
    "protected here."
)
MOST_LINES = 12  # groups named on the terminal; groups.csv holds all of them


@click.command()
@click.argument("order", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write; must not exist yet.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the order's files [beside it].")
@click.option("--seed", type=int, help="Of an earlier run, to hide the same cells again (restricted).")
@click.option("--secret", type=click.Path(path_type=Path), help="File that the noise of cell keys comes from.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Folder of the data set's privacy ledger.")
@click.option("--begin", is_flag=True, help="Make the secret or the ledger: nothing was published with noise yet.")
@click.option("--engine", envvar="NYHAVN_ENGINE", default=HERE, show_default=True, help="duckdb, or a Spark master.")
def protect(
    order: Path,
    out: Path,
    data: Path | None,
    seed: int | None,
    secret: Path | None,
    ledger: Path | None,
    begin: bool,
    engine: str,
) -> None:
    """Protect the tables of ORDER: what would give somebody away is hidden, and whatever would tell it; or noise is
    added, as ORDER says.

    Writes OUT/tables (public) and OUT/restricted (for the steward alone). Nothing is written if anything is refused.
    """
    kept = Kept(seed, secret, ledger, begin)
    with progress() as step:
        protected = protect_order(order, out=out, data=data, engine=engine, kept=kept, step=step)
    say(protected.ordered.order.title, style="bold")
    for line in noise_lines(protected) if isinstance(protected, NoisyOrder) else hiding_lines(protected):
        say(line)
    say(ELSEWHERE)
    say(f"Public:     {out / 'tables'}")
    say(f"Restricted: {out / 'restricted'} (these lines too: for the steward alone)")


def hiding_lines(protected: ProtectedOrder) -> Sequence[str]:
    """What was hidden, and what is lost."""
    return [*(line for evidence in protected.evidence for line in _lines(evidence)), *_lost(protected.loss)]


def noise_lines(noisy: NoisyOrder) -> Sequence[str]:
    """What was done to the tables, what is kept, and what is left of a budget."""
    lines = []
    for part in noisy.parts:
        lines += [f"{', '.join(table.id for table in part.tables)}: {part.statement.kind}."]
        lines += [f"  {sentence}" for sentence in part.statement.sentences]
    if noisy.secret is not None:
        lines += [f"Secret:     {noisy.secret.path} (keep it: with another one, the noise could be averaged out)"]
    if noisy.spent:
        lines += [f"Spent:      {noisy.spent}, for all that was ever published from these data."]
    return lines


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
