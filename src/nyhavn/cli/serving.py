"""`nyhavn run`: the whole installation, for a browser."""

import os

import click
import django
from django.core.management import call_command

SETTINGS = "nyhavn.web.settings"


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


def web_command(name: str, *arguments: str, **options: object) -> None:
    """Carry out a command of the web side."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command(name, *arguments, **options)
