"""Puts the example initiative into an empty installation."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.beginning import prepare
from nyhavn.web.site.example.complaining import LISTENER
from nyhavn.web.site.example.loading import Loaded, load

FOLDER = Path("examples/services-for-all")


class Command(BaseCommand):
    """Invented people take the example through every step, by the same operations as the pages."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the example is."""
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Load it, and say who to sign in as."""
        prepare()
        self._say(load(folder, tell=lambda line: self.stdout.write(f"  {line} ...")))

    def _say(self, loaded: Loaded) -> None:
        people = loaded.people
        self.stdout.write("The example is there. Everything in it is invented.")
        self.stdout.write(f"Its release is published at {settings.SITE_ADDRESS}{loaded.page}")
        self.stdout.write(f"Everything else: {settings.SITE_ADDRESS}/ and, signed in, {settings.SITE_ADDRESS}/work/")
        self.stdout.write("Sign in as one of these, with the password that is shown here this one time:")
        self.stdout.write(f"  password: {people.password}")
        outside = ((user.email, does) for user, does in loaded.outside.roles)
        for email, does in (
            (people.operator.email, "runs the site"),
            (people.coordinator.email, "coordinates the initiative"),
            *((user.email, f"is {role.value.replace('-', ' ')}") for role, user in people.team.items()),
            (LISTENER, "hears complaints, from outside"),
            *outside,
        ):
            self.stdout.write(f"  {email}: {does}")
