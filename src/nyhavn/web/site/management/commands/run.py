"""The whole installation: server, worker and scheduler."""

from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.backups.coming_back import come_back
from nyhavn.web.site.beginning import HOW, before_real_people, check_address, home_held, prepare, put_static_files
from nyhavn.web.site.running import run


class Command(BaseCommand):
    """Prepares the database, then starts every part and keeps it running."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: object, host: str, port: int, workers: int, **options: object) -> None:
        """Run until asked to stop. Raises Refusal."""
        with home_held():
            check_address(host, port)
            prepare()
            put_static_files()
            come_back()
            self._warn(before_real_people())
            self.stdout.write(f"Nyhavn is at http://{host}:{port}/ (Ctrl-C ends it)")
            run(host, port, workers)

    def _warn(self, missing: Sequence[str]) -> None:
        """Say to whoever runs it what has to be done before real people, and leave visitors alone with it."""
        if missing:
            self.stderr.write("\n".join(("Do not take in data of real people yet:", *(f"- {one}" for one in missing))))
            self.stderr.write(f"How: {HOW}")
