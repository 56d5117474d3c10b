"""The worker as a process of its own. Several may run beside each other."""

from django.core.management.base import BaseCommand

from nyhavn.web.jobs.stopping import stopped_by_signal
from nyhavn.web.jobs.worker import work
from nyhavn.web.restoring_marker import check_not_restoring


class Command(BaseCommand):
    """Carries out jobs until it is asked to stop."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Run. Raises Refusal."""
        check_not_restoring()
        work(stopped_by_signal())
