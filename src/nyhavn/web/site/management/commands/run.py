"""The whole installation: server, worker and scheduler."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.collection.keys_check import ONE_COPY
from nyhavn.web.site.backups.coming_back import come_back
from nyhavn.web.site.beginning import beside_the_data, check_address, home_held, prepare
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
            come_back()
            for warning in beside_the_data():
                self.stderr.write(warning)
            if settings.ESCROW is None:
                self.stderr.write(ONE_COPY.sentence())
            self.stdout.write(f"Nyhavn is at http://{host}:{port}/ (Ctrl-C ends it)")
            run(host, port, workers)
