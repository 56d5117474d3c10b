"""The key for workspaces that come to this installation."""

from django.core.management.base import BaseCommand

from nyhavn.web.site.beginning import prepare
from nyhavn.web.site.moving.site_key import site_key


class Command(BaseCommand):
    """Prints it: it may be known to everybody."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """One line."""
        prepare()
        self.stdout.write(site_key().line)
