"""`nyhavn verify-log`: is the record of what was done whole and unchanged? Nothing of the web side is needed."""

import sys
from pathlib import Path

import click

from nyhavn.cli.console import say
from nyhavn.cli.named_files import check_there, trusted_in
from nyhavn.exchange.audit_log.checkpoints import Kept, checkpoint_line
from nyhavn.exchange.audit_log.verdict import LogVerification
from nyhavn.exchange.audit_log.verification import kept_in, verify_log
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.framework.refusal import refusal

WRONG, NOBODY_VOUCHES = 1, 3
EXPORT_BEGINS = b'{"format":"nyhavn-audit-log-'
LARGEST_CHECKPOINT = 10_000


@click.command(name="verify-log")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--checkpoint", type=click.Path(path_type=Path), help="An older checkpoint or file of records you kept.")
@click.option("--key", type=click.Path(path_type=Path), help="File with the keys you trust, one per line.")
def verify_the_log(path: Path, checkpoint: Path | None, key: Path | None) -> None:
    """Check that the record of what was done, in the file PATH, is whole and unchanged.

    Exit code 0: it holds, and a key you trust or a checkpoint you kept says the same. 1: something is wrong, and it
    says what. 3: it holds in itself, but you gave neither, so a record written anew from the start would pass too.
    """
    trusted = trusted_in(key) if key else ()
    older = _older(checkpoint) if checkpoint else None
    check_there(path)
    with path.open("rb") as stream:
        found = verify_log(stream, older=older, trusted=trusted)
    sys.exit(_say(found))


def _older(path: Path) -> bytes | Kept:
    """A checkpoint as it stands in its file, or the state in which an older file of records ends."""
    check_there(path)
    with path.open("rb") as stream:
        beginning = stream.read(LARGEST_CHECKPOINT)
        if not beginning.startswith(EXPORT_BEGINS):
            return beginning
        stream.seek(0)
        try:
            return kept_in(stream)
        except Unreadable as fault:
            what = "The older file of records does not hold itself, so nothing can be compared with it."
            raise refusal("older-log-broken", what, where=str(path), do="Verify it alone to see why.") from fault


def _say(found: LogVerification) -> int:
    """Says what was found; returns the exit code."""
    for problem in found.problems:
        place = f"line {problem.line}: " if problem.line else ""
        say(f"WRONG  {place}{problem.sentence}")
    for note in found.notes:
        say(f"note   {note}", style="dim")
    if found.problems:
        say("This is not the record that was sealed. Do not rely on it.", style="bold red")
        return WRONG
    say(f"{found.size} records, {found.shown} of them in plain: sealed and unchanged.", style="bold")
    if found.kept_size is not None:
        say(f"The first {found.kept_size} are those of the checkpoint that you kept.", style="bold")
    say(f"To keep, on paper or a phone:  {checkpoint_line(found.size, found.head)}")
    if not found.is_vouched_for:
        say("You gave no key (--key) and no older checkpoint (--checkpoint): nobody else vouches for it.", style="bold")
        return NOBODY_VOUCHES
    return 0
