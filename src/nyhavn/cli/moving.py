"""`nyhavn move-key`, `move-out`, `move-in`: the workspace of a community goes to another installation."""

import os
from pathlib import Path

import click

from nyhavn.cli.serving import web_command

A_PATH = click.Path(path_type=Path)
WORDS = "NYHAVN_MOVE_PASSPHRASE"


@click.command(name="move-key")
def move_key() -> None:
    """Print the key with which others seal a workspace for this installation. Anybody may know it."""
    web_command("move_key")


@click.command(name="move-out")
@click.argument("initiative")
@click.option("--out", type=A_PATH, help="The new file: sealed, or, with --finish, the handover.")
@click.option("--to", type=A_PATH, help="File with what nyhavn move-key printed at the other site.")
@click.option("--address", default="", help="Where people find the community afterwards, as https://...")
@click.option("--finish", type=A_PATH, help="The confirmation of the other site: hand over, destroy the keys.")
@click.option("--key", type=A_PATH, help="With --finish, after a passphrase: the other site's trust.pub.")
@click.option("--codes-are-lost", is_flag=True, help="Codes of receipts from earlier versions may be lost.")
@click.option("--call-off", is_flag=True, help="The community stays here.")
def move_out(initiative: str, **options: object) -> None:
    """Move the workspace of INITIATIVE (its name in addresses) to another installation.

    First it is frozen and packed. When the other site has confirmed the file, --finish hands it over. End Nyhavn before
    each step. Whatever dies in between, run the same command again.

    Without --to the file is sealed with the passphrase in NYHAVN_MOVE_PASSPHRASE.
    """
    web_command("move_out", initiative, passphrase=os.environ.get(WORDS, ""), **options)


@click.command(name="move-in")
@click.argument("file", type=A_PATH)
@click.option("--key", type=A_PATH, required=True, help="File with the key of the old site (its trust.pub).")
@click.option("--out", type=A_PATH, required=True, help="The new file: the confirmation, or what shows the continuity.")
@click.option("--finish", type=A_PATH, help="The handover of the old site: take the workspace in.")
def move_in(file: Path, **options: object) -> None:
    """Take the workspace in FILE into this installation.

    First it is tried, nothing is changed, and a confirmation is written for the old site. With its handover, --finish
    takes it in, all or nothing. End Nyhavn before each step. A passphrase is read from NYHAVN_MOVE_PASSPHRASE.
    """
    web_command("move_in", file, passphrase=os.environ.get(WORDS, ""), **options)
