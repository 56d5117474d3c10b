"""The keys of an installation: `nyhavn keys`."""

import click

from nyhavn.cli.serving import web_command


@click.group()
def keys() -> None:
    """Look after the keys under which answers are sealed."""


@keys.command()
@click.option("--initiative", default="", help="The name of one initiative, as in its address; all otherwise.")
def turn(initiative: str) -> None:
    """Make new keys now, and destroy the old ones.

    Old backups then open for those who are still in, and for nobody who took their answers back. It happens by itself
    after each withdrawal.
    """
    web_command("keys_turn", initiative=initiative)


@keys.command()
def check() -> None:
    """Look whether every key is there, in both places, for the owner only, and nothing else."""
    web_command("keys_check")
