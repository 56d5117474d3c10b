"""A backup of the installation, while it runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.backups.making import back_up


class Command(BaseCommand):
    """Writes the backup and says where it is."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("to", type=Path)

    def handle(self, *args: object, to: Path, **options: object) -> None:
        """Back up. Raises Refusal."""
        file = back_up(to)
        self.stdout.write(f"The backup is {file} ({file.stat().st_size / 1e6:.1f} MB).")
        self.stdout.write("Keys and mirror are not in it. Keep a copy of both, in another place than this file.")
