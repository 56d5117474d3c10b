"""`nyhavn verify`: is a release unchanged since it was signed?"""

import sys
from pathlib import Path

import click

from nyhavn.cli.console import say
from nyhavn.cli.named_files import content_of, lines_of
from nyhavn.exchange.bundle.layout import MANIFEST
from nyhavn.exchange.bundle.verdict import Verification
from nyhavn.exchange.bundle.verification import Beside
from nyhavn.exchange.bundle.verification import verify as verify_bundle
from nyhavn.exchange.workspace.continuity import verify_moved
from nyhavn.framework.refusal import refusal

WRONG, SIGNER_UNKNOWN = 1, 3
PUBLIC = "release"


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", type=click.Path(path_type=Path), help="File with the keys you trust, one per line.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="An older checkpoint of the log that you kept.")
@click.option("--log", type=click.Path(path_type=Path), help="The log's folder, if your checkpoint is the newer one.")
@click.option("--credit", type=click.Path(path_type=Path), help="The credit file that stands beside the release.")
@click.option("--moved", type=click.Path(path_type=Path), help="The file about the move, if the community moved.")
def verify(
    path: Path, key: Path | None, checkpoint: Path | None, log: Path | None, credit: Path | None, moved: Path | None
) -> None:
    """Check that the release at PATH (folder or zip) is unchanged since it was signed, and by whom.

    Exit code 0: unchanged, signed by a key you trust. 1: something is wrong, and it says what. 3: unchanged, but you
    gave no key, so nobody vouches for the signer. Whether the content is true is not checked.
    """
    trusted = lines_of(key) if key else ()
    older = content_of(checkpoint) if checkpoint else None
    _check_place(path)
    names = content_of(credit) if credit else None
    if moved is None:
        found = verify_bundle(path, trusted=trusted, older_checkpoint=older, log_folder=log, credit=names)
    else:
        beside = Beside(older, log, names)
        found = verify_moved(path, moved=content_of(moved), trusted=trusted, beside=beside)
    sys.exit(_say(found))


def _check_place(path: Path) -> None:
    """Raises Refusal "bundle-one-deeper" for the folder of a run, whose public part lies one folder deeper."""
    if (path / PUBLIC / MANIFEST).is_file() and not (path / MANIFEST).exists():
        what = "This folder holds a release, but is not one itself."
        raise refusal("bundle-one-deeper", what, where=str(path), do=f"Verify {path / PUBLIC}.")


def _say(found: Verification) -> int:
    """Says what was found; returns the exit code."""
    for problem in found.problems:
        say(f"WRONG  {problem.file}: {problem.sentence}" if problem.file else f"WRONG  {problem.sentence}")
    for note in found.notes:
        say(f"note   {note}", style="dim")
    if found.problems:
        say("This release is not what was signed. Do not rely on it.", style="bold red")
        return WRONG
    say(f"{found.release_id}, version {found.version}: unchanged since signed by {found.signer}.", style="bold")
    if not found.signer_trusted:
        say("You gave no key (--key), so whose signature this is was not checked.", style="bold")
        return SIGNER_UNKNOWN
    return 0
