"""Turns keys at once: for the person at the machine itself."""

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.framework.refusal import refusal
from nyhavn.web.collection.turning import turn
from nyhavn.web.initiatives.models import Initiative


class Command(BaseCommand):
    """A new key for each initiative, or for one; old copies of the database open for survivors only from then on."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Which initiative; all of them otherwise."""
        parser.add_argument("--initiative", default="")

    def handle(self, *args: object, initiative: str, **options: object) -> None:
        """Turn, one after the other. Raises Refusal."""
        found = Initiative.objects.exclude(key_epochs=None).order_by("slug").distinct()
        chosen = list(found.filter(slug=initiative) if initiative else found)
        if initiative and not chosen:
            what = "There is no initiative of that name with keys."
            raise refusal("not-found", what, where=initiative, do="Use its name as it stands in addresses.")
        for one in chosen:
            turn(one)
            self.stdout.write(f"{one.slug}: turned")
