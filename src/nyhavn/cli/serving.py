"""The installation for a browser: `nyhavn run`, and what is done at the machine it runs on."""

import os
from pathlib import Path

import click
import django
from django.core.management import call_command

SETTINGS = "nyhavn.web.settings"
SENDS_NOTHING = "django.core.mail.backends.dummy.EmailBackend"
EXAMPLE = "examples/services-for-all"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes of the server; with PostgreSQL, one per core.")
def run(host: str, port: int, workers: int) -> None:
    """Start server, worker and scheduler, and keep them running.

    Settings come from the environment; docs/reference/settings.md lists them. The first start makes the home folder,
    the database and the keys.
    """
    web_command("run", host=host, port=port, workers=workers)


@click.command()
@click.argument("email")
@click.option("--operator", is_flag=True, help="As somebody who runs this site and lets organisations in.")
def invite(email: str, operator: bool) -> None:
    """Print a link by which EMAIL gets an account.

    It works once, for 14 days. The first operator comes in this way; everybody else can be invited on the pages.
    """
    web_command("invite", email, operator=operator)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=EXAMPLE, show_default=True, help="Where it is.")
def example(folder: Path) -> None:
    """Put the invented example initiative into an empty installation, and print who to sign in as."""
    # The people are invented, and so are their addresses: whatever is set up for mail, nothing may leave.
    os.environ["NYHAVN_MAIL_BACKEND"] = SENDS_NOTHING
    os.environ["NYHAVN_ANNOUNCE_DAYS"] = "0"  # it is published on the day it is loaded
    web_command("load_example", folder=folder)


@click.command()
@click.option("--to", required=True, type=click.Path(path_type=Path), help="A folder, or the name of a new file.")
def backup(to: Path) -> None:
    """Write database, releases, log and languages into one file, while Nyhavn runs.

    Keys of contributions and the mirror of withdrawals are never in it. The file is not encrypted: keep it on an
    encrypted disk.
    """
    web_command("backup", str(to))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="What is there now is lost. It is kept aside until the restore is done.")
def restore(file: Path, replace: bool) -> None:
    """Bring back the backup FILE, without anybody who took their data back since.

    End Nyhavn first. The folders of keys and mirror must be there, as new as they are: every withdrawal in the mirror
    is carried out again before anything can be read. If a restore was interrupted, run it again.
    """
    web_command("restore", str(file), replace=replace)


def web_command(name: str, *arguments: str | Path, **options: object) -> None:
    """Carry out a command of the web side."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command(name, *map(str, arguments), **options)
