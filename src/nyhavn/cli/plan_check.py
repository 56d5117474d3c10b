"""`nyhavn plan-check`: do releases from the same data, put side by side, tell a few people apart?"""

import sys
from pathlib import Path

import click

from nyhavn.chain.release_plan import read_beside, told_apart
from nyhavn.cli.console import say
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.refusal import refusal

TOLD_APART = 1
FEWEST = 2


@click.command("plan-check")
@click.argument("releases", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--threshold", type=click.IntRange(min=2), required=True, help="The smallest count that may be told apart."
)
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    default=Path("nyhavn-log"),
    show_default=True,
    help="Folder of this instance's key and release log.",
)
def plan_check(releases: tuple[Path, ...], threshold: int, log: Path) -> None:
    """Put RELEASES from the same data side by side, the oldest first, and subtract.

    Every number counts that any route shows: tables, numbers of contributions, the quality report, the evidence on the
    principles. What is said here is for the steward alone. Exit code 1: some people can be told apart.
    """
    if len(releases) < FEWEST:
        raise refusal("plan-check-alone", "One release cannot be subtracted from itself.", do="Name two or more.")
    read = read_beside(releases, trusted=(ReleaseLog.open(log).verifier_key,))
    found = told_apart(read, threshold)
    for one in found:
        say(one.sentence)
    if found:
        say(f"{len(found)} times, fewer people than the threshold can be told apart.", style="bold")
        sys.exit(TOLD_APART)
    say("Subtracting these releases from each other tells no small group apart.", style="bold")
