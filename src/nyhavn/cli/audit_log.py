"""`nyhavn audit-log`: taking the record of what was done out."""

from pathlib import Path

import click

from nyhavn.cli.serving import web_command


@click.command(name="audit-log")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--initiative", default="", help="Only this initiative in plain; of the rest, hashes.")
@click.option("--with-people", is_flag=True, help="With the codes of accounts. Such a file cannot be erased by Nyhavn.")
def audit_log(out: Path, initiative: str, with_people: bool) -> None:
    """Write the record of what was done into a file that `nyhavn verify-log` checks anywhere."""
    web_command("export_log", out=out, initiative=initiative, with_people=with_people)
