"""Makes the table and its one row."""

import django
from django.core.management import call_command
from django.utils import timezone

NAME = "services-for-all"


def main() -> None:
    """Once, before the server starts."""
    django.setup()
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    from web_peer.models import Dataset  # models can be imported once Django is set up

    Dataset.objects.create(
        name=NAME,
        title="Services for all: public services in Meridian District",
        summary="Satisfied or very satisfied with the last visit to a public service: 54 % of adults.",
        place="Meridian District",
        licence="CC-BY-4.0",
        issued_at=timezone.now(),
    )


if __name__ == "__main__":
    main()
