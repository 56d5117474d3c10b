"""Looks whether every file of keys is where it should be: for the person at the machine itself."""

from django.core.management.base import BaseCommand

from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.keys_check import key_problems


class Command(BaseCommand):
    """Changes nothing."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Say that all is well. Raises Refusal with everything that is not."""
        found = tuple(key_problems())
        if found:
            raise Refusal(*found)
        self.stdout.write("Every key is there, in both places, and nothing else.")
